import type { Note } from '../problem.ts';
import type { QuestionId } from '../settings/trouble.ts';
import { placesKo } from './places.ko.ts';
import type { talkEn } from './talk.en.ts';
import type { ConsentTexts, ManualFacts, ManualText, Texts, ThingId } from './vocabulary.ts';
import { accountAsInConsole } from './vocabulary.ts';

const notes: Texts<Note> = {
  regionNotLookedAt: (n) =>
    `확인하지 못한 리전이 있습니다: ${n.region} (${n.code}). 그곳에 인스턴스가 있어도 알 수 없습니다.`,
  regionsAssumed: (n) =>
    `켜진 리전 목록을 읽을 수 없어 (${n.code}) 기본 리전만 확인했습니다. 다른 리전이라면 --region 으로 알려 주세요.`,
  instanceDetailsUnknown: (n) => `인스턴스의 세부 정보를 읽을 수 없어 (${n.code}) 없이 진행합니다.`,
  tagsUnknown: (n) => `태그를 읽을 수 없어 비교하지 않았습니다: ${n.name} (${n.code})`,
  accountLeftOut: (n) => `제외한 계정: ${n.account} (상태 ${n.state})`,
  freePlanEnds: (n) =>
    `AWS 무료 플랜 계정입니다(종료일 ${n.expires}, 남은 크레딧 ${n.credits}). 조직을 만들면 플랜과 크레딧이 바로 끝납니다.`,
  accountPlanUnknown: (n) =>
    `이 계정의 플랜을 읽을 수 없습니다 (${n.code}). 무료 플랜이라면 조직을 만들 때 무료 플랜과 크레딧이 끝납니다.`,
  instanceInOtherRegion: (n) =>
    `Identity Center가 다른 리전에 있습니다: ${n.region} (요청: ${n.wanted}). 켠 리전은 바뀌지 않으므로 있는 곳을 씁니다.`,
  notAws: (n) => `실제 AWS로 가지 않는 실행입니다: ${n.variable} = ${n.endpoint}`,
  externalIdentities: (n) =>
    `사용자나 그룹이 외부 자격 증명 공급자에서 온 것 같습니다 (외부 ID가 있음: ${n.name}). 여기서 만든 것은 그 공급자도 알아야 로그인할 수 있습니다.`,
  exampleAnswer: (n) => `물어볼 사람이 없어 모의 AWS에서 예시 값을 씁니다: ${n.flag} ${n.value}`,
  cliProfilesLeftOut: () => 'AWS CLI 프로필은 이 버전에서 쓰지 않습니다. 나머지는 그대로 진행합니다.',
  sandboxEnables: (n) =>
    `모의 AWS가 ${n.seconds}초 뒤 Identity Center를 스스로 켭니다. 실제 AWS에서는 직접 켜셔야 합니다.`,
};

const consents: ConsentTexts = {
  apply: (consent) => ({
    why: [],
    question: `${[consent.identity.account, consent.identity.accountName].filter(Boolean).join(' ')} 계정에 적용할까요? (변경 ${consent.changes}건)`,
    yes: '적용',
    no: '종료',
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
};

const check = (f: ManualFacts) =>
  [
    f.account === undefined ? '' : `계정 ${accountAsInConsole(f.account)}`,
    f.region === undefined ? '' : `리전 ${placesKo[f.region] ?? f.region}`,
  ]
    .filter(Boolean)
    .join(', ');

const open = (f: ManualFacts) => [
  { verb: '열기', what: f.url },
  ...(check(f) === '' ? [] : [{ verb: '확인', what: `오른쪽 위 ${check(f)}` }]),
];

const manual = (step: ThingId, f: ManualFacts): ManualText => {
  if (step === 'instance') {
    return {
      title: 'IAM Identity Center 켜기',
      why: 'AWS가 API를 제공하지 않는 단계입니다. 콘솔에서:',
      moves: [
        ...open(f),
        {
          verb: '누르기',
          what: '"활성화(Enable)", 이어서 "AWS Organizations로 활성화(Enable with AWS Organizations)"',
        },
      ],
      after: 'AWS에 인스턴스가 생기면 이 화면은 저절로 다음으로 넘어갑니다.',
    };
  }
  if (step === 'portal') {
    return {
      title: `포털 주소 정하기: ${f.name}`,
      why: 'AWS가 API를 제공하지 않고, 한 번만 할 수 있으며, 되돌릴 수 없습니다. 콘솔에서:',
      moves: [
        ...open(f),
        {
          verb: '누르기',
          what: '"대시보드(Dashboard)", "설정 요약(Settings summary)", "AWS 액세스 포털 URL(AWS access portal URL)", "사용자 지정(Customize)"',
        },
        { verb: '입력', what: `${f.name} (한 글자씩 확인한 뒤 저장)` },
      ],
      after: '"사용자 지정(Customize)" 버튼이 없으면 이미 정해진 것이고 바꿀 수 없습니다.',
    };
  }
  return {
    title: f.name,
    why: 'AWS가 API를 제공하지 않습니다. 콘솔에서:',
    moves: open(f),
    after: 'AWS에 나타나면 이 화면은 저절로 다음으로 넘어갑니다.',
  };
};

const answers: Record<QuestionId, string> = {
  region: '리전:',
  email: '이메일 주소:',
  userName: '사용자 이름:',
  givenName: '이름:',
  familyName: '성:',
};

/** What is told and asked on the way, in Korean. */
export const talkKo = {
  notes,
  consents,
  questions,
  answers,
  serving: (url: string): string[] => [
    `모의 AWS 주소: ${url}`,
    '실제로 바뀌는 것은 없습니다. Ctrl-C로 끝냅니다. 다른 터미널에서:',
    '',
    `  export AWS_ENDPOINT_URL=${url}`,
    '  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1',
    '  npx sso-setup',
    '',
    'Identity Center는 콘솔에서 활성화합니다. 여기서는 이 명령으로 합니다:',
    '',
    `  curl -X POST ${url}/_sandbox/console/enableInstance -d '{"region":"us-east-1"}'`,
  ],
  manual,
  keyText: (step: ThingId, key: string): string => {
    if (step === 'membership') return key.replace(' in ', ' → ');
    return step === 'assignment' ? key.replace(/^user /, '사용자 ') : key;
  },
  manualShort: (step: ThingId, name: string): string =>
    ({ instance: '콘솔에서 켜기, 약 1분', portal: '콘솔에서 정하기, 한 번만 가능' })[step as string] ?? name,
} satisfies typeof talkEn;
