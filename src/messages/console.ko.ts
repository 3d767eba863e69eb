import type { StepId } from '../engine/step.ts';
import type { Ending, Word } from '../screen.ts';
import type { consoleEn } from './console.en.ts';
import { placesKo } from './places.ko.ts';
import type { ConsolePages, ManualFacts, ManualText } from './vocabulary.ts';
import { accountAsInConsole, pageOf } from './vocabulary.ts';

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

const press = (what: string) => ({ verb: '누르기', what });

const people = ({ users = [] }: ManualFacts) => (users.length === 1 ? (users[0] ?? '') : '새 사용자마다');

const instance = (f: ManualFacts): ManualText => ({
  title: 'IAM Identity Center 켜기',
  why: 'AWS가 API를 제공하지 않는 단계입니다. 콘솔에서:',
  moves: [
    ...open(f),
    press('"활성화(Enable)", 이어서 "AWS Organizations로 활성화(Enable with AWS Organizations)"'),
    { verb: '그대로', what: '"다중 계정 권한(multi-account permissions)"은 켜진 채로 두세요' },
  ],
  after: 'AWS에 인스턴스가 생기면 이 화면은 저절로 다음으로 넘어갑니다.',
});

const portal = (f: ManualFacts): ManualText => ({
  title: `포털 주소 정하기: ${f.name}`,
  why: 'API로는 할 수 없는 단계입니다. 한 번만 할 수 있고 되돌릴 수 없습니다. 콘솔에서:',
  moves: [
    ...open(f),
    press(
      '"대시보드(Dashboard)", "설정 요약(Settings summary)", "AWS 액세스 포털 URL(AWS access portal URL)", "사용자 지정(Customize)"',
    ),
    { verb: '입력', what: `${f.name} (한 글자씩 확인한 뒤 "저장(Save)")` },
  ],
  after: '"사용자 지정(Customize)" 버튼이 없으면 이미 정해진 것이고 바꿀 수 없습니다.',
});

const password = (f: ManualFacts): ManualText => ({
  title: `비밀번호: ${people(f)}`,
  why: 'API로 만든 사용자에게는 비밀번호가 없고 메일도 가지 않습니다. 두 방법 중 하나를 고르세요. 콘솔에서:',
  moves: [
    ...open(f),
    {
      verb: '방법 1',
      what: `"사용자(Users)", ${people(f)}, "암호 재설정(Reset password)": 메일로 보내기 또는 일회용 암호 만들기`,
    },
    {
      verb: '방법 2',
      what: '"설정(Settings)", "인증(Authentication)", "표준 인증(Standard authentication)", "구성(Configure)", "이메일 OTP 보내기(Send email OTP)" 선택, "저장(Save)". 그러면 비밀번호 없는 사용자는 처음 로그인할 때 메일로 코드를 받습니다',
    },
  ],
  after: 'AWS 메일은 no-reply@signin.aws 또는 no-reply@login.awsapps.com 에서 옵니다. 스팸함도 확인하세요.',
});

const mfa = (f: ManualFacts): ManualText => ({
  title: 'MFA 요구하기',
  why: '관리자에게 비밀번호만으로는 부족합니다. 새 인스턴스는 이미 MFA를 요구하지만 직접 확인하세요. 콘솔에서:',
  moves: [
    ...open(f),
    press('"설정(Settings)", "인증(Authentication)", "다중 인증(Multi-factor authentication)", "구성(Configure)"'),
    { verb: '선택', what: '"로그인할 때마다(Every time they sign in, always-on)"' },
    {
      verb: '선택',
      what: '"로그인 시 MFA 디바이스를 등록하도록 요구(Require them to register an MFA device at sign in)", 이어서 "저장(Save)"',
    },
  ],
  after: '읽을 수 있는 API가 없어서, 확인했다는 말씀을 그대로 적어 둡니다.',
});

const portalSession = (f: ManualFacts): ManualText => ({
  title: '포털 세션 길이',
  why: '포털에 로그인한 상태가 유지되는 시간입니다. 바꾸지 않으면 8시간(15분부터 90일까지). 권한 세트의 세션과는 다릅니다. 콘솔에서:',
  moves: [
    ...open(f),
    press('"설정(Settings)", "인증(Authentication)", "세션 기간(Session duration)", "구성(Configure)"'),
  ],
  after: '8시간이면 충분하다면 하실 일이 없습니다.',
});

const pages: ConsolePages = { instance, portal, password, mfa, portalSession };

const short: Readonly<Record<string, string>> = {
  instance: '콘솔에서 켜기, 약 1분',
  portal: '콘솔에서 정하기, 한 번만 가능',
  password: '재설정, 또는 "이메일 OTP" 켜기',
  mfa: '로그인할 때마다 요구하기',
  portalSession: '8시간. 바꿀 수 있음',
};

const done: Readonly<Record<string, string>> = {
  password: '준비됨',
  mfa: '로그인할 때마다 요구',
  portalSession: '원하시는 대로',
};

const words: Record<Word, string> = {
  look: '지금 확인',
  later: '나중에 이어서 하기 (같은 명령을 다시 실행)',
  done: '다 했습니다',
  reset: '비밀번호를 재설정했습니다',
  otp: '"이메일 OTP 보내기(Send email OTP)"를 켰습니다',
};

const endings: Record<Ending, string> = {
  verified: 'API로 확인',
  confirmed: '직접 확인하심',
  unverified: 'AWS에서 찾지 못함',
  later: '나중에',
};

/** What a person does in the console, in Korean, with the labels of the console in both languages. */
export const consoleKo = {
  manual: (step: StepId, facts: ManualFacts): ManualText => pages[pageOf(step, facts.name)](facts),
  manualShort: (step: StepId, name: string): string => short[step === 'security' ? name : step] ?? name,
  manualDone: (step: StepId, name: string): string => (step === 'security' ? done[name] : undefined) ?? name,
  words,
  openPage: '브라우저로 열기',
  endings,
  stepOf: (number: number, all: number): string => `${number}/${all} 단계`,
  waiting: (elapsed: string, all: string, looked: number | undefined): string =>
    `AWS 응답을 기다리는 중   ${all} 중 ${elapsed}${looked === undefined ? '' : `, ${looked}초 전에 확인`}`,
  signIn: (users: readonly string[]): string =>
    users.length === 1 ? `로그인할 곳 (사용자 ${users[0]}):` : '로그인할 곳:',
  noConsole: '모의 AWS라서 열어 볼 콘솔이 없습니다. 하신 것처럼 골라 진행하세요.',
  leftSteps: (count: number, names: string): string => `남은 단계 ${count}개: ${names}`,
  stoppedAfterwards: '멈췄습니다. 적용한 것은 그대로 남습니다.',
  yourTurn: '다 하셨으면:',
} satisfies typeof consoleEn;
