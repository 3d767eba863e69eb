import type { KnowsPortal } from './aws/sign-in.ts';
import type { Clock } from './clock.ts';
import type { EngineEvent } from './engine/events.ts';
import { Problem } from './problem.ts';
import type { ConsoleStep, Ending, Screen } from './screen.ts';
import type { Confirmed } from './settings/settings.ts';

interface Tools {
  readonly screen: Screen;
  readonly clock: Clock;
  /** How long to wait for the sign-in service to know the alias; milliseconds. */
  readonly waitMs: number;
  readonly knowsPortal: KnowsPortal;
  /** The address that the alias makes. */
  readonly aliasUrl: string | undefined;
  readonly emit: (event: EngineEvent) => void;
  /** Keeps what a person has confirmed, at once. */
  readonly keep: (confirmed: Confirmed) => void;
}

/**
 * Leads a person through what only the console can do, one step after the other. What they confirm is kept, unless the
 * public sign-in service does not know the alias that they have chosen.
 *
 * @returns the steps that are left
 * @throws Stopped
 */
export async function walk(steps: readonly ConsoleStep[], tools: Tools): Promise<ConsoleStep[]> {
  const left: ConsoleStep[] = [];
  for (const step of steps) {
    const ending = step.step === 'portal' ? await alias(step, tools) : await security(step, tools);
    tools.screen.ended(step, ending);
    if (ending === 'later' || ending === 'unverified') left.push(step);
  }
  return left;
}

/** Only a person can say that these are done; a password has two ways. */
async function security(step: ConsoleStep, { screen, clock, keep }: Tools): Promise<Ending> {
  const words = step.name === 'password' ? (['reset', 'otp', 'later'] as const) : (['done', 'later'] as const);
  const attendance = screen.attend(step, { words });
  try {
    for (;;) {
      const word = await attendance.next(Number.POSITIVE_INFINITY);
      if (word === 'later') return 'later';
      if (word === 'look') continue;
      keep({ [word === 'otp' ? 'emailOtp' : step.name]: dayOf(clock.now()) });
      return 'confirmed';
    }
  } finally {
    await attendance.close();
  }
}

/** How often the sign-in service is asked; milliseconds. */
const EVERY = 5_000;

/**
 * An address that the sign-in service knew before belongs to somebody, and nobody can tell from outside to whom; one
 * that it knows only afterwards is the one that was just chosen.
 */
async function alias(step: ConsoleStep, tools: Tools): Promise<Ending> {
  const { screen, clock, keep, waitMs, emit } = tools;
  screen.event({ type: 'looking', step: 'portal' });
  const keepToday = () => keep({ alias: dayOf(clock.now()) });
  const before = await isKnown(tools);
  if (before === true) screen.note({ id: 'aliasKnown', alias: step.name });
  const untilMs = clock.now() + waitMs;
  // Only an address that was free can be seen to be taken.
  const watched = before === false && waitMs > 0;
  if (watched) emit({ type: 'waitingForPerson', step: 'portal', key: step.name, url: step.url, untilMs });
  const words = watched ? (['look', 'done', 'later'] as const) : (['done', 'later'] as const);
  const attendance = screen.attend(step, watched ? { words, untilMs } : { words });
  try {
    for (;;) {
      const word = await attendance.next(watched ? EVERY : Number.POSITIVE_INFINITY);
      if (word === 'later') return 'later';
      const looks = before === false && (watched || word === 'done');
      const known = looks ? await isKnown(tools) : undefined;
      if (known || (word === 'done' && known === undefined)) {
        keepToday();
        return known ? 'verified' : 'confirmed';
      }
      if (word === 'done') return 'unverified';
      if (watched && clock.now() >= untilMs) return 'later';
      attendance.looked();
    }
  } finally {
    await attendance.close();
  }
}

/** Undefined when the service cannot be asked. */
async function isKnown({ knowsPortal, aliasUrl }: Tools): Promise<boolean | undefined> {
  if (aliasUrl === undefined) return undefined;
  try {
    return await knowsPortal(aliasUrl);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return undefined;
  }
}

/** The day as the person's calendar has it: YYYY-MM-DD. */
function dayOf(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
