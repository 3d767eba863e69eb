import type { FailureId, ProblemTexts } from './vocabulary.ts';
import { inside, named } from './vocabulary.ts';

const runAgain = '같은 명령을 다시 실행하세요. 끝난 것은 그대로 남아 있습니다.';
const looksFirst = '같은 명령을 다시 실행하세요. 먼저 확인한 뒤 이어서 합니다.';
const whenSettled = 'AWS 설명이 위에 있습니다. 해결한 뒤 같은 명령을 다시 실행하세요.';

/** What AWS answers when it says no, in Korean. */
export const failuresKo: ProblemTexts<FailureId> = {
  throttled: (f) => ({
    title: `AWS가 계속 속도를 늦추라고 합니다${inside(f.operation)}.`,
    todo: ['몇 분 기다리세요. 다른 무언가가 같은 API를 쓰고 있을 수 있습니다.', runAgain],
  }),
  conflict: (f) => ({
    title: `다른 무언가가 같은 것을 바꾸고 있습니다${named(f.name)}`,
    todo: ['다른 실행, 파이프라인, 또는 콘솔의 누군가입니다. 끝날 때까지 기다리세요.', runAgain],
  }),
  alreadyExists: (f) => ({
    title: `이미 있다고 하는데 AWS에 보이지 않습니다${named(f.name)}`,
    todo: ['누군가 방금 만들었을 수 있습니다.', looksFirst],
  }),
  notFound: (f) => ({
    title: `필요한 것을 AWS가 찾지 못합니다${named(f.operation)}${inside(f.region)}`,
    todo: ['그사이 삭제되었거나 아직 퍼지지 않았을 수 있습니다.', looksFirst],
  }),
  quotaExceeded: (f) => ({
    title: `AWS 한도에 닿았습니다${inside(f.operation)}.`,
    todo: [
      '어느 한도인지는 위에 있습니다. 안 쓰는 것을 지우거나 한도를 올리세요: 콘솔, Service Quotas, IAM Identity Center.',
    ],
  }),
  refused: (f) => ({
    title: `AWS가 거절했습니다${named(f.operation)}`,
    todo: ['AWS 설명이 위에 있습니다. 설정을 고치고 같은 명령을 다시 실행하세요.'],
  }),
  emailTaken: (f) => ({
    title: `다른 사용자가 이미 쓰는 이메일 주소입니다${named(f.email)}${inside(f.holder)}`,
    todo: ['주소 하나는 사용자 한 명만 씁니다. 그 사용자 이름을 설정에 쓰거나 다른 주소를 쓰세요.'],
  }),
  assignmentFailed: (f) => ({
    title: `AWS가 할당을 끝내지 못했습니다${named(f.account)}`,
    todo: [whenSettled],
  }),
  assignmentNeedsIam: (f) => ({
    title: `관리 계정에서는 실행자의 IAM 권한이 쓰이는데, 그 권한이 모자랍니다${inside(f.account)}.`,
    todo: [
      '관리 계정에서는 할당하는 사람의 권한으로 역할이 만들어집니다. 관리자로 로그인하거나 다음이 알려 주는 정책을 붙이세요:',
      f.policyCommand ?? 'npx sso-setup policy',
    ],
  }),
  assignmentNeedsPolicy: (f) => ({
    title: `대상 계정에 고객 관리형 정책이 없습니다${named(f.name)}${inside(f.account)}`,
    todo: ['그 계정에 같은 이름과 경로로 만든 뒤 같은 명령을 다시 실행하세요.'],
  }),
  provisioningFailed: (f) => ({
    title: `AWS가 권한 세트를 모든 계정에 배포하지 못했습니다${inside(f.account)}.`,
    todo: ['AWS 설명이 위에 있습니다. 그 계정에는 이전 버전이 남아 있습니다.', runAgain],
  }),
  stillInProgress: (f) => ({
    title: `AWS가 아직 처리 중이라 기다리기를 멈췄습니다${inside(f.minutes === undefined ? f.operation : `${f.minutes}분`)}.`,
    todo: ['보통은 저절로 끝납니다. 몇 분 뒤에 확인하세요.', looksFirst],
  }),
  notShown: (f) => ({
    title: `AWS가 변경을 받았지만 아직 보이지 않습니다${named(f.name)}`,
    todo: ['퍼지는 데 시간이 더 걸리거나 다른 무언가가 되돌렸을 수 있습니다.', looksFirst],
  }),
  kmsKey: (f) => ({
    title: `이 Identity Center 인스턴스의 KMS 키를 쓸 수 없습니다${inside(f.reason)}.`,
    todo: ['키 정책과 IAM에서 kms:Decrypt 권한을 허용하거나 권한이 있는 사람으로 로그인하세요.'],
  }),
  network: (f) => ({
    title: `AWS에 연결할 수 없습니다${named(f.host)}`,
    todo: [
      '인터넷 연결, VPN, 리전 이름을 확인하세요.',
      'TLS를 검사하는 프록시라면 그 인증서를 NODE_EXTRA_CA_CERTS에 지정하세요.',
      runAgain,
    ],
  }),
  notAws: (f) => ({
    title: `AWS가 아닌 무언가가 응답했습니다${named(f.host)}`,
    todo: ['프록시나 와이파이 로그인 화면일 때가 많습니다. 브라우저로 아무 페이지나 먼저 열어 보세요.', runAgain],
  }),
  awsFault: (f) => ({
    title: `AWS 쪽 오류입니다${inside(f.operation)}.`,
    todo: ['여러 번 요청했습니다. https://health.aws.amazon.com 상태를 보고 나중에 다시 하세요.', runAgain],
  }),
};
