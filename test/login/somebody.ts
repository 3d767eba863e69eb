import { commandsFor } from '../../src/argv.ts';
import type { Clock } from '../../src/clock.ts';
import { type LoginOptions, login } from '../../src/login.ts';
import type { Behaviour } from '../../src/sandbox/index.ts';
import type { SignInPage } from '../../src/screen.ts';
import { exitCodeFor } from '../../src/ui/result.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { anAccount, setUp, type TestAccount } from '../helpers/account.ts';
import { configOf, someAwsFiles, writeConfig } from '../helpers/aws-files.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { aWizard } from '../wizard/person.ts';

export const MANAGEMENT = '111122223333';
export const KIM = 'kim@example.com';
export const ROLE = new RegExp(
  `^arn:aws:sts::${MANAGEMENT}:assumed-role/AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}/${KIM}$`,
);

const CLI = {
  session: 'acme',
  profiles: [{ name: 'admin', account: 'management', permissionSet: 'AdministratorAccess' }],
};

interface Wanted {
  readonly behaviour?: Partial<Behaviour>;
  /** Otherwise time jumps. */
  readonly clock?: Clock;
  /** What becomes of the config file that was written. */
  readonly config?: (text: string) => string;
}

/** Kim, who may be administrator, has a password, and has the profile `admin`; lee, who has nothing. */
export async function kim({ behaviour = {}, clock, config }: Wanted = {}) {
  const files = someAwsFiles();
  const before = anAccount({ files });
  const lee = { userName: 'lee', email: 'lee@example.com', givenName: 'Jia', familyName: 'Lee', groups: [] };
  await setUp(before, onePerson({ cli: CLI, users: [...onePerson().users, lee] }));
  for (const user of [KIM, 'lee']) before.simulated.console.setPassword(user);
  if (config !== undefined) writeConfig(files, config(configOf(files) ?? ''));
  const world = before.simulated.world;
  const account = anAccount({ world, files, behaviour, clock: clock ?? before.clock });
  return { account, files, startUrl: `https://${world.instances[0]?.identityStoreId}.awsapps.com/start` };
}

type Somebody = Awaited<ReturnType<typeof kim>>;

interface Doing {
  /** What the person does when they are asked to sign in. */
  readonly asked?: (page: SignInPage, account: TestAccount) => unknown;
  /** A browser opens on this computer. */
  readonly browser?: boolean;
  readonly options?: Partial<LoginOptions>;
  readonly clock?: Clock;
}

/** `sso-setup login`: its report, exit code, document, and what was on the way. */
export function signsIn({ account, files }: Somebody, { asked, browser = false, options = {}, clock }: Doing = {}) {
  const pages: SignInPage[] = [];
  const wizard = aWizard({
    account,
    place: {
      files,
      signingIn(page) {
        pages.push(page);
        asked?.(page, account);
        return undefined;
      },
    },
    screen: { mode: browser ? 'terminal' : 'json', ...(browser ? { openPage: () => {} } : {}) },
  });
  const tools = { ...wizard.tools, ...(clock === undefined ? {} : { clock }) };
  const all = { answers: {}, env: {}, commands: commandsFor(['login']), deviceCode: false, ...options };
  const ended = login(all, tools).then((report) => ({
    report,
    code: exitCodeFor(report, { detailedExitcode: false }),
    document: browser ? undefined : ResultDocument.parse(JSON.parse(wizard.stdout.text)),
  }));
  return { ended, pages, wizard, stop: wizard.stop };
}

/** Agrees on the page, as this user. */
export const agreesAs =
  (user = KIM) =>
  (page: SignInPage, { simulated }: TestAccount): Promise<Response> | undefined => {
    if (page.via === 'device') {
      simulated.portal.approveDevice(page.userCode, user);
      return undefined;
    }
    return fetch(simulated.portal.authorize(new URL(page.url).searchParams, user));
  };

/** Says no on the page. */
export function refuses(page: SignInPage, { simulated }: TestAccount): Promise<Response> | undefined {
  if (page.via === 'browser') return fetch(simulated.portal.refuse(new URL(page.url).searchParams));
  simulated.portal.denyDevice(page.userCode);
  return undefined;
}
