import { describe, expect } from 'vitest';
import { messagesFor } from '../../src/messages/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { describeWith, whyMissing } from '../conformance/programs.ts';
import { ANSWERS } from '../helpers/program.ts';
import { aServer } from '../helpers/strict-aws.ts';
import { CONFIRMED, choicesIn, type Desk, ENABLED, type Person, test } from './person.ts';

const { decide, decisions, words, lines, questions, options, stoppedAfterwards } = messagesFor('en');
const OTHER = options.other({ id: 'other' }, '');
const choices = choicesIn('en');

/** The person at the simulated console takes for ever. */
const NEVER = { SSO_SETUP_SANDBOX_ENABLE_AFTER_MS: '3600000' };
/** Time enough to be stopped on the way. */
const SLOW = { SSO_SETUP_SANDBOX_LATENCY_MS: '1500' };
/** A call that is under way when the second Ctrl-C comes, however slow this computer is. */
const STUCK = { SSO_SETUP_SANDBOX_LATENCY_MS: '60000' };

const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;
const STACK = /\bat .*(:\d+:\d+|node:internal)|Error\b/;
const UNCHANGED = lines.stoppedUnchanged;
const CHANGED = /Stopped after \d+ changes? in AWS\. The next run goes on from there\./;

/** Where a run can be stopped: what is told then, and how a person gets there. */
type Place = readonly [told: string | RegExp, go: (desk: Desk) => Promise<Person>];

async function atTheTable(desk: Desk): Promise<Person> {
  const person = await desk.sits([...ENABLED, ...ANSWERS]);
  await person.isOffered(decide.plan);
  return person;
}

/** At the one step that is left to the person. */
async function walking(desk: Desk, step: keyof typeof CONFIRMED | 'alias', word: string): Promise<Person> {
  const confirmed = Object.entries(CONFIRMED).filter(([name]) => name !== step);
  const saved = step === 'alias' ? ['--alias', 'lemonlogin'] : [];
  await desk.isSetUp({ saved, confirmed: Object.fromEntries(confirmed) });
  const person = await desk.sits();
  await person.chooses(choices.walk);
  await person.isOffered(word);
  return person;
}

/** A run that was agreed to and is under way: the first write was announced. */
async function applying(desk: Desk): Promise<Person> {
  const person = await desk.sits([...ENABLED, ...ANSWERS, '--yes'], { SSO_SETUP_SANDBOX_LATENCY_MS: '400' });
  await person.sees(lines.applyingTo('111122223333'));
  return person;
}

