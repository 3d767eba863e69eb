import type { Finding, Topic } from '../findings.ts';
import type { findingsEn } from './findings.en.ts';
import { placesKo } from './places.ko.ts';
import type { FindingTexts } from './vocabulary.ts';

const topics: Record<Topic, string> = {
  credentials: '자격 증명',
  account: '계정',
  organization: '조직',
  instance: 'Identity Center',
  users: '사용자',
  settings: '설정',
  console: '콘솔',
};

const place = (region: string) => `${region}${placesKo[region] === undefined ? '' : ` ${placesKo[region]}`}`;

const findings: FindingTexts<Finding> = {
  caller: (f) => ({
    value: f.arn,
    from: f.from,
    ...(f.root ? { todo: '루트 사용자입니다. 동작은 하지만 관리자로 로그인하는 편이 안전합니다.' } : {}),
  }),
  account: (f) => ({ value: `${[f.account, f.name].filter(Boolean).join(' ')}${f.management ? ', 관리 계정' : ''}` }),
  organization: (f) => ({
    value: `${f.organization}, 모든 기능${f.accounts === undefined ? '' : `, 계정 ${f.accounts}개${f.more ? ' 이상' : ''}`}`,
  }),
  noOrganization: () => ({ value: '아직 없음', todo: '변경 계획에 들어갑니다.' }),
  freePlan: (f) => ({
    value: `AWS 무료 플랜${f.expires === undefined ? '' : `, 종료일 ${f.expires}`}${f.credits === undefined ? '' : `, 남은 크레딧 ${f.credits}`}`,
    todo: '조직을 만들면 플랜과 크레딧이 바로 끝납니다. 먼저 여쭤봅니다.',
  }),
  delegated: (f) => ({
    value: `위임된 관리자: ${f.account}`,
    todo: '이 계정은 그룹에 사람을 넣을 수 있습니다. AWS는 관리 계정에는 그룹 대신 사용자를 할당하라고 권합니다.',
  }),
  instance: (f) => ({ value: `${f.instance}, ${place(f.region)}` }),
  instanceComing: (f) => ({ value: `켜지는 중, ${place(f.region)}`, todo: '몇 분 안에 준비됩니다.' }),
  noInstance: () => ({
    value: '꺼져 있음',
    todo: 'AWS가 API를 제공하지 않아 콘솔에서 한 번 직접 켜야 합니다. 순서대로 안내합니다.',
  }),
  permissionSetsOff: () => ({
    value: '다중 계정 권한(multi-account permissions) 꺼짐',
    todo: '계정 접근에 필요합니다. 한 번 켜면 되돌릴 수 없습니다. 변경 계획에 들어갑니다.',
  }),
  externalIdentities: (f) => ({
    value: `외부 자격 증명 공급자에서 온 것 같습니다 (외부 ID가 있음: ${f.name})`,
    todo: '사용자와 그룹은 그 공급자에서 만들고 다시 실행하세요. 이미 있는 것을 찾아 씁니다. 여기서 만든 것은 공급자도 알아야 로그인할 수 있습니다.',
  }),
  note: () => ({ value: '' }),
  inSync: (f) => ({ value: `설정 ${f.same}개 비교, 바뀐 것 없음` }),
  pending: (f) => ({ value: `생성 ${f.create}, 변경 ${f.change}`, todo: f.command }),
  noSettings: (f) => ({ value: '아직 없어서 비교하지 않음', todo: f.command }),
  unconfirmed: () => ({ value: '' }),
  blocked: () => ({ value: '' }),
};

/** What was found out about the place of a run, in Korean. */
export const findingsKo = {
  topics,
  findings,
  checked: (problems: number, todo: number, attention: number): string => {
    const parts = [
      problems === 0 ? '' : `해결할 문제 ${problems}개`,
      todo === 0 ? '' : `할 일 ${todo}개`,
      attention === 0 ? '' : `알아 둘 것 ${attention}개`,
    ].filter(Boolean);
    return `${parts.length === 0 ? '모두 괜찮습니다' : parts.join(', ')}. 아무것도 바꾸지 않았습니다.`;
  },
} satisfies typeof findingsEn;
