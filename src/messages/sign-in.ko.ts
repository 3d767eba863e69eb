import type { UnusableReason } from '../aws-config/unusable.ts';
import type { signInEn } from './sign-in.en.ts';
import type { SignInProblemId } from './vocabulary.ts';
import { briefly, inside, named, type ProblemTexts } from './vocabulary.ts';

/** Why an AWS config file is left as it is, in Korean. */
const unusable: Readonly<Record<UnusableReason, (what: string) => readonly [so: string, todo: string]>> = {
  bom: () => ['맨 앞에 BOM이 있어 AWS CLI가 읽지 못합니다', 'BOM 없는 UTF-8로 저장하세요.'],
  notUtf8: () => ['UTF-8이 아닙니다', 'UTF-8로 저장하세요.'],
  nul: () => ['NUL 바이트가 있습니다', '정말 설정 파일인지 확인하세요.'],
  loneCr: () => ['줄 끝이 CR뿐이어서 도구마다 다르게 읽습니다', '줄 끝을 LF나 CRLF로 저장하세요.'],
  tooLarge: () => ['1 MB보다 큽니다', '정말 설정 파일인지 확인하세요.'],
  duplicateSection: (what) => [`같은 섹션이 두 번 있습니다 (${what})`, '하나만 남기세요.'],
  duplicateKey: (what) => [`한 섹션에 같은 키가 두 번 있습니다 (${what})`, '하나만 남기세요.'],
  notAConfig: () => ['AWS CLI가 읽을 수 없는 줄입니다', '줄을 고치거나 지우세요.'],
  oddHeader: (what) => [
    `도구마다 다르게 읽는 섹션 이름입니다 (${what})`,
    '[profile 이름]이나 [sso-session 이름]으로 쓰세요.',
  ],
  oddKey: (what) => [`도구마다 다르게 읽는 키입니다 (${what})`, '줄 맨 앞에 키 = 값 형태로 쓰세요.'],
  folder: () => ['같은 이름의 폴더가 있습니다', 'AWS_CONFIG_FILE로 다른 파일을 고르세요.'],
  notAFile: () => ['파일이 아닙니다', 'AWS_CONFIG_FILE로 다른 파일을 고르세요.'],
  loop: () => ['심볼릭 링크가 끝나지 않습니다', '링크를 고치세요.'],
  noPermission: (what) => [`읽거나 쓸 권한이 없습니다 (${what})`, '권한을 주세요 (chmod, chown).'],
  unreadable: (what) => [`읽을 수 없습니다 (${what})`, '파일과 폴더를 확인하세요.'],
  unwritable: (what) => [`쓸 수 없습니다 (${what})`, '폴더와 남은 공간을 확인하세요.'],
  changing: () => ['다른 프로그램이 계속 바꾸고 있습니다', '끝난 뒤 다시 실행하세요.'],
};

const known = (text: string | undefined) => (text === undefined ? [] : [`있는 것: ${briefly(text)}`]);
const wrongRegion = '대개 리전이 틀린 경우입니다. Identity Center를 켠 리전이어야 합니다.';