/** Everywhere a person may press Ctrl-C. */
const PLACES = {
  'the first spinner': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits([...ENABLED, ...ANSWERS], SLOW);
      await person.sees(SPINNER);
      return person;
    },
  ],
  'the first question': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits(ENABLED);
      await person.isAsked(questions.email);
      return person;
    },
  ],
  'the second question': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits(ENABLED);
      await person.answers(questions.email, 'kim@example.com');
      await person.isAsked(questions.givenName);
      return person;
    },
  ],
  'the third question, half typed': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits([...ENABLED, '--email', 'kim@example.com', '--given-name', 'Minsu']);
      await person.isAsked(questions.familyName);
      await person.terminal.type('Ki');
      return person;
    },
  ],
  'the table': [UNCHANGED, atTheTable],
  'the choice of a setting': [
    UNCHANGED,
    async (desk) => {
      const person = await atTheTable(desk);
      await person.chooses(decide.change);
      await person.isOffered(decide.back);
      return person;
    },
  ],
  'the values of a setting': [
    UNCHANGED,
    async (desk) => {
      const person = await atTheTable(desk);
      await person.chooses(decide.change);
      await person.chooses(`${decisions.sessionDuration}: 4 hours`);
      await person.isOffered('8 hours');
      return person;
    },
  ],
  'a value that is typed': [
    UNCHANGED,
    async (desk) => {
      const person = await atTheTable(desk);
      await person.chooses(decide.change);
      await person.chooses(`${decisions.alias}: none`);
      await person.chooses(OTHER);
      await person.isAsked(questions.alias);
      return person;
    },
  ],
  'the plan': [
    UNCHANGED,
    async (desk) => {
      const person = await atTheTable(desk);
      await person.chooses(decide.plan);
      await person.isOffered(choices.apply);
      return person;
    },
  ],
  'the question whether the free plan may end': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits(['--sandbox-scenario', 'free-plan', ...ANSWERS]);
      await person.chooses(decide.plan);
      await person.isOffered(choices.paidPlan);
      return person;
    },
  ],
  'the question whether to go on as root': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits(['--sandbox-scenario', 'root', ...ANSWERS]);
      await person.chooses(decide.plan);
      await person.isOffered(choices.root);
      return person;
    },
  ],
  'the question whether to use the Region where Identity Center is': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits(['--sandbox-scenario', 'instance-elsewhere', '--region', 'us-east-1', ...ANSWERS]);
      await person.isOffered(choices.otherRegion);
      return person;
    },
  ],
  'the question whether to turn on permission sets': [
    UNCHANGED,
    async (desk) => {
      const person = await desk.sits(['--sandbox-scenario', 'permission-sets-off', ...ANSWERS]);
      await person.chooses(decide.plan);
      await person.isOffered(choices.permissionSets);
      return person;
    },
  ],
  'the step that enables Identity Center': [
    CHANGED,
    async (desk) => {
      const person = await desk.sits([...ANSWERS, '--yes'], NEVER);
      await person.isOffered(words.look);
      return person;
    },
  ],
  'the writes': [CHANGED, applying],
  'the offer to be led through the rest': [
    stoppedAfterwards,
    async (desk) => {
      const person = await desk.sits([...ENABLED, ...ANSWERS, '--yes']);
      await person.isOffered(choices.walk);
      return person;
    },
  ],
  'the step of the alias': [stoppedAfterwards, (desk) => walking(desk, 'alias', words.look)],
  'the step of the password': [stoppedAfterwards, (desk) => walking(desk, 'password', words.otp)],
  'the step of MFA': [stoppedAfterwards, (desk) => walking(desk, 'mfa', words.done)],
  'the step of the portal session': [stoppedAfterwards, (desk) => walking(desk, 'portalSession', words.done)],
} satisfies Record<string, Place>;

function names<T extends object>(places: T): (keyof T & string)[] {
  return Object.keys(places) as (keyof T & string)[];
}

/** The next run, with nobody there, does the rest and nothing twice. */
async function converges(desk: Desk): Promise<void> {
  desk.meddles((world) => Object.assign(world.enabling ?? {}, { appearsAt: 0, activeAt: 0 }));
  const agreed = ['--yes', '--accept-paid-plan', '--allow-root'];
  const next = await desk.runs([...ANSWERS, ...agreed]);
  expect(next).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/✖/) });
  expect(await desk.isInSync()).toBe(true);
  const [instance, ...others] = desk.world().instances;
  const { users, groups, memberships, permissionSets, assignments } = instance ?? {};
  const made = [users, groups, memberships, permissionSets, assignments].map((things) => things?.length);
  expect([others.length, ...made]).toEqual([0, 1, 1, 1, 1, 1]);
}

