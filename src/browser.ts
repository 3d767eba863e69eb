import { spawn } from 'node:child_process';

/** Opens a page in the person's browser. */
export type OpenPage = (url: string) => void;

type Environment = Readonly<Record<string, string | undefined>>;

/** A browser elsewhere, and a home folder that is not the person's own (CloudShell user guide). */
export function isCloudShell(env: Environment): boolean {
  return env.AWS_EXECUTION_ENV === 'CloudShell';
}

/**
 * How to open a page here; undefined where no browser of this person would appear: over SSH, in CI, in AWS CloudShell,
 * and on a Linux without a desktop. `BROWSER` names the program, as for other tools.
 *
 * @param simulated where the simulated AWS has its pages, which are opened as well
 */
export function browserFor(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
  simulated: () => string | undefined = () => undefined,
): OpenPage | undefined {
  if (env.SSH_CONNECTION || env.SSH_TTY || env.CI || isCloudShell(env)) return undefined;
  const program = programFor(env, platform);
  if (program === undefined) return undefined;
  return (url) => {
    const page = ownPage(url, simulated());
    if (page === undefined) return;
    const [command, ...words] = [...program, page];
    const child = spawn(command ?? '', words, { stdio: 'ignore', detached: true });
    // The address stands on the screen: a browser that does not start costs a click.
    child.on('error', () => undefined);
    child.unref();
  };
}

function programFor(env: Environment, platform: NodeJS.Platform): readonly string[] | undefined {
  if (env.BROWSER) return [env.BROWSER];
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** AWS's consoles, its sign-in service and its access portals (AWS General Reference; user guide, workforce access). */
const HOSTS = [
  /^([a-z0-9-]+\.)*console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/,
  /^(oidc|device\.sso)\.[a-z0-9-]+\.amazonaws\.(com|com\.cn|eu)$/,
  /^[a-z0-9-]+\.awsapps\.(com|cn)$/,
  /^start\.us-gov-[a-z0-9-]+\.us-gov-home\.awsapps\.com$/,
  /^ssoins-[a-z0-9]+\.[a-z0-9-]+\.portal\.amazonaws\.(com|com\.cn)$/,
  /^ssoins-[a-z0-9]+\.portal\.[a-z0-9-]+\.app\.(aws|amazonwebservices\.com\.cn)$/,
];

/**
 * Nothing but AWS's own pages is ever opened, under the address as it was understood here: other programs may read
 * backslashes, line breaks and quotes in another way. Undefined for everything else.
 */
function ownPage(url: string, simulated: string | undefined): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const page = new URL(url);
  return isAws(page) || page.origin === simulated ? page.href : undefined;
}

function isAws({ protocol, hostname, username, password, port }: URL): boolean {
  const isPlain = protocol === 'https:' && username === '' && password === '' && port === '';
  return isPlain && HOSTS.some((host) => host.test(hostname));
}
