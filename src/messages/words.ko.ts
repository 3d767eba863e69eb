import type { Counts, Widening } from '../engine/plan.ts';
import type { StepId } from '../engine/step.ts';
import { secondsText, spanOf } from './vocabulary.ts';
import type { wordsEn } from './words.en.ts';

const UNITS = { day: '일', hour: '시간', minute: '분', second: '초' } as const;

const STEPS = {
  organization: '조직',
  instance: 'Identity Center',
  portal: '포털 별칭',
  group: '그룹',
  user: '사용자',
  membership: '그룹 구성원',
  permissionSet: '권한 세트',
  assignment: '할당',
  provisioning: '배포',
  cliProfile: 'CLI 프로필',
  security: '보안',
} satisfies Record<StepId, string>;

function partOf(count: number, of: number | undefined, unit: string): string {
  return of === undefined || of === count ? `${count}${unit}` : `${of}${unit} 중 ${count}${unit}`;
}

/** The same words in Korean. No particle follows an inserted name. */
export const wordsKo = {
  tagline: 'AWS IAM Identity Center 설정을 처음부터 끝까지',
  steps: STEPS,
  securitySteps: { password: '비밀번호', mfa: 'MFA', portalSession: '포털 세션' },
  objects: {
    organization: '조직을',
    instance: 'Identity Center 인스턴스를',
    portal: '포털 별칭을',
    group: '그룹을',
    user: '사용자를',
    membership: '그룹 구성원을',
    permissionSet: '권한 세트를',
    assignment: '할당을',
    provisioning: '배포된 권한 세트를',
    cliProfile: 'CLI 프로필을',
    security: '보안 설정을',
  },
  lookingAt: {
    organization: '조직 확인 중',
    instance: '사용 중인 리전에서 IAM Identity Center 찾는 중',
    portal: '액세스 포털 확인 중',
    group: '그룹 확인 중',
    user: '사용자 확인 중',
    membership: '그룹 구성원 확인 중',
    permissionSet: '권한 세트 확인 중',
    assignment: '할당 확인 중',
    provisioning: '배포된 계정 확인 중',
    cliProfile: 'AWS CLI 프로필 확인 중',
    security: '보안 설정 확인 중',
  },
  fields: {
    name: '이름',
    description: '설명',
    displayName: '표시 이름',
    givenName: '이름',
    familyName: '성',
    userName: '사용자 이름',
    email: '이메일',
    permissionSets: 'AWS 계정',
    alias: '별칭',
    sessionDuration: '세션',
    relayState: '릴레이 상태',
    managedPolicies: '정책',
    customerManagedPolicies: '고객 정책',
    inlinePolicy: '인라인 정책',
    permissionsBoundary: '권한 경계',
    outdated: '계정',
    file: '파일',
    sso_session: 'SSO 세션',
    sso_account_id: '계정',
    sso_role_name: '역할',
    region: '리전',
    sso_start_url: '포털',
    sso_region: '홈 리전',
    sso_registration_scopes: '범위',
    removed: '뺄 키',
    readBy: '읽는 도구',
    tag: (key: string) => `태그 ${key}`,
  },
  values: {
    none: '(없음)',
    noneChosen: '없음',
    on: '켜짐',
    onForGood: '켜짐 (다시 끌 수 없음)',
    off: '꺼짐',
    awsManaged: (name: string) => `${name} (AWS 관리형)`,
    detached: (name: string) => `${name}, 분리합니다`,
    duration: (hours: number, minutes: number) =>
      [hours > 0 ? `${hours}시간` : '', minutes > 0 ? `${minutes}분` : ''].filter(Boolean).join(' '),
    span: (seconds: number) =>
      spanOf(seconds)
        .map(([count, unit]) => count + UNITS[unit])
        .join(' '),
    seconds: (ms: number) => `${secondsText(ms)}초`,
    statements: (count: number) => `문 ${count}개`,
    policyDiffers: '설정과 다름',
    statement: (name: string) => `문 ${name}`,
    provisioned: (accounts: number | undefined) =>
      accounts === undefined ? '다시 배포합니다' : `${accounts}개. 다시 배포합니다`,
    more: (count: number) => `외 ${count}개`,
  },
  folds: {
    accounts: (who: string, permissionSet: string, count: number, of: number | undefined) =>
      `${who}, ${permissionSet}, 계정 ${partOf(count, of, '개')}`,
    members: (group: string, count: number, of: number | undefined) => `${group}: 사용자 ${partOf(count, of, '명')}`,
    things: (step: StepId, count: number, of: number | undefined) =>
      `${STEPS[step]} ${partOf(count, of, step === 'user' ? '명' : '개')}`,
    thingsObject: (step: StepId, count: number) => `${STEPS[step]} ${count}${step === 'user' ? '명을' : '개를'}`,
    selector: (selector: string, count: number, of: number) => `${selector} ${partOf(count, of, '개')}`,
    more: (count: number, of: 'people' | 'things') => `외 ${count}${of === 'people' ? '명' : '개'}`,
    hint: '비슷한 것은 묶었습니다. --verbose 로 하나씩 모두 볼 수 있습니다.',
  },
  progress: {
    count: (done: number, of: number | undefined) => (of === undefined ? `${done}개` : `${of}개 중 ${done}개`),
    rate: (perSecond: string) => `초당 ${perSecond}개`,
    left: (time: string) => `약 ${time} 남음`,
  },
  widening: ({ principal, permissionSet, accountsBefore, accountsAfter, ...w }: Widening) => {
    const untold =
      w.accountsUntold === undefined
        ? ''
        : `, 많으면 ${accountsBefore + w.accountsUntold}개: 이전 버전의 권한은 AWS가 알려 주지 않음`;
    const where = `계정 ${accountsAfter - accountsBefore}개 추가 (이전 ${accountsBefore}개${untold})`;
    const who =
      w.principalType === 'USER'
        ? ''
        : `; 구성원 ${w.members}명, ${w.membersNotInSettings === 0 ? '모두 설정에 있음' : `그중 설정에 없는 구성원 ${w.membersNotInSettings}명`}`;
    return `${principal}, ${permissionSet}: ${where}${who}`;
  },
  wideningTitle: (isSure) => `관리자 권한의 범위가 ${isSure ? '넓어집니다' : '넓어질 수 있습니다'}:`,
  singles: {
    organization: '모든 기능',
    instance: '조직 인스턴스',
    portal: '주소에 쓸 이름',
  },
  outcomes: {
    created: '생성',
    changed: '변경',
    verified: 'API로 확인',
    yours: '직접',
    failed: '실패',
    notAllowed: '권한 없음',
    blocked: (by: string) => `먼저 필요: ${by}`,
    stopped: '하지 않음',
    asked: '요청함',
    waiting: '직접 하실 차례',
  },
  sources: {
    flag: '옵션',
    environment: '환경 변수',
    file: '설정 파일',
    aws: 'AWS에서 찾음',
    detected: 'AWS 설정',
    accountName: '계정 이름',
    example: '예시',
    default: '기본값',
    you: '직접 입력',
  },
  decisions: {
    region: '리전',
    user: '사용자',
    group: '그룹',
    permissionSet: '권한 세트',
    sessionDuration: '세션',
    relayState: '시작 페이지',
    accounts: '대상 계정',
    alias: '포털 별칭',
    cliProfile: 'CLI 프로필',
  },
  table: { setting: '설정', value: '값', source: '출처' },
  labels: {
    credentials: '자격 증명',
    account: '계정',
    portal: '액세스 포털',
    portalAlias: '별칭 주소',
    portalIpv4: 'IPv4 주소',
    portalDualStack: '듀얼 스택',
    settings: '설정 파일',
    backup: '백업',
    cliProfile: 'CLI 프로필',
    aws: 'AWS 코드',
    detail: 'AWS 설명',
    who: '실행자',
    missing: '없는 권한',
    request: '요청 ID',
    things: '대상',
    log: '로그',
    kept: '반영된 것',
    notDone: '못 한 것',
    fix: '해결',
    continue: '이어서',
    next: '다음',
  },
  lines: {
    simulated: '모의 AWS: 실제로 바뀌는 것은 없습니다',
    from: (credentials: string) => ({ environment: '환경 변수', sandbox: '모의 AWS' })[credentials] ?? credentials,
    untilApproved: '계획을 승인하기 전에는 아무것도 바꾸지 않습니다. 언제든 Ctrl-C로 멈출 수 있습니다.',
    planFor: (account: string, region: string | undefined) =>
      `변경 계획   ${account}${region === undefined ? '' : `, ${region}`}`,
    driftFrom: (file: string) => `AWS와 설정의 차이   ${file}`,
    applyingTo: (account: string) => `적용 대상   ${account}`,
    leftAlone: (file: string) => `설정에 없어서 그대로 둠 (${file}):`,
    yourSettings: '입력한 설정',
    counts: (c: Counts) => [
      `생성 ${c.create}, 변경 ${c.change}, 삭제 0.`,
      c.same > 0 ? `동일 ${c.same}.` : '',
      c.manual > 0 ? `직접 하실 단계 ${c.manual}개.` : '',
    ],
    done: (created: number, changed: number, ms: number) =>
      `생성 ${created}, 변경 ${changed}, 삭제 0. ${secondsText(ms)}초 걸림`,
    noChanges: (compared: number, ms: number) =>
      compared === 0
        ? `바뀐 것 없음. (${secondsText(ms)}초)`
        : `바뀐 것 없음. 설정 ${compared}개를 AWS와 비교했고 모두 같습니다. (${secondsText(ms)}초)`,
    aliasUnverified: '아직 확인 안 됨: 직접 하실 단계입니다',
    aliasConfirmed: (day: string) => `${day}에 직접 확인하심`,
    savedSettings: (file: string) => `${file} (비밀 값 없음, git에 두어도 됩니다)`,
    saved: (file: string) => `설정 파일을 저장했습니다: ${file} (비밀 값 없음, git에 두어도 됩니다)`,
    yours: (count: number) => `직접 하실 단계 ${count}개. AWS API로는 할 수 없습니다:`,
    dryRun: '미리 보기였습니다. 아무것도 바꾸지 않았습니다.',
    applyIt: '적용:',
    continueWith: '이어서:',
    stoppedUnchanged: '멈췄습니다. 아무것도 바꾸지 않았습니다.',
    stopped: (writes: number) =>
      `멈췄습니다. 그 전에 AWS에 보낸 변경 요청은 ${writes}건입니다. 다음 실행이 이어서 합니다.`,
    asked: (things: number) => `요청을 보내고 결과를 확인하지 않은 것은 ${things}개입니다.`,
    stopping: '지금 호출만 마치고 멈춥니다. 한 번 더 누르면 바로 끝냅니다.',
    terminating: '종료 요청(SIGTERM)을 받아 지금 호출만 마치고 멈춥니다. 한 번 더 받으면 바로 끝냅니다.',
    quit: '바로 끝냈습니다.',
    quitWhile: (operations: string, count: number) =>
      `바로 끝냈습니다. 그사이 AWS에서 처리되었을 수 있는 호출${count === 1 ? '' : ` ${count}건`}: ${operations}. 다음 실행이 먼저 확인하므로 중복되지 않습니다.`,
    couldNotCreate: (thing: string, name: string) => `${thing} 만들지 못했습니다${name && `: ${name}`}`,
    couldNotChange: (thing: string, name: string) => `${thing} 바꾸지 못했습니다${name && `: ${name}`}`,
    couldNotSee: (thing: string, name: string) => `${thing} 끝내지 못했습니다${name && `: ${name}`}`,
    grant: '허용하는 정책 문:',
    nothingToUndo: '되돌릴 필요 없습니다.',
    unsure: 'AWS에서 이미 처리되었을 수도 있습니다. 다음 실행이 먼저 확인하므로 중복되지 않습니다.',
    badSettings: (what: string, count: number) => `${what}: 문제 ${count}개. AWS에는 아무것도 보내지 않았습니다.`,
    theSettings: '입력한 값',
    suggestion: (text: string) => `혹시 ${text} ?`,
    example: (text: string) => `예: ${text}`,
    cannotAsk: (count: number) => `터미널이 없어 물어볼 수 없습니다. 빠진 값 ${count}개:`,
    orKey: (key: string) => `또는 ${key}`,
    saveOnce: '설정 파일을 한 번 만들어 두세요:',
    left: (time: string) => `${time} 남음`,
    working: (time: string) => `AWS가 처리 중, ${time}`,
    slowDown: (attempt: number, ms: number) =>
      `AWS가 속도를 늦추라고 합니다. ${attempt}번째 재시도까지 ${secondsText(ms)}초`,
    retrying: (attempt: number, ms: number) => `AWS 응답이 없습니다. ${attempt}번째 재시도까지 ${secondsText(ms)}초`,
    keys: '화살표로 고르고 Enter로 확정합니다.',
    markOne: '하나 이상 표시하세요.',
    keysSeveral: '화살표로 이동, 스페이스로 표시, Enter로 확정합니다.',
    looking: '확인 중',
    fixedOnceEnabled: '켠 뒤에는 바꿀 수 없음',
  },
} satisfies typeof wordsEn;
