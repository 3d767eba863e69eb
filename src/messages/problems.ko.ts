import { canBeGranted } from '../permissions.ts';
import type { Facts, ProblemId } from '../problem.ts';
import { placesKo } from './places.ko.ts';
import type { FailureId, ProblemTexts, SignInProblemId } from './vocabulary.ts';
import { accountAsInConsole, briefly, inside, named } from './vocabulary.ts';
import { wordsKo } from './words.ko.ts';

const signIn = 'aws login, 콘솔의 AWS CloudShell, 또는 다른 프로필: AWS_PROFILE=<이름>';
const known = (f: Facts) => (f.known === undefined ? [] : [`있는 것: ${briefly(f.known)}`]);
const runAgain = '같은 명령을 다시 실행하세요. 끝난 것은 그대로 남아 있습니다.';
const whenSettled = 'AWS 설명이 위에 있습니다. 해결한 뒤 같은 명령을 다시 실행하세요.';
const meant = (f: Facts) => (f.suggestion === undefined ? '' : `혹시 ${f.suggestion} ? `);
const wayIn = (f: Facts): string[] => {
  if (canBeGranted(f.detail)) {
    const account = f.account === undefined ? '' : `${f.account} `;
    const command = f.policyCommand ?? 'npx sso-setup policy';
    return [`${account}관리자로 로그인하거나 다음이 알려 주는 정책을 붙이세요:`, command];
  }
  return /service control policy/.test(f.detail ?? '')
    ? ['조직의 서비스 제어 정책(SCP)이 막고 있습니다. 조직 관리자가 허용해야 합니다.']
    : ['다른 정책이 막고 있어 권한을 더해도 풀리지 않습니다. 그 정책을 고치거나 관리자로 로그인하세요.'];
};

const badFlags: Readonly<Record<string, string>> = {
  unknown: '없는 옵션입니다',
  noValue: '값이 필요한 옵션입니다',
  tooMany: '불필요한 인수입니다',
  unknownCommand: '없는 명령입니다',
  needsDryRun: '--dry-run과 함께 써야 합니다',
};

