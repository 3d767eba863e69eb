import { consoleSteps, openConsoleSteps } from './console-steps.ts';
import type { Place } from './place.ts';
import { mainAddress } from './portal-urls.ts';
import { asProblem, Stopped } from './problem.ts';
import { type ReportSoFar, reportOf } from './report.ts';
import type { ConsoleStep, Screen } from './screen.ts';
import type { Opened, Tools } from './session.ts';
import { confirmInFile } from './settings/confirm.ts';
import type { Settings } from './settings/settings.ts';
import { BadSettings } from './settings/trouble.ts';
import { type Goal, goalAfter } from './sign-in/goal.ts';
import { walk } from './walk.ts';

/** What comes after a good end, with the person: the console steps that are left, and the proof that they can sign in. */
export async function leadThrough(
  { aws, caller, settings }: Opened & { readonly settings: Settings },
  waitMs: number,
  tools: Tools,
  soFar: ReportSoFar,
): Promise<void> {
  const { screen, place, clock } = tools;
  const file = soFar.savedFile ?? soFar.settingsFile ?? place.settingsFile;
  if (soFar.problem !== undefined || soFar.stopped) return;
  const report = reportOf(soFar, 0);
  const steps = openConsoleSteps(report, settings, caller.partition).map((step) => atPlace(step, place));
  const told = consoleSteps(report);
  const untold = steps.filter((step) => !told.some(({ name }) => name === step.name)).map(({ name }) => name);
  if (steps.length === 0 || (await screen.confirm({ id: 'walk', untold })) !== 'yes') return;
  // What signs in is loaded when somebody does.
  const { portalKnower, signInService } = await import('./aws/sign-in.ts');
  const left = await walk(steps, {
    screen,
    clock,
    waitMs,
    knowsPortal: portalKnower(signInService(aws.reader, report.region ?? '')),
    aliasUrl: report.portal?.alias,
    emit: (event) => void place.notice?.(event),
    keep: (confirmed) => void isWritten(() => confirmInFile(file, confirmed), file, screen),
  });
  if (left.length > 0) screen.farewell({ id: 'left', steps: left, command: soFar.commands.apply });
  // Without a password there is nothing to sign in with.
  if (left.some(({ name }) => name === 'password')) return;
  const isNew = report.status === 'applied' || steps.some(({ name }) => name === 'password');
  const users = steps.flatMap((step) => step.users ?? []);
  const startUrl = mainAddress(report.portal ?? {});
  if (startUrl === undefined) return;
  const goal = isNew
    ? goalAfter(settings, { startUrl, region: report.region ?? settings.region.name }, place.files)
    : undefined;
  // Whoever stops from here on goes on with signing in: another run would find nothing to do, and not offer it.
  if (goal !== undefined) soFar.commands = { ...soFar.commands, apply: soFar.commands.login };
  if (goal !== undefined && (await screen.confirm({ id: 'login', users })) === 'yes') {
    return signInNow(goal, users, tools, soFar);
  }
  screen.farewell({ id: 'signIn', url: startUrl, users });
}

/** The proof that the access works. Without it the setup stands all the same. */
async function signInNow(goal: Goal, [user]: readonly string[], tools: Tools, soFar: ReportSoFar): Promise<void> {
  const { screen } = tools;
  const { signInHere } = await import('./login.ts');
  try {
    const how = { soFar, deviceCode: false, ...(user === undefined ? {} : { user }) };
    screen.farewell({ id: 'signedIn', signedIn: await signInHere(goal, tools, how) });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    screen.farewell({ id: 'notSignedIn', problem: asProblem(error), command: soFar.commands.login });
  }
}

/** The simulated AWS has a console of its own. */
export function atPlace(step: ConsoleStep, place: Place): ConsoleStep {
  return { ...step, url: place.consoleUrl?.(step) ?? step.url };
}

/** Whether it was written. What was applied counts for more than a file that cannot be, so that is only told. */
export function isWritten(write: () => void, file: string, screen: Screen): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    screen.note({ id: 'settingsNotSaved', file });
    return false;
  }
}
