import { type Html, html } from './html.ts';
import type { Texts } from './texts.en.ts';

/** Everything that the pages say, in Korean, with the labels of the console in both languages. */
export const textsKo = {
  banner: '모의 화면(SIMULATED)입니다. AWS가 아닙니다. 실제 비밀번호를 입력하지 마세요.',
  titleEnd: '모의 화면(SIMULATED), AWS 아님',
  footer:
    'sso-setup이 이 컴퓨터에서 보여 주는 모의 화면(SIMULATED)입니다. AWS가 아니며, 여기서 하는 일은 실제 AWS 계정에 닿지 않습니다. 실제 비밀번호는 절대 입력하지 마세요.',
  errorTitle: (title: string): string => `오류: ${title}`,
  skip: '본문으로 건너뛰기',
  sites: '모의 화면 목록',
  overview: '처음',
  console: '콘솔',
  accessPortal: '액세스 포털',
  language: '언어',

  index: {
    heading: '모의 AWS',
    about: '브라우저에서 하는 일까지 모두 해 볼 수 있도록 sso-setup이 보여 주는 화면입니다.',
    console: 'API가 없어 계정 관리자가 손으로 하는 일',
    portal: '계정의 사용자가 로그인하는 곳',
    device: '터미널에 나온 코드를 입력하는 곳',
  },

  refused: {
    heading: '요청을 받지 않았습니다',
    foreign: '이 화면에서 보낸 것이 아닙니다. 바뀐 것은 없습니다.',
    old: '지금 실행 중인 모의 AWS보다 오래된 화면이거나, 브라우저가 이 화면의 쿠키를 저장하지 않습니다. 바뀐 것은 없습니다.',
    again: '화면 다시 열기',
    method: '이 화면에는 이런 방식으로 요청할 수 없습니다',
  },
  toField: '입력란으로 가기',

  consoleSite: {
    heading: 'IAM Identity Center: 모의 콘솔',
    notDone: '콘솔이 받아들이지 않았습니다',
    asked: '터미널이 요청한 단계입니다.',
    contents: '이 화면의 항목',
    steps: {
      instance: 'IAM Identity Center 켜기',
      portal: 'AWS 액세스 포털 URL(AWS access portal URL)',
      password: '사용자(Users)',
      otp: '표준 인증(Standard authentication)',
      mfa: '다중 인증(Multi-factor authentication)',
      portalSession: '세션 기간(Session duration)',
    },
    account: '계정',
    accountName: '이름',
    accountId: '계정 ID',
    status: 'IAM Identity Center 상태',
    isEnabled: '켜져 있음',
    isNotEnabled: '꺼져 있음',
    isEnabling: '켜는 중',
    lookAgain: '다시 확인',
    otherStatus: (status: string): string => `쓸 수 없음: ${status}`,
    accountInstance: '계정 인스턴스(애플리케이션 전용)',
    region: '리전',
    permissionSets: '다중 계정 권한(multi-account permissions)',
    on: '켜짐',
    off: '꺼짐',
    member: '멤버 계정입니다. IAM Identity Center는 관리 계정에서만 설정할 수 있습니다.',
    notYet: '먼저 IAM Identity Center를 켜세요.',
    goBack: '이제 터미널로 돌아가셔도 됩니다.',

    enable: '활성화(Enable)',
    enableRegion: '리전(Region)',
    enableRegionHint: '나중에 바꿀 수 없습니다.',
    enablePermissionSets: '다중 계정 권한(multi-account permissions)',
    enablePermissionSetsHint: '켜진 채로 두세요. AWS 계정 접근이 이것으로 관리됩니다.',
    enableDone: 'IAM Identity Center를 켰습니다.',

    classic: '주소',
    alias: '직접 정한 주소',
    noAlias: '정하지 않음',
    aliasFixed: '주소가 이미 정해졌습니다. 한 번만 정할 수 있습니다.',
    customize: '사용자 지정(Customize)',
    aliasField: '주소에 들어갈 이름',
    aliasHint:
      '한 번만 정할 수 있고 되돌릴 수 없습니다. 영문 소문자, 숫자, 하이픈만 쓸 수 있습니다: https://이름.awsapps.com/start',
    aliasDone: '주소를 정했습니다.',

    noUsers: '아직 사용자가 없습니다.',
    usersAbout: '여기서는 메일을 보내거나 비밀번호를 만들지 않습니다. 비밀번호가 있는 사용자로 바뀔 뿐입니다.',
    hasPassword: '비밀번호 있음',
    noPassword: '비밀번호 없음',
    askedUser: '터미널이 요청한 사용자',
    resetPassword: '암호 재설정(Reset password)',
    resetPasswordOf: (user: Html): Html => html`사용자 ${user}`,
    passwordDone: '비밀번호를 재설정했습니다. 이제 로그인할 수 있습니다.',

    configure: '구성(Configure)',
    save: '저장(Save)',
    otp: '이메일 OTP 보내기(Send email OTP)',
    otpHint: 'API로 만들어 비밀번호가 없는 사용자는 처음 로그인할 때 메일로 코드를 받습니다.',
    otpDone: '저장했습니다.',

    mfaPrompt: 'MFA를 요구할 때(Prompt users for MFA)',
    mfaPrompts: {
      'always-on': '로그인할 때마다(Every time they sign in, always-on)',
      'context-aware': '로그인 상황이 바뀔 때만(Only when their sign-in context changes, context-aware)',
      never: '요구하지 않음(Never, disabled)',
    },
    mfaWithoutDevice: '등록된 MFA 디바이스가 없는 사용자',
    mfaWithoutDevices: {
      'require-registration':
        '로그인 시 MFA 디바이스를 등록하도록 요구(Require them to register an MFA device at sign in)',
      'email-otp':
        '메일로 보낸 일회용 암호를 요구(Require them to provide a one-time password sent by email to sign in)',
      block: '로그인 차단(Block their sign-in)',
      allow: '로그인 허용(Allow them to sign in)',
    },
    mfaManage: '사용자가 자신의 MFA 디바이스를 추가하고 관리할 수 있음',
    mfaAbout: '모의 AWS는 이 설정을 저장하기만 하고, 실제로 디바이스를 요구하지는 않습니다.',
    mfaDone: '저장했습니다.',

    sessionAbout:
      '새 인스턴스처럼 8시간입니다(AWS에서는 15분부터 90일까지). 모의 AWS에는 다른 길이가 없으므로 하실 일이 없습니다.',
  },

  signIn: {
    user: '사용자 이름',
    hint: '여기에는 비밀번호가 없습니다. 사용자 이름만 입력하세요.',
    example: (user: Html): Html => html`로그인할 수 있는 사용자의 예: ${user}`,
    button: '로그인',
    failed: '이렇게는 로그인할 수 없습니다',
    missing: '사용자 이름을 입력하세요.',
    as: (user: Html): Html => html`로그인한 사용자: ${user}`,
    out: '로그아웃',
    other: '다른 사용자로 로그인',
  },

  start: {
    heading: 'AWS 액세스 포털: 모의 화면',
    at: '포털',
    noPortal: 'IAM Identity Center가 꺼져 있어 포털이 없습니다.',
    enable: '모의 콘솔에서 켜기',
    accounts: '계정 목록',
    none: '할당된 계정이 없습니다.',
    roles: '역할',
    rolesOnly: '모의 AWS는 역할을 보여 주기만 합니다. 열 수 있는 콘솔은 없습니다.',
    failed: '계정을 보여 드릴 수 없습니다',
  },

  device: {
    enterHeading: '터미널에 나온 코드를 입력하세요',
    code: '코드',
    codeHint: '영문자 8자, 예: ABCD-EFGH',
    next: '계속',
    unknown: '없는 코드입니다',
    unknownAbout: '터미널에 나온 코드와 비교해 보세요. 이미 쓴 코드나 10분이 지난 코드는 없어집니다.',
    heading: '터미널에 나온 코드와 같은가요?',
    wants: (client: Html): Html => html`${client}에서 회원님의 이름으로 로그인하려고 합니다.`,
    compare: '직접 시작한 일이고 터미널의 코드와 똑같을 때만 허용하세요.',
    failed: '처리하지 못했습니다',
  },

  authorize: {
    heading: (client: Html): Html => html`${client}의 로그인을 허용할까요?`,
    title: '로그인 허용',
    about: '방금 직접 시작한 일일 때만 허용하세요.',
    bad: '처리할 수 없는 요청입니다',
    badAbout: '터미널에서 다시 시작하세요.',
  },

  request: {
    client: '애플리케이션',
    portal: '포털',
    access: '허용하면 세션이 끝날 때까지 할당된 계정과 역할을 보고 쓸 수 있습니다.',
    signInFirst: '계속하려면 로그인하세요.',
    allow: '허용',
    deny: '거부',
    approved: '허용했습니다',
    approvedAbout: '이 창을 닫고 터미널로 돌아가세요.',
    denied: '거부했습니다',
    deniedAbout: '아무도 로그인하지 않았습니다. 이 창을 닫고 터미널로 돌아가세요.',
    expired: '시간이 지난 요청입니다',
    expiredAbout: '아무도 로그인하지 않았습니다. 터미널에서 다시 시작하세요.',
  },
} satisfies Texts;
