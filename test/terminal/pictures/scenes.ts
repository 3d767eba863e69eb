import { messagesFor } from '../../../src/messages/index.ts';

/** One thing that a person does. */
interface Act {
  /** What the screen shows before. */
  readonly at: string;
  readonly type?: string;
  /** Keys, by their names in tmux. */
  readonly press?: readonly string[];
}

/** A picture: a real run of the program against the simulated AWS, in a terminal. */
export interface Scene {
  /** The file is `docs/pictures/NAME.LANG.svg`. */
  readonly name: string;
  readonly lang: 'en' | 'ko';
  /** What the picture is of, for those who do not see it. */
  readonly title: string;
  readonly columns: number;
  /** What comes after `npx sso-setup`. */
  readonly args: readonly string[];
  /** How the simulated AWS behaves, besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs before it, which are not in the picture. */
  readonly before?: readonly (readonly string[])[];
  readonly acts: readonly Act[];
  /** The picture is taken when the screen shows this. */
  readonly until: string;
  /** The line that the picture begins with; otherwise it is the command. */
  readonly from?: string;
  /** The line that the picture ends before. */
  readonly to?: string;
}

/** Words on the screen that the scenes wait for, or are cut at. */
const WORDS = {
  en: {
    next: 'Show the plan',
    plan: '  Plan for ',
    apply: 'Apply these',
    console: '  Step 2 of ',
    waiting: 'Look now',
    instance: 'organization instance',
    walk: 'Walk me through',
    signedIn: 'Signed in as',
  },
  ko: {
    next: '변경 계획 보기',
    plan: '  변경 계획 ',
    apply: '적용할까요?',
    console: '  2/11 단계 ',
    waiting: '지금 확인',
    instance: '조직 인스턴스',
    walk: '차례로 안내받기',
    signedIn: '로그인했습니다',
  },
} as const;

const TITLES = {
  en: {
    decide: 'A first run: who you are, three questions, and what the tool decided',
    plan: 'The plan of a first run: what will be created, and which step is yours',
    console: 'A step in the AWS console: where to go, what to press, and AWS is asked meanwhile',
    receipt: 'The end of a first run: what was done and verified, and the address to sign in at',
    login: 'Signing in: a code to compare, and then who answered, as what, in which account',
    drift: 'A dry run shows what in AWS differs from the settings, and changes nothing',
  },
  ko: {
    decide: '첫 실행: 계정 확인, 질문 세 개, 정해진 설정',
    plan: '첫 실행의 변경 계획: 만들어질 것과 직접 해야 하는 단계',
    console: 'AWS 콘솔에서 하는 단계: 어디에서 무엇을 누르는지, 그동안 AWS에 확인합니다',
    receipt: '첫 실행의 끝: 한 일과 확인 결과, 로그인 주소',
    login: '로그인: 비교할 코드, 그리고 누가 어떤 역할로 어느 계정에 들어갔는지',
    drift: '미리 보기: AWS가 설정과 다른 점을 보여 주고 아무것도 바꾸지 않습니다',
  },
} as const;

const ANSWERS = {
  en: ['kim@example.com', 'Minsu', 'Kim'],
  ko: ['kim@example.com', '민수', '김'],
} as const;

/** The settings file of the simulated AWS, where a first run in a terminal would have written it. */
const SETTINGS_FILE = '.local/state/sso-setup/sandbox/sso-setup.yaml';

function scenesIn(lang: 'en' | 'ko'): Scene[] {
  const [words, titles, answers] = [WORDS[lang], TITLES[lang], ANSWERS[lang]];
  const { questions, lines } = messagesFor(lang);
  const asked = [questions.email, questions.givenName, questions.familyName];
  const answer = asked.map((words, at): Act => ({ at: `? ${words}`, type: answers[at] ?? '', press: ['Enter'] }));
  const flags = ['--email', answers[0], '--given-name', answers[1], '--family-name', answers[2]];
  const [show, apply] = [words.next, words.apply].map((at): Act => ({ at, press: ['Enter'] })) as [Act, Act];
  const common = { lang, columns: 80, args: ['--sandbox'] };
  return [
    { ...common, name: 'first-run', title: titles.decide, acts: answer, until: words.next },
    { ...common, name: 'plan', title: titles.plan, acts: [...answer, show], until: words.apply, from: words.plan },
    {
      ...common,
      name: 'console-step',
      title: titles.console,
      env: { SSO_SETUP_SANDBOX_ENABLE_AFTER_MS: '600000' },
      acts: [...answer, show, apply],
      until: words.waiting,
      from: words.console,
    },
    {
      ...common,
      name: 'receipt',
      title: titles.receipt,
      env: { SSO_SETUP_SANDBOX_ENABLE_AFTER_MS: '0' },
      acts: [...answer, show, apply],
      until: words.walk,
      from: words.instance,
    },
    {
      ...common,
      name: 'login',
      title: titles.login,
      args: ['login', '--sandbox'],
      before: [['--sandbox', '--sandbox-scenario', 'enabled', '--cli-profile', 'acme-admin', ...flags]],
      acts: [],
      until: words.signedIn,
    },
    {
      ...common,
      name: 'drift',
      title: titles.drift,
      args: ['--sandbox', '--dry-run'],
      before: [
        ['--sandbox', '--sandbox-scenario', 'enabled', '--session-duration', '12h', ...flags],
        ['--sandbox', ...flags, '--save', SETTINGS_FILE],
      ],
      acts: [],
      until: lines.applyIt,
    },
  ];
}

export const SCENES: readonly Scene[] = [...scenesIn('en'), ...scenesIn('ko')];

/** The file of a scene's picture. */
export function fileOf({ name, lang }: Scene): string {
  return `${name}.${lang}.svg`;
}
