import type { StepId } from '../engine/step.ts';
import type { Note } from '../problem.ts';
import type { QuestionId } from '../settings/trouble.ts';
import { placesKo } from './places.ko.ts';
import type { talkEn } from './talk.en.ts';
import type { ConsentTexts, Texts } from './vocabulary.ts';
import { leftOutText } from './vocabulary.ts';
import { wordsKo } from './words.ko.ts';

const notes: Texts<Note> = {
  regionsNotLookedAt: (n) =>
    `확인하지 못한 리전이 있습니다: ${n.regions} (${n.code}). 그곳에 인스턴스가 있어도 알 수 없습니다.`,
  regionsAssumed: (n) =>
    `켜진 리전 목록을 읽을 수 없어 (account:ListRegions: ${n.code}) 기본 리전만 확인했습니다. 다른 리전이라면 --region으로 알려 주세요.`,
  instanceDetailsUnknown: (n) =>
    `인스턴스의 세부 정보를 읽을 수 없어 (sso:DescribeInstance: ${n.code}) 없이 진행합니다.`,
  tagsUnknown: (n) => `태그를 읽을 수 없어 비교하지 않았습니다: ${n.name} (sso:ListTagsForResource: ${n.code})`,
  progressUnknown: (n) =>
    `AWS가 뒤에서 하는 작업의 결과를 읽을 수 없어 (${n.action}: ${n.code}) 실제로 있는 것을 확인합니다.`,
  accountsLeftOut: ({ accounts, more }) =>
    `사용 중이 아니어서 제외한 계정 ${accounts.length + (more ?? 0)}개: ${leftOutText(accounts)}${more === undefined ? '' : ` 외 ${more}개`}`,
  freePlanEnds: (n) =>
    `AWS 무료 플랜 계정입니다(종료일 ${n.expires}, 남은 크레딧 ${n.credits}). 조직을 만들면 플랜과 크레딧이 바로 끝납니다.`,
  accountPlanUnknown: (n) =>
    `이 계정의 플랜을 읽을 수 없습니다 (freetier:GetAccountPlanState: ${n.code}). 무료 플랜이라면 조직을 만들 때 무료 플랜과 크레딧이 끝납니다.`,
  instanceInOtherRegion: (n) =>
    `Identity Center가 다른 리전에 있습니다: ${n.region} (요청: ${n.wanted}). 켠 리전은 바뀌지 않으므로 있는 곳을 씁니다.`,
  notAws: (n) =>
    `실제 AWS로 가지 않는 실행입니다: ${n.variable}${n.profile === undefined ? '' : ` (프로필 ${n.profile})`} = ${n.endpoint}`,
  externalIdentities: (n) =>
    `사용자나 그룹이 외부 자격 증명 공급자에서 온 것 같습니다 (외부 ID가 있음: ${n.name}). 여기서 만든 것은 그 공급자도 알아야 로그인할 수 있습니다.`,
  userDisabled: (n) =>
    `Identity Center에서 비활성화되어 로그인할 수 없는 사용자: ${n.name}. 다시 활성화하는 API는 없으니 콘솔의 사용자 화면에서 하세요.`,
  settingsNotSaved: (n) => `파일에 쓸 수 없어 저장하지 못했습니다: ${n.file}. AWS에 적용된 것은 그대로입니다.`,
  aliasKnown: (n) => `이미 쓰이고 있는 주소입니다: ${n.alias}. 직접 정해 둔 것이 아니라면 다른 이름이 필요합니다.`,
  exampleAnswer: (n) => `물어볼 사람이 없어 모의 AWS에서 예시 값을 씁니다: ${n.flag} ${n.value}`,
  staticKeys: (n) =>
    `액세스 키도 들어 있는 프로필입니다: ${n.profile}. AWS CLI는 포털로 로그인하지만 다른 도구는 키를 쓸 수 있습니다. 필요 없으면 키를 지우세요.`,
  clockOff: (n) =>
    `이 컴퓨터의 시계가 ${wordsKo.values.span(Number(n.offset))} ${n.direction === 'behind' ? '늦습니다' : '빠릅니다'}. 호출에는 AWS의 시간을 쓰지만, 시간 자동 설정을 켜세요.`,
  tokenNotKept: (n) =>
    `토큰을 쓸 수 없습니다 (${n.code}): ${n.folder}. 여기서는 로그인했지만 AWS CLI와 SDK에서는 쓸 수 없습니다.`,
  logNotWritten: (n) => `로그를 쓸 수 없어 없이 진행합니다 (${n.code}): ${n.file}`,
  sandboxEnables: (n) =>
    `모의 AWS가 ${n.seconds}초 뒤 Identity Center를 스스로 켭니다. 실제 AWS에서는 직접 켜셔야 합니다.`,
  sandboxSignsIn: (n) =>
    `모의 AWS가 ${n.seconds}초 뒤 로그인을 스스로 허용합니다 (사용자 ${n.user}). 실제 AWS에서는 직접 하셔야 합니다.`,
};

