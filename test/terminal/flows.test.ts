import { describe, expect } from 'vitest';
import type { Language } from '../../src/messages/index.ts';
import { messagesFor } from '../../src/messages/index.ts';
import { describeWith, whyMissing } from '../conformance/programs.ts';
import { ANSWERS } from '../helpers/program.ts';
import { CONFIRMED, choicesIn, type Desk, ENABLED, type Person, test } from './person.ts';

const EN = messagesFor('en');
const { decide, decisions, words, lines, questions, options, endings, notes, problems } = EN;
const { apply: APPLY, quit: QUIT, save: SAVE, walk: WALK, later: LATER, signInLater: SIGN_IN_LATER } = choicesIn('en');
const OTHER = options.other({ id: 'other' }, '');
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The person at the simulated console takes for ever. */
const NEVER = { SSO_SETUP_SANDBOX_ENABLE_AFTER_MS: '3600000' };

/** What stands on these screens in each language, where it is not a message by itself. */
const WORDS = {
  en: { name: ['Minsu', 'Kim'], done: /7 created, 0 changed, 0 deleted in [\d.]+ s/ },
  ko: {
    name: ['민수', '김'],
    done: /생성 7, 변경 0, 삭제 0\. [\d.]+초 걸림/,
  },
} as const;

/** The questions that were answered by typing or choosing, as the screen keeps them. */
function askedOn(screen: string, lang: Language): string[] {
  const asked = screen.split('\n').filter((line) => line.startsWith('✔ '));
  const all = Object.values(messagesFor(lang).questions);
  return asked.flatMap((line) => all.filter((question) => line.startsWith(`✔ ${question} `)));
}

/** The line of the screen that is about something. */
function lineOf(screen: string, start: RegExp): string {
  return screen.split('\n').find((line) => start.test(line)) ?? '';
}

/** Identity Center is there, and a person came to the table. */
async function atTheTable(desk: Desk, args: readonly string[] = ENABLED): Promise<Person> {
  const person = await desk.sits([...args, ...ANSWERS]);
  await person.isOffered(decide.plan);
  return person;
}

/** Takes one setting of the table. */
async function changes(person: Person, setting: string): Promise<void> {
  await person.chooses(decide.change);
  await person.chooses(setting);
}

/** Everything is there, and the person wants to see to the one step that is left to them. */
async function walking(desk: Desk, step: keyof typeof CONFIRMED | 'alias'): Promise<Person> {
  const confirmed = Object.entries(CONFIRMED).filter(([name]) => name !== step);
  const saved = step === 'alias' ? ['--alias', 'lemonlogin'] : [];
  await desk.isSetUp({ saved, confirmed: Object.fromEntries(confirmed) });
  const person = await desk.sits();
  await person.chooses(WALK);
  return person;
}