/** What stands between a person and their access, in Korean; facts as in English. */
export const signInProblemsKo: ProblemTexts<SignInProblemId> = {
  awsConfigUnusable: (f) => {
    const why = unusable[f.reason as UnusableReason] ?? unusable.unreadable;
    const [so, todo] = why(f.name ?? '?');
    return {
      title: `${f.file ?? 'AWS 설정 파일'}${f.line === undefined ? '' : ` ${f.line}번째 줄`}: ${so}.`,
      todo: [`파일은 그대로 두었습니다. ${todo}`, '프로필 없이 설정하려면: npx sso-setup --no-cli-profile'],
    };
  },
  profileNotOurs: (f) => ({
    title: `다른 곳으로 가는 같은 이름의 프로필이나 세션이 있습니다${named(f.name)}${inside(f.file)}`,
    todo: [
      '아무것도 바꾸지 않았습니다. 차이는 변경 계획에 있습니다.',
      '다른 이름: --cli-profile <이름>. 만들지 않기: --no-cli-profile. 백업하고 바꾸기: --overwrite-profile',
    ],
  }),
  signInNowhere: (f) => ({
    title:
      f.name === undefined
        ? '어디에 로그인할지 알 수 없습니다.'
        : `액세스 포털로 로그인하는 프로필이 아닙니다${named(f.name)}`,
    todo: [
      ...known(f.known),
      '프로필을 알려 주세요: --profile <이름>. 또는 포털의 별칭과 리전: --alias <이름> --region <리전>',
      ...(f.known === undefined ? ['아직 설정 전이라면 설정부터 하세요. 끝나면 로그인으로 이어집니다.'] : []),
    ],
  }),
  portalUnknown: (f) => ({
    title:
      f.reason === 'region'
        ? `리전 이름이 아닙니다${named(f.region)}`
        : `로그인 서비스가 모르는 포털입니다${named(f.url)}${inside(f.region)}`,
    todo: [
      f.reason === 'region'
        ? 'AWS 설정 파일의 sso_region을 고치세요. 주석은 따로 한 줄에 써야 합니다.'
        : '주소(sso_start_url)의 철자와 리전(sso_region)을 확인하세요.',
    ],
  }),
  portalElsewhere: (f) => ({
    title: `로그인이 받아들여지지 않았습니다${inside(f.region)}.`,
    todo: [
      wrongRegion,
      'AWS 설정 파일의 sso_region을 고치고 다시 로그인하세요. 별칭으로 로그인했다면 설정의 region이나 --region입니다.',
    ],
  }),
  foreignPortal: (f) => ({
    title: `이 포털에 없는 계정입니다${named(f.account)}`,
    todo: [
      ...known(f.known),
      `다른 회사의 포털이거나, 그 계정을 쓸 권한을 아직 받지 않았습니다. 주소를 확인하세요${named(f.url)}`,
    ],
  }),
  signInExpired: () => ({
    title: '10분 안에 로그인하지 않았습니다.',
    todo: [
      '잃은 것은 없습니다. 같은 명령을 다시 실행하면 새 코드가 나옵니다.',
      '페이지에 "Invalid grant"가 나왔다면 리전(sso_region)이 Identity Center를 켠 리전이 아닙니다.',
    ],
  }),
  signInRefused: () => ({
    title: '브라우저에서 로그인을 거부했습니다.',
    todo: ['접근 권한은 주어지지 않았습니다. 다시 하려면 같은 명령을 실행하세요.'],
  }),
  signInFailed: () => ({
    title: '브라우저에서 로그인이 끝나지 않았습니다.',
    todo: ['같은 명령을 다시 실행하거나 --use-device-code를 붙여 실행하세요.'],
  }),
  notAssigned: (f) =>
    f.reason === 'notYet'
      ? {
          title: `로그인은 되었지만 포털이 아직 자격 증명을 주지 않습니다${named(f.name)}${inside(f.account)}`,
          todo: ['1분 동안 기다려 보았습니다. 새 할당은 더 걸릴 수 있으니 같은 명령을 다시 실행하세요.'],
        }
      : {
          title: `로그인은 되었지만 할당받지 않은 권한 세트입니다${named(f.name)}${inside(f.account)}`,
          todo: [...known(f.known), '1분 동안 기다려 보았습니다. 프로필과 할당을 비교하세요: npx sso-setup --dry-run'],
        },
};

/** The screens of signing in, in Korean. */
export const signInKo = {
  signInTitle: '로그인',
  signInMoves: {
    browser: '브라우저에 포털이 열립니다. 로그인한 뒤 sso-setup이 계정을 볼 수 있게 허용하세요.',
    device: '아무 브라우저로나 여세요. 같은 코드가 보이는지 확인한 뒤 로그인하고 허용하세요.',
    open: '열기',
    compare: '코드',
  },
  signInWaiting: (left: string): string => `브라우저에서 로그인하기를 기다리는 중, ${left} 남음`,
  signedInAs: (who: string, account: string): string => `로그인했습니다: ${who}, 계정 ${account}`,
  signedInTry: '써 보기:',
  notSignedIn: '적용한 것은 그대로 남습니다. 나중에 로그인하려면:',
  profileForElsewhere: '내 컴퓨터의 AWS CLI에서 쓰려면 ~/.aws/config 에 추가하세요:',
  callback: {
    done: {
      lang: 'ko',
      title: '돌아왔습니다',
      text: 'sso-setup이 응답을 받았습니다. 터미널로 돌아가세요. 이 창은 닫아도 됩니다.',
    },
    failed: {
      lang: 'ko',
      title: '로그인하지 못했습니다',
      text: '로그인 서비스가 접근을 허용하지 않았습니다. 자세한 내용은 터미널에 있습니다. 이 창은 닫아도 됩니다.',
    },
  },
} satisfies typeof signInEn;
