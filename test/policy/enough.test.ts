import { describe, expect, test } from 'vitest';
import { policyFor } from '../../src/permissions.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { held } from '../helpers/promises.ts';
import { FAMILY } from './family.ts';
import { type Situation, situationsFor } from './situations.ts';

const family = Object.entries(FAMILY) as [string, Settings][];

function granted(settings: Settings, readOnly = false): string[] {
  return policyFor(settings, { readOnly }).Statement.flatMap(({ Action }) => Action);
}

/** What the simulated AWS never asks about: the second names of the identity store. */
const isTwin = (action: string) => action.startsWith('sso-directory:');
const isIam = (action: string) => action.startsWith('iam:');

/** Problems and notes of somebody who lacks a right. */
const DENIED = /accessDenied|serviceLinkedRoleDenied|assignmentNeedsIam|Unknown|regionsAssumed|NotLooked/;

/** Sees every situation with these rights only, and gives the actions that were called. */
async function actionsIn(situations: readonly Situation[], rights: ReadonlySet<string>): Promise<Set<string>> {
  const called = new Set<string>();
  for (const { name, converges, see } of situations) {
    const { problems, told } = await see((action) => {
      if (!isIam(action)) called.add(action);
      return !rights.has(action);
    });
    expect
      .soft(
        [...problems, ...told].filter((id) => DENIED.test(id)),
        name,
      )
      .toEqual([]);
    if (converges) expect.soft(problems, name).toEqual([]);
  }
  return called;
}

describe.each(family)('the policy for %s', (_name, settings) => {
  test('is enough to set up and to repair, and grants nothing else', async () => {
    const rights = granted(settings);
    const called = await actionsIn(await situationsFor(settings), new Set(rights));
    expect([...called].sort()).toEqual(rights.filter((action) => !isTwin(action) && !isIam(action)).sort());
  });

  test('in its read-only part is enough to look, and grants nothing else', async () => {
    const rights = granted(settings, true);
    const called = await actionsIn(await situationsFor(settings, true), new Set(rights));
    const unused = rights.filter((action) => !isTwin(action) && !called.has(action));
    expect([...called].filter((action) => !rights.includes(action))).toEqual([]);
    // Where everybody holds several things, only a run that has made the last one looks at a single one.
    expect(unused.filter((action) => action !== 'sso:ListAccountAssignments')).toEqual([]);
    for (const action of rights) expect(action).toMatch(/:(Describe|List|Get|Is|Search)[A-Z]/);
  });
});

/** Without it AWS is asked about each request instead of about all that are in progress: slower, and the same in the end. */
const SLOWER = 'sso:ListAccountAssignmentCreationStatus';

describe('without any one of its actions', () => {
  const iam = ['iam:CreateServiceLinkedRole', 'iam:CreateRole', 'iam:PutRolePolicy', 'iam:GetSAMLProvider'];
  const plans: [name: string, checked: string[]][] = [
    ['a company', iam],
    // Nobody but AWS knows that the management account is in none of these units.
    ['a company in several accounts', []],
  ];

  /** Only a look around has no use for it: there, what is not found is not shown. */
  const ONLY_LOOKED = /^(freetier:GetAccountPlanState|organizations:List(Accounts|DelegatedAdministrators))$/;

  test.each(plans)(
    '%s: it is named where a run fails or tells, and nothing is built on that',
    async (name, checked) => {
      const settings = FAMILY[name as keyof typeof FAMILY];
      const rights = granted(settings);
      const whole = new Map<Situation, { seen: string; asked: ReadonlySet<string> }>();
      for (const one of await situationsFor(settings)) {
        const asked = new Set<string>();
        const seen = await one.see((action) => {
          asked.add(action);
          return !rights.includes(action);
        });
        whole.set(one, { seen: JSON.stringify(seen), asked });
      }
      const unnoticed: string[] = [];
      const unnamed: string[] = [];
      const built: string[] = [];
      const all = rights.filter((action) => !isTwin(action) && (!isIam(action) || checked.includes(action)));
      for (const without of all) if (!(await isNoticed(without))) unnoticed.push(without);
      expect(unnoticed.filter((action) => action !== SLOWER)).toEqual([]);
      expect(unnamed.filter((action) => !ONLY_LOOKED.test(action))).toEqual([]);
      expect(built).toEqual([]);
      held('R14', all.length, 'actions');

      async function isNoticed(without: string): Promise<boolean> {
        for (const [one, { seen, asked }] of whole) {
          if (!asked.has(without)) continue;
          const now = await one.see((action) => action === without || !rights.includes(action));
          if (JSON.stringify(now) === seen) continue;
          built.push(...now.built.map((what) => `${without}: ${what}`));
          if (!now.words.includes(without)) unnamed.push(without);
          return true;
        }
        return false;
      }
    },
  );
});