const securitySteps: Readonly<Record<string, string>> = wordsKo.securitySteps;

const consents: ConsentTexts = {
  apply: (consent) => ({
    why: [],
    question: `${[consent.identity.account, consent.identity.accountName].filter(Boolean).join(' ')} 계정에 적용할까요? (변경 ${consent.changes}건)`,
    yes: '적용',
    no: '종료',
    ...(consent.saveAs === undefined ? {} : { save: `저장하고 종료 (${consent.saveAs})` }),
  }),
  paidPlan: (consent) => ({
    why: [
      '이 계정은 AWS 무료 플랜입니다. 조직을 만들면 유료 플랜으로 바뀌고 무료 플랜의 크레딧이 바로 없어집니다. 되돌릴 수 없습니다.',
      ...(consent.credits === undefined ? [] : [`남은 크레딧: ${consent.credits}`]),
      ...(consent.expires === undefined ? [] : [`무료 플랜의 원래 종료일: ${consent.expires}`]),
    ],
    question: '유료 플랜으로 바꿀까요?',
    yes: '유료 플랜으로 바꾸고 계속',
    no: '아무것도 바꾸지 않고 종료',
  }),
  permissionSets: () => ({
    why: [
      '이 Identity Center는 아직 AWS 계정 접근을 관리하지 않습니다. 다중 계정 권한(multi-account permissions)이 꺼져 있습니다. 계획대로 켜면 다시는 끌 수 없습니다.',
    ],
    question: '다중 계정 권한을 켤까요?',
    yes: '켜기',
    no: '아무것도 바꾸지 않고 종료',
  }),
  externalIdentities: (consent) => ({
    why: [
      `사용자가 외부 자격 증명 공급자에서 온 것 같습니다 (외부 ID가 있음: ${consent.name}). 여기서 만든 것은 그 공급자도 알아야 로그인할 수 있습니다.`,
      '사용자와 그룹을 공급자에서 만든 뒤 다시 실행하는 편이 낫습니다. 이미 있는 것을 찾아 씁니다.',
    ],
    question: '그래도 여기서 사용자와 그룹을 만들까요?',
    yes: '여기서 만들기',
    no: '아무것도 바꾸지 않고 종료',
  }),
  otherRegion: (consent) => ({
    why: [`Identity Center가 있는 리전: ${consent.region} (요청: ${consent.wanted}). 켠 리전은 바꿀 수 없습니다.`],
    question: '다음',
    yes: `있는 곳을 쓰기: ${consent.region}`,
    no: `멈추기. 지우고 다시 켜겠습니다: ${consent.wanted}`,
  }),
  walk: ({ untold }) => ({
    why:
      untold.length === 0
        ? []
        : [`아직 확인하지 않은 단계: ${untold.map((name) => securitySteps[name] ?? name).join(', ')}`],
    question: '다음',
    yes: '직접 할 단계를 차례로 안내받기',
    no: '나중에 하기',
  }),
  overwriteProfile: ({ names, file }) => ({
    why: [
      `다른 곳으로 가는 같은 이름의 프로필이나 세션이 있습니다: ${names} (${file}). 바뀔 내용은 계획에 있고, 백업을 남깁니다.`,
    ],
    question: '바꿀까요?',
    yes: '바꾸기',
    no: '그대로 두고 프로필 없이 계속',
  }),
  login: ({ users }) => ({
    why: [],
    question: users.length === 1 ? `지금 로그인해서 확인할까요? (사용자 ${users[0]})` : '지금 로그인해서 확인할까요?',
    yes: '로그인',
    no: '나중에',
  }),
  root: (consent) => ({
    why: [
      `루트 사용자로 로그인한 상태입니다: ${consent.account}. 동작은 하지만, 끝나면 새 사용자로 로그인하고 루트의 MFA를 켜고 액세스 키를 지우세요.`,
    ],
    question: '루트로 계속할까요?',
    yes: '루트로 계속',
    no: '아무것도 바꾸지 않고 종료',
  }),
};

