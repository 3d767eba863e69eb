import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveWorld } from '../../src/sandbox/index.ts';
import { aComputer } from '../helpers/program.ts';
import { boundOfFirstRun, boundOfReads, readsOf } from './bound.ts';
import { assignmentsOf, companyOf, settingsOf, worldAfter } from './company.ts';
import { median } from './measure.ts';
import { withSection } from './report.ts';

const guide = companyOf({ groups: 1, users: 1, sets: 1, setsEach: 1, accounts: 1 });
const size = { groups: 10, users: 60, sets: 5, setsEach: 1, accounts: 40 };
const company = companyOf(size);
const largeCompany = companyOf({ ...size, setsEach: 4 });

test('with nothing to change, the longest chain of calls or the busiest budget is the bound', () => {
  expect(boundOfReads(readsOf(guide))).toBeCloseTo(3 * 0.08);
  expect(boundOfReads(readsOf(company))).toBeCloseTo(3 * 0.08);
  // 1 instance, 1 list, 5 descriptions, 5 lists of policies; two pages for each group.
  expect(boundOfReads(readsOf(largeCompany))).toBeCloseTo((32 - 20) / 20 + 0.08);
});

test('of a few users among many each is asked for by name, of many the pages are read', () => {
  expect(readsOf(company).calls).toMatchObject({ ListUsers: 1 });
  expect(readsOf(company, { users: 99_940, sets: 0 }).calls).toMatchObject({ GetUserId: 60, DescribeUser: 60 });
});

test('a first run takes the chain to the first assignment, then four seconds for every ten', () => {
  expect(boundOfFirstRun(guide)).toBeCloseTo(5 * 0.08 + 4);
  expect(boundOfFirstRun(company)).toBeCloseTo(5 * 0.08 + 40 * 4);
});

test('the company that is prepared is the one that the settings name', async () => {
  const computer = aComputer();
  const small = {
    groups: 3,
    users: 7,
    sets: 5,
    setsEach: 2,
    accounts: 4,
    accountsEach: 2,
    others: { users: 2, sets: 1 },
  };
  const [settings, state] = [join(computer.home, 'company.yaml'), join(computer.home, 'aws.json')];
  writeFileSync(settings, settingsOf(companyOf(small)));
  saveWorld(state, worldAfter(companyOf(small), small.others));
  const args = [
    '--sandbox',
    '--sandbox-state',
    state,
    '-c',
    settings,
    '--dry-run',
    '--detailed-exitcode',
    '--no-input',
  ];
  const looked = await computer.run(args);
  expect(looked).toMatchObject({ code: 0 });
  expect(looked.stdout.match(/^same +assignment/gm)).toHaveLength(assignmentsOf(companyOf(small)));
});

test('the median is the one in the middle, or half-way between the two that are', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('a section takes the place of the one with its title, or its place in the order', () => {
  const document = '# Figures\n\nWhy.\n\n## One\n\nold\n\n## Three\n\nstays\n';
  const put = (title: string) => withSection(document, title, 'new', ['One', 'Two', 'Three']);
  expect(put('One')).toBe('# Figures\n\nWhy.\n\n## One\n\nnew\n\n## Three\n\nstays\n');
  expect(put('Two')).toBe('# Figures\n\nWhy.\n\n## One\n\nold\n\n## Two\n\nnew\n\n## Three\n\nstays\n');
});