/** The problems in Korean; facts as in English. */
export const problemsKo: ProblemTexts<Exclude<ProblemId, FailureId | SignInProblemId>> = {
  noCredentials: () => ({
    title: 'AWS 자격 증명이 없습니다.',
    todo: [
      '가장 쉬운 방법: 관리 계정의 콘솔에서 AWS CloudShell을 열고 같은 명령을 실행하세요.',
      '이 컴퓨터에서는: aws login (AWS CLI 2.32 이상). 액세스 키 없이 콘솔로 로그인합니다.',
      '이미 있는 프로필로는: --profile <이름> 또는 AWS_PROFILE=<이름>',
    ],
  }),
  profileNotFound: (f) => ({
    title: `없는 AWS 프로필입니다${named(f.name)}`,
    todo: [
      ...known(f),
      '이름은 --profile, AWS_PROFILE, ~/.aws/config, ~/.aws/credentials 에서 옵니다.',
      '프로필 없이 하려면: aws login (AWS CLI 2.32 이상), 또는 관리 계정 콘솔의 AWS CloudShell.',
    ],
  }),
  expiredCredentials: () => ({
    title: 'AWS 로그인 세션이 만료되었습니다.',
    todo: ['다시 로그인하세요: aws login, aws sso login, 또는 CloudShell 새로 고침.', runAgain],
  }),
  invalidCredentials: () => ({
    title: 'AWS가 모르는 자격 증명입니다.',
    todo: ['액세스 키가 틀렸거나 삭제되었거나 꺼져 있습니다. 다른 자격 증명을 쓰세요:', signIn],
  }),
  regionNotEnabled: (f) => ({
    title: `이 계정에서 꺼져 있는 리전입니다${named(f.region)}`,
    todo: [
      '--region으로 다른 리전을 고르거나 리전을 켜세요: 콘솔, 계정 이름, "계정(Account)", "AWS 리전(AWS Regions)".',
    ],
  }),
  clockWrong: (f) => ({
    title: `이 컴퓨터의 시계가 ${f.offset === undefined ? '맞지 않습니다' : `${wordsKo.values.span(Number(f.offset))} ${f.direction === 'behind' ? '늦습니다' : '빠릅니다'}`}.`,
    todo: ['AWS는 5분 넘게 차이 나는 요청을 거절합니다. 시간 자동 설정을 켜세요.', runAgain],
  }),
  accessDenied: (f) => ({
    title: `AWS가 허용하지 않았습니다${named(f.action ?? f.operation)}${inside(f.region)}`,
    todo: wayIn(f),
  }),
  wrongAccount: (f) => ({
    title: `자격 증명의 계정과 설정의 계정이 다릅니다: ${f.account ?? '다른 계정'} / ${f.wanted ?? '설정의 계정'}`,
    todo: ['아무것도 바꾸지 않았습니다. 다른 자격 증명을 고르거나(AWS_PROFILE=<이름>) 설정의 account 값을 고치세요.'],
  }),
  rootUser: (f) => ({
    title: `루트 사용자로 로그인한 상태입니다${inside(f.account)}.`,
    todo: [
      '동작은 하지만 관리자 계정이 더 안전합니다. 터미널 없이 루트로 계속하려면: --allow-root',
      '끝나면 새 사용자로 로그인하고, 루트의 MFA를 켜고 액세스 키를 지우세요.',
    ],
  }),
  memberAccount: (f) => ({
    title: `멤버 계정입니다${named(f.account)}`,
    todo: [
      `조직 전체의 Identity Center는 관리 계정에서 설정합니다${named(f.managementAccount)}`,
      '관리 계정으로 로그인해서 같은 명령을 실행하세요.',
    ],
  }),
  delegatedAdministrator: (f) => ({
    title: `Identity Center의 위임된 관리자 계정입니다: ${f.account ?? '이 계정'}`,
    todo: [
      `관리 계정${f.managementAccount === undefined ? '' : `(${f.managementAccount})`}에 대한 접근은 여기서 줄 수 없고, 그 계정에서 쓰는 권한 세트도 바꿀 수 없습니다.`,
      '관리 계정으로 로그인해서 같은 명령을 다시 실행하세요.',
    ],
  }),
  consolidatedBilling: () => ({
    title: '조직이 통합 결제 기능만 쓰고 있습니다.',
    todo: [
      'AWS 계정용 Identity Center에는 모든 기능이 필요합니다. 관리자가 켭니다: AWS Organizations, "설정(Settings)", "모든 기능 활성화 프로세스 시작(Begin process to enable all features)".',
      '초대된 계정이 모두 동의해야 하고, 되돌릴 수 없습니다.',
    ],
  }),
  signUpUnfinished: (f) => ({
    title: `AWS 계정 가입이 끝나지 않았습니다${inside(f.reason)}.`,
    todo: ['콘솔에 로그인해 남은 절차(결제 수단, 연락처, 전화 확인)를 마치고 몇 분 기다리세요.', runAgain],
  }),
  organizationRefused: (f) => ({
    title: `AWS가 조직 생성을 거절했습니다${inside(f.reason)}.`,
    todo: [whenSettled],
  }),
  serviceLinkedRoleDenied: () => ({
    title: 'AWS Organizations의 서비스 연결 역할을 만들지 못했습니다.',
    todo: [
      'organizations.amazonaws.com 에 필요한 권한: iam:CreateServiceLinkedRole. 허용하거나 관리자로 로그인하세요.',
    ],
  }),
  freePlan: (f) => ({
    title: '이 계정은 AWS 무료 플랜입니다. 조직을 만들면 무료 플랜이 끝납니다.',
    todo: [
      `유료 플랜으로 바뀌고 크레딧이 바로 없어집니다${inside([f.credits, f.expires].filter(Boolean).join(', ') || undefined)}.`,
      '그래도 계속하려면: --accept-paid-plan',
    ],
  }),
  accountInstance: (f) => ({
    title: `Identity Center 계정 인스턴스가 있습니다${named(f.region)}`,
    todo: [
      '계정 인스턴스는 AWS 계정 접근에 쓸 수 없고, 조직 인스턴스로 바꿀 수 없으며, 조직 인스턴스를 막습니다. sso-setup은 지우지 않습니다.',
      '쓰는 사람이 없다면 조직을 만들기 전에 지우세요: Identity Center 콘솔, "설정(Settings)", "관리(Management)", "Delete IAM Identity Center configuration". 그다음 같은 명령을 실행하세요.',
    ],
  }),
  instanceElsewhere: (f) => ({
    title: `Identity Center의 리전과 설정의 리전이 다릅니다: ${f.region ?? '다른 리전'} / ${f.wanted ?? '설정의 리전'}`,
    todo: [
      'Identity Center는 켠 리전에 그대로 있고 하나만 있을 수 있습니다.',
      `있는 곳에서 쓰려면: --region ${f.region ?? '<리전>'}, 또는 설정의 region 값을 고치세요.`,
    ],
  }),
  instanceNotEnabled: (f) => ({
    title: 'IAM Identity Center는 사람이 한 번 켜야 합니다. AWS에 API가 없습니다.',
    todo: [
      `콘솔${inside(f.account === undefined ? undefined : accountAsInConsole(f.account))}${f.region === undefined ? '' : `, 리전 ${placesKo[f.region] ?? f.region}`}: "활성화(Enable)", 이어서 "AWS Organizations로 활성화(Enable with AWS Organizations)".`,
      ...(f.url === undefined ? [] : [f.url]),
      '잃는 것은 없습니다. 그다음 같은 명령을 실행하세요.',
    ],
  }),
  instanceFailed: () => ({
    title: `AWS가 Identity Center를 켜지 못했습니다.`,
    todo: ['콘솔에서 삭제하고("설정(Settings)", "관리(Management)") 다시 켠 뒤 같은 명령을 실행하세요.'],
  }),
  twoInstances: (f) => ({
    title: `인스턴스가 여러 리전에 있습니다${named([f.region, f.other].filter(Boolean).join(', ') || undefined)}`,
    todo: ['어느 것인지 정하세요: --region <리전>'],
  }),
  permissionSetsUnavailable: (f) => ({
    title: `AWS 계정 접근을 관리하지 않는 인스턴스입니다${inside(f.region)}.`,
    todo: [
      'Identity Center 콘솔의 "설정(Settings)"에서 다중 계정 권한(multi-account permissions)을 켜세요. 다시 끌 수 없습니다. 그다음 같은 명령을 실행하세요.',
    ],
  }),
  unknownAccount: (f) => ({
    title:
      Number(f.matches) > 1
        ? `이름이 같은 계정이 ${f.matches}개입니다${named(f.name)}. ID를 쓰세요.`
        : `조직에 없는 계정입니다${named(f.name)}`,
    todo: ['12자리 계정 ID, 계정 이름, "management", "ou:경로", "all" 중 하나를 쓰세요.', ...known(f)],
  }),
  unknownUnit: (f) => ({
    title: `없는 조직 단위(OU)입니다${named(f.path ?? f.name)}`,
    todo: ['루트부터 경로를 쓰세요: ou:Workloads/Prod', ...known(f)],
  }),
  badSettings: () => ({
    title: '설정에 문제가 있습니다. AWS에는 아무것도 보내지 않았습니다.',
    todo: ['나온 것을 고치고 같은 명령을 다시 실행하세요.'],
  }),
  missingAnswers: () => ({
    title: '빠진 값이 있는데 물어볼 사람이 없습니다.',
    todo: ['옵션이나 설정 파일로 주세요.'],
  }),
  planChanged: () => ({
    title: '지금 AWS의 상태는 계획에 없던 것입니다.',
    todo: ['다시 실행하면 새 계획이 나옵니다.'],
  }),
  badFlag: (f) => ({
    title: `${(f.reason && badFlags[f.reason]) ?? '옵션이 잘못되었습니다'}${named(f.flag)}${inside(f.detail)}`,
    todo: [
      ...(f.example === undefined ? [] : [`예: ${f.flag ?? ''} ${f.example}`]),
      `${meant(f)}모든 옵션: npx sso-setup help options`,
    ],
  }),
  consentNeeded: (f) => ({
    title: '계획을 적용하지 않았습니다. 승인할 사람이 없습니다.',
    todo: [`계획을 확인한 뒤 이 옵션과 함께 실행하세요: ${f.flag ?? '--yes'}`],
  }),
  alreadyRunning: (f) => ({
    title: `다른 sso-setup 실행이 ${f.state === undefined ? '이 계정을 설정하고' : '이 모의 AWS를 쓰고'} 있습니다${inside([f.pid && `프로세스 ${f.pid}`, f.since && `시작 ${f.since}`].filter(Boolean).join(', ') || undefined)}.`,
    todo: [
      '끝날 때까지 기다리거나 멈추세요. 이번 실행은 아무것도 바꾸지 않았습니다.',
      ...(f.lock === undefined ? [] : [`그 프로세스가 sso-setup이 아니라면 이 파일을 지우세요: ${f.lock}`]),
    ],
  }),
  writeRefused: (f) => ({
    title: `확인만 해야 하는 곳에서 쓰기 호출이 나와 막았습니다${inside(f.operation)}.`,
    todo: ['아무것도 바꾸지 않았습니다. sso-setup의 결함이니 알려 주세요.'],
  }),
  unexpected: () => ({
    title: '예상하지 못한 오류가 났습니다.',
    todo: ['다시 실행해도 안전합니다. 먼저 확인합니다. 계속되면 --debug 결과와 함께 알려 주세요.'],
  }),
};
