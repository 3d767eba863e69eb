import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import figures from '../../docs/reliability.json' with { type: 'json' };
import { page, promises, written } from '../../scripts/reliability-page.mjs';

test('each promise names how it is tried, and no figure comes from a run that failed', () => {
  for (const { id, tests, command } of promises()) {
    expect([id, tests.length > 0 || command !== undefined]).toEqual([id, true]);
    for (const file of tests) expect([id, file, existsSync(file)]).toEqual([id, file, true]);
  }
  for (const [id, { failed }] of Object.entries(figures)) expect([id, failed]).toEqual([id, 0]);
});

test('the page shows the figures that were noted', () => {
  expect(readFileSync(page, 'utf8')).toBe(written());
});
