import { expect, it } from 'vitest';
import { acme, aReport, aScreen, drifted, firstPlan, reports, show } from './fixtures.ts';

function shown(name: string) {
  const { screen, stdout, stderr } = aScreen({ lang: 'ko' });
  show(screen, reports[name] ?? aReport());
  return { stdout: stdout.lines, stderr: stderr.lines };
}

it('greets, and says who runs this', () => {
  expect(shown('inSync').stdout).toEqual([
    'sso-setup 1.0.0   AWS IAM Identity Center 설정을 처음부터 끝까지',
    '',
    '✔ 자격 증명         arn:aws:iam::111122223333:user/admin   AWS_PROFILE',
    '✔ 계정              111122223333 acme',
    '',
    '  바뀐 것 없음. 설정 7개를 AWS와 비교했고 모두 같습니다. (2.8초)',
    '  액세스 포털   https://d-9b67a1b2c3.awsapps.com/start',
  ]);
});

it('shows the decisions', () => {
  const { screen, stdout } = aScreen({ lang: 'ko' });
  screen.decisions([
    { id: 'region', value: 'ap-northeast-2', source: 'detected' },
    { id: 'group', value: 'Administrators', source: 'default' },
    { id: 'sessionDuration', value: '1h30m', source: 'you' },
    { id: 'alias', value: '', source: 'default' },
  ]);
  expect(stdout.lines).toEqual([
    '  설정        값                    출처',
    '  리전        ap-northeast-2 서울   AWS 설정; 켠 뒤에는 바꿀 수 없음',
    '  그룹        Administrators        기본값',
    '  세션        1시간 30분            직접 입력',
    '  포털 별칭   없음                  기본값',
    '',
    '  계획을 승인하기 전에는 아무것도 바꾸지 않습니다. 언제든 Ctrl-C로 멈출 수',
    '  있습니다.',
    '',
  ]);
});

it('previews a first run', () => {
  const { screen, stdout } = aScreen({ lang: 'ko' });
  screen.plan(firstPlan, { identity: acme, region: 'ap-northeast-2', dryRun: false });
  expect(stdout.lines).toEqual([
    '  변경 계획   111122223333 acme, ap-northeast-2',
    '',
    '  ! 1 Identity Center  콘솔에서 켜기, 약 1분                  직접',
    '  + 2 그룹             Administrators',
    '  + 3 사용자           kim@acme.kr',
    '        이름           Minsu',
    '        성             Kim',
    '  + 4 그룹 구성원      kim@acme.kr → Administrators',
    '  + 5 권한 세트        AdministratorAccess',
    '        세션           4시간',
    '        정책           AdministratorAccess (AWS 관리형)',
    '  + 6 할당             Administrators, AdministratorAccess, 111122223333',
    '  ! 7 비밀번호         재설정, 또는 "이메일 OTP" 켜기         직접',
    '  ! 8 MFA              로그인할 때마다 요구하기               직접',
    '  ! 9 포털 세션        8시간. 바꿀 수 있음                    직접',
    '',
    '  생성 5, 변경 0, 삭제 0. 동일 1. 직접 하실 단계 4개.',
    '',
  ]);
});

it('fits into 60 columns, Hangul two columns each', () => {
  const { screen, stdout } = aScreen({ lang: 'ko', columns: 60 });
  screen.plan(drifted, { identity: acme, dryRun: false, settingsFile: 'sso-setup.yaml' });
  expect(stdout.lines.slice(0, 11)).toEqual([
    '  AWS와 설정의 차이   sso-setup.yaml',
    '',
    '  + 그룹 구성원       kim@acme.kr → Administrators',
    '  ~ 권한 세트         AdministratorAccess',
    '        세션          12시간 → 4시간',
    '        정책          + AdministratorAccess (AWS 관리형)',
    '                      - ReadOnlyAccess (AWS 관리형),',
    '                      분리합니다',
    '        태그 team     (없음) → platform',
    '        인라인 정책   + 문 New',
    '                      - 문 Old',
  ]);
});

it('explains a failure', () => {
  expect(shown('failed').stderr).toEqual([
    '✖ 권한 세트를 만들지 못했습니다: AdministratorAccess',
    '  AWS가 허용하지 않았습니다: sso:CreatePermissionSet',
    '',
    '  AWS 코드    AccessDeniedException',
    '  실행자      arn:aws:iam::111122223333:user/admin',
    '  없는 권한   sso:CreatePermissionSet',
    '  요청 ID     5f1c2d3e-0000-4a5b-8c6d-7e8f90a1b2c3',
    '',
    '  허용하는 정책 문:',
    '    {"Effect":"Allow","Action":"sso:CreatePermissionSet","Resource":"*"}',
    '',
    '  반영된 것   Identity Center, 그룹, 사용자, 그룹 구성원. 되돌릴 필요 없습니다.',
    '  못 한 것    권한 세트, 할당',
    '',
    '  해결        111122223333 관리자로 로그인하거나 다음이 알려 주는 정책을',
    '              붙이세요:',
    '              npx sso-setup policy',
    '  이어서      npx sso-setup',
  ]);
});

it('puts the caret under the right column of a line with Hangul', () => {
  expect(shown('badSettings').stderr).toEqual([
    '✖ sso-setup.yaml: 문제 3개. AWS에는 아무것도 보내지 않았습니다.',
    '',
    '  sso-setup.yaml:6:1     permisionSets 라는 설정은 없습니다',
    '      6 │ permisionSets:',
    '        │ ^^^^^^^^^^^^^   혹시 permissionSets ?',
    '',
    '  sso-setup.yaml:8:22    permissionSets[0].sessionDuration 너무 깁니다: 99h',
    '      8 │     sessionDuration: 99h',
    '        │                      ^^^   1~12시간, 예: 4h',
    '',
    '  sso-setup.yaml:11:17   users[0].email 이메일 주소가 아닙니다: bob',
    '     11 │   - { 이름: 김민수, e: bob }',
    '        │                      ^^^   예: kim@example.com',
  ]);
});

it('ends a dry run, and says that it was stopped', () => {
  expect(shown('dryRun').stdout.slice(-2)).toEqual([
    '  미리 보기였습니다. 아무것도 바꾸지 않았습니다.',
    '  적용:  npx sso-setup',
  ]);
  expect(shown('stopped').stderr).toEqual(['  멈췄습니다. 아무것도 바꾸지 않았습니다.']);
});
