import { whoAmI } from '../../src/aws/caller.ts';
import { type Aws, connect } from '../../src/aws/clients.ts';
import type { AwsFiles } from '../../src/aws-files.ts';
import type { Clock } from '../../src/clock.ts';
import { type Applied, apply } from '../../src/engine/apply.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import { countPlan, type Item, type Plan } from '../../src/engine/plan.ts';
import type { Note, Waiting } from '../../src/problem.ts';
import {
  type Behaviour,
  type Call,
  emptyWorld,
  type SimulatedAws,
  simulatedAws,
  type World,
} from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { guardAccount, type Survey, survey } from '../../src/survey.ts';
import { virtualClock } from './clock.ts';
import { lockLists } from './world.ts';

/** An AWS account in the simulated AWS, with its own time. */
export interface TestAccount {
  readonly simulated: SimulatedAws;
  readonly clock: Clock;
  /** Where profiles are written; without them none is. */
  readonly files?: AwsFiles | undefined;
  /** What was told on the way. */
  readonly told: (Note | Waiting)[];
  connect(signal?: AbortSignal): Aws;
  /** The calls since the last time this was asked. */
  newCalls(): Call[];
}

const HOME = 'us-east-1';
/** What calls are signed with; nobody must ever read it. */
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** An account as a test needs it: by default with an organization and an enabled instance, and nothing in it. */
export function anAccount(
  options: {
    world?: World;
    enabled?: boolean;
    region?: string;
    behaviour?: Partial<Behaviour>;
    clock?: Clock;
    files?: AwsFiles;
  } = {},
): TestAccount {
  const { files } = options;
  const clock = options.clock ?? virtualClock();
  const world = options.world ?? emptyWorld();
  if (options.enabled ?? options.world === undefined) {
    const before = simulatedAws({ world, clock });
    before.console.enableInstance(options.region ?? HOME);
    return { ...account(before.world, clock, options.behaviour), files };
  }
  return { ...account(world, clock, options.behaviour), files };
}

/** The same account at a later time, seen through an AWS that behaves in another way. */
export function again(account_: TestAccount, behaviour: Partial<Behaviour> = {}): TestAccount {
  return { ...account(account_.simulated.world, account_.clock, behaviour), files: account_.files };
}

/** The same account, with the answers to these operations changed on their way. */
export function answeredOtherwise<T>(
  account_: TestAccount,
  operations: readonly string[],
  change: (answer: T) => object,
): TestAccount {
  const { clock, simulated } = account_;
  const handler = simulated.requestHandler();
  const requestHandler: typeof handler = {
    ...handler,
    async handle(request, options) {
      const answer = await handler.handle(request, options);
      const asked = request.headers['x-amz-target']?.split('.')[1] ?? '';
      if (!operations.includes(asked)) return answer;
      const { body } = answer.response;
      const changed = JSON.stringify(change(JSON.parse(new TextDecoder().decode(body))));
      return { response: { ...answer.response, body: new TextEncoder().encode(changed) } };
    },
  };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET };
  return { ...account_, connect: () => connect({ clock, tell: () => {}, credentials, requestHandler }) };
}

function account(world: World, clock: Clock, behaviour: Partial<Behaviour> = {}): TestAccount {
  lockLists(world);
  const simulated = simulatedAws({ world, clock, behaviour, onWorldChanged: lockLists });
  const told: (Note | Waiting)[] = [];
  let seen = 0;
  return {
    simulated,
    clock,
    told,
    connect: (signal) =>
      connect({
        clock,
        tell: (news) => told.push(news),
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET },
        requestHandler: simulated.requestHandler(),
        ...(signal === undefined ? {} : { signal }),
      }),
    newCalls: () => {
      const calls = simulated.calls.slice(seen);
      seen = simulated.calls.length;
      return calls;
    },
  };
}

/** Looks and plans, as `--dry-run` does. */
export async function dryRun(account_: TestAccount, settings: Settings): Promise<Survey> {
  const aws = account_.connect();
  return surveyed(settings, aws, account_.files);
}

async function surveyed(settings: Settings, aws: Aws, files: AwsFiles | undefined): Promise<Survey> {
  const caller = await whoAmI(aws.reader);
  guardAccount(settings.account, caller);
  return survey(settings, caller, aws.reader, () => {}, files);
}

export interface SetUp extends Applied {
  readonly plan: Plan;
}

/** A whole run: look, plan, apply. With `waitMs` a person is there, who enables the instance when asked. */
export async function setUp(
  account_: TestAccount,
  settings: Settings,
  options: { waitMs?: number; signal?: AbortSignal; hear?: (event: EngineEvent) => void } = {},
): Promise<SetUp> {
  const aws = account_.connect(options.signal);
  const { guide, preview } = await surveyed(settings, aws, account_.files);
  const emit = (event: EngineEvent) => {
    options.hear?.(event);
    const { enabling, instances } = account_.simulated.world;
    if (event.type !== 'waitingForPerson' || enabling !== null || instances.length > 0) return;
    account_.simulated.console.enableInstanceSoon(settings.region.name);
  };
  const applied = await apply(guide, preview, { aws, emit, waitMs: options.waitMs ?? 0 });
  return { ...applied, plan: preview.plan };
}

/** The items that are created or changed. */
export function due(plan: Plan): Item[] {
  return plan.items.filter((item) => item.action.kind === 'create' || item.action.kind === 'change');
}

/** What was done, in the form of a plan. */
export function plannedBy(applied: Applied): Item[] {
  return applied.results.filter((result) => result.outcome.kind === 'done').map(({ outcome: _, ...item }) => item);
}

export function failuresOf(applied: Applied): unknown[] {
  return applied.results.filter((result) => !['same', 'done', 'manual'].includes(result.outcome.kind));
}

export function writesIn(calls: readonly Call[]): string[] {
  return calls.filter((call) => call.write).map((call) => call.operation);
}

/** In sync: nothing to do, and a run proves it by writing nothing. */
export async function isInSync(account_: TestAccount, settings: Settings): Promise<boolean> {
  account_.newCalls();
  const run = await setUp(account_, settings);
  const { create, change } = countPlan(run.plan.items);
  return create + change === 0 && writesIn(account_.newCalls()).length === 0 && failuresOf(run).length === 0;
}