describeWith(whyMissing('tmux', '-V'), 'in a real terminal', () => {
  describe.concurrent.each(['en', 'ko'] as const)('the first run, language %s', (lang) => {
    test('asks three things, waits for the console, applies, and leads through every step of the person', async ({
      desk,
    }) => {
      const { questions, decide, table, lines, outcomes, words, endings, signedInAs } = messagesFor(lang);
      const mine = { ...WORDS[lang], ...choicesIn(lang) };
      const person = await desk.sits([], { SSO_SETUP_LANG: lang });
      await person.answers(questions.email, 'kim@example.com');
      await person.answers(questions.givenName, mine.name[0]);
      await person.answers(questions.familyName, mine.name[1]);
      await person.isOffered(decide.plan);
      const decided = await person.screen();
      expect(askedOn(decided, lang)).toEqual([questions.email, questions.givenName, questions.familyName]);
      expect(lineOf(decided, new RegExp(`^ {2}${table.setting} `))).toContain(table.source);
      expect(decided).toContain(lines.untilApproved.slice(0, 20));
      expect(desk.world().organization).toBeNull();

      await person.chooses(decide.plan);
      await person.isOffered(mine.apply);
      expect(await person.screen()).toContain(lines.planFor('111122223333', 'us-east-1'));
      expect(desk.world().organization).toBeNull();

      await person.chooses(mine.apply);
      await person.isOffered(words.look);
      await person.sees(new RegExp(`^✔ 2 .*${outcomes.verified}$`, 'm'));
      const receipt = await person.sees(mine.done);
      const portal = `https://${desk.world().instances[0]?.identityStoreId}.awsapps.com/start`;
      await person.sees(portal);
      expect(askedOn(receipt, lang)).toHaveLength(3);

      await person.chooses(mine.walk);
      await person.chooses(words.reset);
      await person.chooses(words.done);
      await person.chooses(words.done);
      await person.chooses(mine.signIn);
      expect(await person.ends()).toBe(0);
      const end = await person.screen();
      expect(end.match(new RegExp(endings.confirmed, 'g'))).toHaveLength(3);
      const told = end.replaceAll(/\s+/g, ' ');
      const role = /AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}\/kim@example\.com/.exec(told)?.[0] ?? '';
      expect(told).toContain(signedInAs(role, '111122223333'));
      expect(desk.settings()?.confirmed).toEqual({
        password: expect.stringMatching(DAY),
        mfa: expect.stringMatching(DAY),
        portalSession: expect.stringMatching(DAY),
      });
      expect(await person.terminal.leftBehind()).toEqual([]);
    });
  });

  describe.concurrent('the next run', () => {
    test('finds everything in place, asks nothing and writes nothing', async ({ desk }) => {
      await desk.isSetUp();
      const before = desk.state();
      const person = await desk.sits();
      expect(await person.ends()).toBe(0);
      const screen = await person.screen();
      expect(screen).toMatch(/No changes\. \d settings compared with AWS in [\d.]+ s, all match\./);
      expect(screen).toMatch(/^ {2}Portal +https:/m);
      expect(screen).not.toMatch(/^[?❯] |^✔ Next/m);
      expect(desk.state()).toBe(before);
    });

    test('offers only the walk when nothing but confirmations are open, and takes "later" for an answer', async ({
      desk,
    }) => {
      await desk.isSetUp({ confirmed: { password: '2026-11-23' } });
      const before = desk.state();
      const person = await desk.sits();
      await person.chooses(LATER);
      expect(await person.ends()).toBe(0);
      expect(desk.settings()?.confirmed).toEqual({ password: '2026-11-23' });
      expect(desk.state()).toBe(before);
    });
  });

  describe.concurrent('what differs in AWS', () => {
    test('is shown before and after, repaired on consent, and in sync afterwards', async ({ desk }) => {
      await desk.isSetUp({ applied: ['--session-duration', '12h'] });
      const person = await desk.sits();
      await person.isOffered(APPLY);
      const plan = await person.screen();
      expect(plan).toContain(lines.driftFrom('sso-setup.yaml'));
      expect(plan).toMatch(/^ {2}~ Permission set +AdministratorAccess$/m);
      expect(plan).toMatch(/^ {8}session +12 hours → 4 hours$/m);
      expect(plan).toContain('0 to create, 1 to change, 0 to delete. 7 match.');
      await person.chooses(APPLY);
      expect(await person.ends()).toBe(0);
      expect(await person.screen()).toContain('0 created, 1 changed, 0 deleted');
      expect(desk.world().instances[0]?.permissionSets[0]?.sessionDuration).toBe('PT4H');
      expect(await desk.isInSync()).toBe(true);
    });

    test('may be several things at once: only those are done', async ({ desk }) => {
      await desk.isSetUp();
      desk.meddles(({ instances: [instance] }) => {
        instance?.memberships.splice(0);
        instance?.assignments.splice(0);
        instance?.provisioned.splice(0);
      });
      const users = desk.world().instances[0]?.users;
      const person = await desk.sits();
      await person.chooses(APPLY);
      await person.sees('2 created, 0 changed, 0 deleted');
      // New access brings no new password.
      expect(await person.ends()).toBe(0);
      expect(desk.world().instances[0]?.users).toEqual(users);
      expect(await desk.isInSync()).toBe(true);
    });

    test('stays as it is when the person quits', async ({ desk }) => {
      await desk.isSetUp({ applied: ['--session-duration', '12h'] });
      const before = desk.state();
      const person = await desk.sits();
      await person.chooses(QUIT);
      expect(await person.ends()).toBe(0);
      expect(await person.screen()).toContain(lines.stoppedUnchanged);
      expect(desk.state()).toBe(before);
    });

    test('is only told by a dry run, with the command that applies it', async ({ desk }) => {
      await desk.isSetUp({ applied: ['--session-duration', '12h'] });
      const before = desk.state();
      const person = await desk.sits(['--dry-run']);
      expect(await person.ends()).toBe(0);
      const screen = await person.screen();
      expect(screen).toMatch(/^ {8}session +12 hours → 4 hours$/m);
      expect(screen).toContain(lines.dryRun);
      expect(screen).toContain(`${lines.applyIt}  npx sso-setup --sandbox --sandbox-state aws.json`);
      expect(screen).not.toMatch(/^✔ Next|^[?❯] /m);
      expect(desk.state()).toBe(before);
    });
  });

  test.concurrent('a dry run in an account with nothing makes nothing, not even a settings file', async ({ desk }) => {
    const person = await desk.sits(['--dry-run', ...ANSWERS]);
    expect(await person.ends()).toBe(0);
    expect(await person.screen()).toContain('7 to create, 0 to change, 0 to delete.');
    expect(() => desk.state()).toThrow('ENOENT');
    expect(desk.settings()).toBeUndefined();
  });

  describe.concurrent('a console step', () => {
    test('that enables Identity Center looks when it is told to, and may be finished later by the same command', async ({
      desk,
    }) => {
      const person = await desk.sits([...ANSWERS, '--yes'], NEVER);
      expect(await person.isOffered(words.look)).toEqual([words.look, words.later]);
      await person.presses(words.look);
      await person.sees(/looked \d+ s ago/);
      await person.chooses(words.later);
      expect(await person.ends()).toBe(3);
      const screen = await person.screen();
      expect(screen).toContain(problems.instanceNotEnabled({}).title);
      expect(screen).toMatch(/Kept +Organization\. Nothing to undo\./);
      expect(screen).toContain('npx sso-setup --sandbox --sandbox-state aws.json');
      expect(await person.terminal.leftBehind()).toEqual([]);

      desk.meddles((world) => Object.assign(world.enabling ?? {}, { appearsAt: 0, activeAt: 0 }));
      const again = await desk.sits();
      await again.chooses(APPLY);
      await again.chooses(LATER);
      expect(await again.ends()).toBe(0);
      expect(await again.screen()).toContain('6 created, 0 changed, 0 deleted');
      expect(await desk.isInSync()).toBe(true);
    });

    test('for the alias ends when AWS knows the address', async ({ desk }) => {
      const person = await walking(desk, 'alias');
      await person.sees(/^✔ 1 Portal alias +lemonlogin +verified$/m);
      expect(await person.ends()).toBe(0);
      expect(desk.settings()?.confirmed.alias).toMatch(DAY);
    });

    test('for the alias warns of an address that is known already, and confirms nothing unasked', async ({ desk }) => {
      const person = await desk.sits(['--sandbox-scenario', 'alias-taken', '--alias', 'lemonlogin', ...ANSWERS, '-y']);
      await person.chooses(WALK);
      expect(await person.isOffered(words.later)).toEqual([words.done, words.later]);
      await person.sees(notes.aliasKnown({ id: 'aliasKnown', alias: 'lemonlogin' }).slice(0, 40));
      for (let step = 0; step < 4; step++) await person.chooses(words.later);
      expect(await person.ends()).toBe(0);
      expect(desk.settings()?.confirmed).toBeUndefined();
      expect((await person.screen()).match(new RegExp(` ${endings.later}$`, 'gm'))).toHaveLength(4);
    });

    test('for the alias does not take the word of a person for what AWS does not know', async ({ desk }) => {
      await desk.isSetUp();
      desk.meddles(({ instances: [instance] }) => Object.assign(instance?.portal ?? {}, { alias: 'melonlogin' }));
      const person = await desk.sits(['--alias', 'lemonlogin']);
      await person.chooses(WALK);
      await person.presses(words.look);
      await person.sees(/looked \d+ s ago/);
      await person.chooses(words.done);
      expect(await person.ends()).toBe(0);
      expect(await person.screen()).toContain(endings.unverified);
      expect(desk.settings()?.confirmed).toEqual(CONFIRMED);
    });

    test.for([
      ['password', words.reset, 'password'],
      ['password', words.otp, 'emailOtp'],
      ['mfa', words.done, 'mfa'],
      ['portalSession', words.done, 'portalSession'],
    ] as const)('for %s: "%s" is kept with its day, and not asked again', async ([step, word, kept], { desk }) => {
      const person = await walking(desk, step);
      await person.chooses(word);
      if (step === 'password') await person.chooses(SIGN_IN_LATER);
      expect(await person.ends()).toBe(0);
      expect(desk.settings()?.confirmed[kept]).toMatch(DAY);
      expect(await person.screen()).toMatch(new RegExp(`${endings.confirmed}$`, 'm'));
      expect(await person.terminal.leftBehind()).toEqual([]);
      const again = await desk.sits();
      expect(await again.ends()).toBe(0);
    });
  });

  describe.concurrent('at the table', () => {
    test('settings are changed one after the other, and the plan has them', async ({ desk }) => {
      const person = await atTheTable(desk);
      await changes(person, `${decisions.sessionDuration}: 4 hours`);
      await person.chooses('8 hours');
      await changes(person, `${decisions.permissionSet}: AdministratorAccess`);
      expect(await person.isOffered('ReadOnlyAccess')).toContain('AdministratorAccess');
      await person.chooses('ReadOnlyAccess');
      await changes(person, `${decisions.alias}: none`);
      await person.chooses(OTHER);
      await person.answers(questions.alias, 'lemonlogin');
      await person.isOffered(decide.plan);
      const table = (await person.screen()).split('Where it came from').at(-1) ?? '';
      expect(table).toMatch(/^ {2}Session +8 hours +you$/m);
      expect(table).toMatch(/^ {2}Permission set +ReadOnlyAccess +you$/m);
      expect(table).toMatch(/^ {2}Portal alias +lemonlogin +you$/m);
      await person.chooses(decide.plan);
      await person.chooses(APPLY);
      await person.chooses(LATER);
      expect(await person.ends()).toBe(0);
      const [set] = desk.world().instances[0]?.permissionSets ?? [];
      expect(set).toMatchObject({ name: 'ReadOnlyAccess', sessionDuration: 'PT8H' });
      expect(set?.managedPolicies).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
      expect(desk.settings()?.portal).toEqual({ alias: 'lemonlogin' });
    });

    test('more accounts are marked beside the own one, and only those get the access', async ({ desk }) => {
      const person = await atTheTable(desk, ['--sandbox-scenario', 'several-accounts']);
      await changes(person, `${decisions.accounts}: 111122223333 acme`);
      await person.chooses('Some accounts ...');
      // The account that is suspended takes no assignments.
      expect(await person.isOffered('222233334444 prod')).not.toContain('444455556666 legacy');
      await person.sees('[✔] 111122223333 acme');
      await person.marks('222233334444 prod');
      await person.chooses(decide.plan);
      await person.chooses(APPLY);
      await person.chooses(LATER);
      expect(await person.ends()).toBe(0);
      const accounts = desk.world().instances[0]?.assignments.map(({ accountId }) => accountId);
      expect(accounts?.sort()).toEqual(['111122223333', '222233334444']);
      expect(await desk.isInSync()).toBe(true);
    });

    test('"Back" changes nothing, and a value that is wrong is not taken', async ({ desk }) => {
      const person = await atTheTable(desk);
      await changes(person, decide.back);
      await changes(person, `${decisions.sessionDuration}: 4 hours`);
      await person.chooses(OTHER);
      await person.answers(questions.sessionDuration, '99h');
      await person.sees(/^> .*for example/m);
      await person.terminal.press('C-u');
      await person.answers(questions.sessionDuration, '90m');
      await person.isOffered(decide.plan);
      expect(await person.screen()).toMatch(/^ {2}Session +1 hour 30 minutes +you$/m);
    });

    test('"Quit" changes nothing and leaves no settings file', async ({ desk }) => {
      const person = await atTheTable(desk);
      const before = desk.state();
      await person.chooses(decide.quit);
      expect(await person.ends()).toBe(0);
      expect(await person.screen()).toContain(lines.stoppedUnchanged);
      expect(desk.state()).toBe(before);
      expect(desk.settings()).toBeUndefined();
      expect(await person.terminal.leftBehind()).toEqual([]);
    });

    test('the plan can be kept for later: settings are saved, and the command that applies them is told', async ({
      desk,
    }) => {
      const person = await atTheTable(desk);
      const before = desk.state();
      await person.chooses(decide.plan);
      await person.chooses(SAVE);
      expect(await person.ends()).toBe(0);
      expect(await person.screen()).toContain(lines.saved('sso-setup.yaml'));
      expect(await person.screen()).toContain('npx sso-setup --sandbox --sandbox-state aws.json');
      expect(desk.settings()?.users[0].email).toBe('kim@example.com');
      expect(desk.state()).toBe(before);
      const later = await desk.sits(['--yes']);
      await later.chooses(LATER);
      expect(await later.ends()).toBe(0);
      expect(await desk.isInSync()).toBe(true);
    });
  });

  describe.concurrent('a permission that is missing half-way', () => {
    test('is named with the statement that grants it, and the next run does only the rest', async ({ desk }) => {
      const person = await desk.sits([...ENABLED, ...ANSWERS, '--yes'], {
        SSO_SETUP_SANDBOX_DENY: 'sso:CreatePermissionSet',
      });
      expect(await person.ends()).toBe(4);
      const screen = await person.screen();
      expect(screen).toMatch(/^✖ .*Permission set +AdministratorAccess +not allowed$/m);
      expect(screen).toContain("Couldn't create permission set AdministratorAccess.");
      expect(screen).toMatch(/^ {2}Who +arn:aws:iam::111122223333:user\/admin$/m);
      expect(screen).toMatch(/^ {2}Missing +sso:CreatePermissionSet$/m);
      expect(screen).toMatch(/^ {2}Kept +Group, User, Membership\. Nothing to undo\.$/m);
      expect(screen).toMatch(/^ {2}Not done +Permission set, Assignment, CLI profile$/m);
      expect(screen).toMatch(/^ {2}Continue +npx sso-setup --sandbox --sandbox-state aws\.json/m);
      const grant = screen.split(lines.grant)[1]?.match(/\{[\s\S]*?\}/)?.[0];
      const statement = JSON.parse(grant ?? '');
      expect(statement.Effect).toBe('Allow');
      expect([statement.Action].flat()).toContain('sso:CreatePermissionSet');

      const kept = desk.world().instances[0];
      const again = await desk.sits();
      await again.isOffered(APPLY);
      expect(await again.screen()).toContain('3 to create, 0 to change, 0 to delete. 6 match.');
      await again.chooses(APPLY);
      await again.chooses(LATER);
      expect(await again.ends()).toBe(0);
      const now = desk.world().instances[0];
      for (const part of ['groups', 'users', 'memberships'] as const) expect(now?.[part]).toEqual(kept?.[part]);
      expect(await desk.isInSync()).toBe(true);
    });
  });
});
