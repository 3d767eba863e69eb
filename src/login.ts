import { connect } from './aws/clients.ts';
import { asProblem, Problem, Stopped } from './problem.ts';
import { type ReportSoFar, reportOf } from './report.ts';
import type { Report, SignedIn } from './screen.ts';
import { type SessionOptions, type Tools, tellerFor, whatIsWished } from './session.ts';
import { present } from './settings/resolve.ts';
import { BadSettings } from './settings/trouble.ts';
import { findGoal, type Goal } from './sign-in/goal.ts';
import { signInAndProve } from './sign-in/prove.ts';

/** What the command line asks for. */
export interface LoginOptions extends SessionOptions {
  /** `--profile` */
  readonly profile?: string;
  /** `--use-device-code` */
  readonly deviceCode: boolean;
}

/** Signs in through the portal and proves that the access works. Never throws for what a person can cause. */
export async function login(options: LoginOptions, tools: Tools): Promise<Report> {
  const { screen, clock } = tools;
  const started = clock.now();
  const soFar: ReportSoFar = { dryRun: false, notes: [], commands: options.commands };
  try {
    screen.hello();
    await prove(options, tools, soFar);
  } catch (error) {
    if (error instanceof BadSettings) soFar.troubles = error.troubles;
    else if (error instanceof Stopped) soFar.stopped = true;
    else soFar.problem = asProblem(error);
  }
  const report = reportOf(soFar, clock.now() - started);
  screen.report(report);
  screen.close();
  return report;
}

async function prove(options: LoginOptions, tools: Tools, soFar: ReportSoFar): Promise<void> {
  const { place, screen } = tools;
  for (const note of place.notes) screen.note(note);
  const { input, file, account } = whatIsWished(options, place);
  if (file !== undefined) soFar.settingsFile = file;
  const settings = input.file?.settings;
  const { answers, profile, env } = options;
  const asked = {
    name: answers.cliProfile ?? profile,
    alias: answers.alias,
    settings,
    region: answers.region ?? settings?.region ?? place.region,
    surroundings: env.AWS_PROFILE,
  };
  const goal = findGoal(asked, place.files);
  if (answers.account !== undefined && (goal.account ?? account) !== account) {
    throw new Problem('wrongAccount', { account: goal.account, wanted: account });
  }
  soFar.region = goal.portal.region;
  const user = answers.userName ?? settings?.users?.[0]?.userName;
  const about = { ...present({ account }), ...goal };
  soFar.signedIn = await signInHere(about, tools, { soFar, deviceCode: options.deviceCode, ...present({ user }) });
}

/** Signs in, in the way that fits this computer. */
export async function signInHere(
  goal: Goal,
  tools: Tools,
  { soFar, deviceCode, user }: { soFar: ReportSoFar; deviceCode: boolean; user?: string },
): Promise<SignedIn> {
  const { screen, place, clock, signal, trace } = tools;
  const { requestHandler } = place.connection;
  const tell = tellerFor(screen, soFar);
  const { reader } = connect({ clock, signal, tell, ...present({ trace, requestHandler }) });
  const via = deviceCode || !screen.opensPages ? 'device' : 'browser';
  const signedIn = await signInAndProve(goal, via, {
    aws: reader,
    screen,
    files: place.files,
    waiting(page) {
      const note = place.signingIn?.(page, user);
      if (note !== undefined) screen.note(note);
    },
  });
  return { ...signedIn, sandbox: place.sandbox };
}