describeWith(whyMissing('tmux', '-V'), 'in a real terminal', () => {
  describe.concurrent('Ctrl-C', () => {
    test.for(names(PLACES))('at %s stops, says what is kept, and the next run goes on', async (place, { desk }) => {
      const [told, go] = PLACES[place];
      const person = await go(desk);
      const isAtRest = told === UNCHANGED || told === stoppedAfterwards;
      const before = isAtRest ? await desk.settledState() : '';
      expect(await person.stops()).toBe(130);
      const screen = await person.sees(told);
      expect(screen).not.toMatch(STACK);
      expect(await person.terminal.leftBehind()).toEqual([]);
      if (isAtRest) expect(desk.state()).toBe(before);
      await converges(desk);
    });

    test.for([
      'the first question',
      'the plan',
      'the step that enables Identity Center',
      'the writes',
      'the step of MFA',
    ] as const)('pressed twice at once at %s ends the run, and leaves nothing behind', async (place, { desk }) => {
      const [, go] = PLACES[place];
      const person = await go(desk);
      await person.terminal.press('C-c', 'C-c');
      expect(await person.ends()).toBe(130);
      expect(await person.screen()).not.toMatch(STACK);
      expect(await person.terminal.leftBehind()).toEqual([]);
      await converges(desk);
    });

    test('pressed twice on a spinner quits at once and says so', async ({ desk }) => {
      const person = await desk.sits([...ENABLED, ...ANSWERS], STUCK);
      await person.sees(SPINNER);
      await person.terminal.press('C-c');
      await person.sees(lines.stopping);
      expect(await person.stops()).toBe(130);
      expect(await person.sees(/^ *Quit\.$/m)).not.toMatch(STACK);
      expect(await person.terminal.leftBehind()).toEqual([]);
      await converges(desk);
    });
  });

  describe.concurrent('SIGTERM', () => {
    test.for([
      'the first question',
      'the plan',
      'the writes',
      'the step that enables Identity Center',
      'the step of MFA',
    ] as const)('at %s stops the run with a code of its own', async (place, { desk }) => {
      const [told, go] = PLACES[place];
      const person = await go(desk);
      person.terminal.signal('SIGTERM');
      expect(await person.ends()).toBe(143);
      const screen = await person.sees(told);
      expect(screen.replace(/\s+/g, ' ')).toContain(lines.terminating);
      expect(screen).not.toMatch(STACK);
      expect(await person.terminal.leftBehind()).toEqual([]);
      await converges(desk);
    });
  });

  describe.concurrent('input that ends', () => {
    test.for([
      'the first question',
      'the table',
      'the plan',
      'the step that enables Identity Center',
      'the step of MFA',
    ] as const)('at %s is the wish to stop', async (place, { desk }) => {
      const [told, go] = PLACES[place];
      const person = await go(desk);
      await person.terminal.press('C-d');
      expect(await person.ends()).toBe(130);
      await person.sees(told);
      expect(await person.terminal.leftBehind()).toEqual([]);
    });
  });

  test.concurrent('a run that is killed amid its writes is taken up by the next one, and nothing is made twice', async ({
    desk,
  }) => {
    const person = await applying(desk);
    await person.sees(/^✔ .*User .*created$/m);
    await expect.poll(() => desk.world().instances[0]?.users.length).toBe(1);
    person.terminal.signal('SIGKILL');
    expect(await person.ends()).toBe(137);
    const users = desk.world().instances[0]?.users;
    expect(users).toHaveLength(1);
    await converges(desk);
    expect(desk.world().instances[0]?.users).toEqual(users);
  });

  test('Ctrl-C waits for the call in flight; pressed again it quits at once and names the call', async ({ desk }) => {
    let answers = false;
    const isStuck = (target?: string) => !answers && target?.endsWith('.CreateGroup') === true;
    const never = new Promise<never>(() => {});
    const { url, simulated } = await aServer(scenarios.enabled(), ({ headers }) =>
      isStuck(headers['x-amz-target']) ? never : undefined,
    );
    desk.reaches(url);
    const person = await desk.sits([...ANSWERS, '--yes']);
    await person.sees(lines.applyingTo('111122223333'));
    await person.sees(SPINNER);
    await person.terminal.press('C-c');
    await person.sees(lines.stopping);
    expect(await person.stops()).toBe(130);
    const screen = await person.sees('Quit.');
    expect(screen.replace(/\s+/g, ' ')).toContain(lines.quitWhile('CreateGroup', 1));
    expect(screen).not.toMatch(STACK);
    expect(await person.terminal.leftBehind()).toEqual([]);
    answers = true;
    expect((await desk.runs([...ANSWERS, '--yes'])).code).toBe(0);
    expect(simulated.world.instances[0]?.groups).toHaveLength(1);
    expect(await desk.isInSync()).toBe(true);
  });
});