const questions: Record<QuestionId, string> = {
  region: 'Identity Center를 둘 리전 (켠 뒤에는 바꿀 수 없음)',
  email: '회사 이메일 (사용자 이름으로도 씁니다)',
  userName: '사용자 이름 (보통 이메일 주소)',
  givenName: '이름',
  familyName: '성',
  group: '권한을 받을 그룹의 이름',
  permissionSet: '권한 세트',
  ownPermissionSet: '직접 만들 권한 세트의 이름',
  policies: '넣을 AWS 관리형 정책 (이름이나 ARN, 쉼표로 구분)',
  sessionDuration: '세션 길이',
  relayState: '로그인 뒤 처음 열릴 페이지 (릴레이 상태)',
  accounts: '접근을 줄 계정',
  alias: '포털 주소에 쓸 이름',
  cliProfile: 'AWS CLI 프로필 이름',
};

const about: Readonly<Partial<Record<QuestionId, string>>> = {
  region: '사용자와 권한이 놓일 리전입니다. 가까운 곳을 고르세요. 나중에 바꾸려면 처음부터 다시 해야 합니다.',
  permissionSet: '그룹이 계정에서 할 수 있는 일입니다. AdministratorAccess는 모든 것을 할 수 있습니다.',
  sessionDuration:
    '계정 접근이 유지되는 시간입니다. 짧으면 안전하고 길면 편합니다. 포털 로그인 자체의 세션(8시간)과는 다릅니다.',
  relayState: 'AWS 콘솔의 페이지입니다. 예: https://us-east-1.console.aws.amazon.com/billing/',
  accounts: '계정 ID, 이름, ou:경로, all을 쉼표로 구분합니다.',
  alias: 'https://이름.awsapps.com/start. 한 번만 정할 수 있고 되돌릴 수 없습니다.',
};

const options: (typeof talkEn)['options'] = {
  other: () => '다른 값 ...',
  none: () => '없음',
  own: () => '직접 만들기 (AWS 관리형 정책으로)',
  management: () => '이 계정만',
  all: () => '조직의 모든 계정',
  some: () => '일부 계정 ...',
  region: (_, value) => `${value} ${placesKo[value] ?? ''}`.trim(),
  duration: (_, value) => `${Number.parseInt(value, 10)}시간`,
  account: ({ name }, value) => `${value} ${name}`,
};

const answers: Record<QuestionId, string> = {
  region: '리전:',
  email: '이메일 주소:',
  userName: '사용자 이름:',
  givenName: '이름:',
  familyName: '성:',
  group: '그룹 이름:',
  permissionSet: '이름:',
  ownPermissionSet: '이름:',
  policies: '정책:',
  sessionDuration: '세션 길이:',
  relayState: '페이지:',
  accounts: '계정:',
  alias: '별칭:',
  cliProfile: '이름:',
};

/** What is told and asked on the way, in Korean. */
export const talkKo = {
  notes,
  consents,
  questions,
  aboutQuestions: about,
  options,
  answers,
  decide: {
    question: '다음',
    plan: '변경 계획 보기',
    change: '설정 바꾸기',
    quit: '종료',
    which: '어느 설정을 바꿀까요?',
    back: '돌아가기',
  },
  serving: (url: string, isEnabled: boolean): string[] => [
    `모의 AWS 주소: ${url}`,
    '실제로 바뀌는 것은 없습니다. Ctrl-C로 끝냅니다. 다른 터미널에서:',
    '',
    `  export AWS_ENDPOINT_URL=${url}`,
    '  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1',
    '  npx sso-setup',
    '',
    '콘솔과 포털은 브라우저에서:',
    '',
    `  ${url}`,
    ...(isEnabled
      ? []
      : [
          '',
          'Identity Center는 콘솔에서 활성화합니다. 여기서는 이 명령으로 합니다:',
          '',
          `  curl -X POST ${url}/_sandbox/console/enableInstance -d '{"region":"us-east-1"}'`,
        ]),
  ],
  keyText: (step: StepId, key: string): string => {
    if (step === 'cliProfile') return `[profile ${key}]`;
    if (step === 'membership') return key.replace(' in ', ' → ');
    return step === 'assignment' ? key.replace(/^user /, '사용자 ') : key;
  },
} satisfies typeof talkEn;
