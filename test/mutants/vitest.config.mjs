import { defineConfig } from 'vitest/config';
import settings from '../../vitest.config.ts';
import { mutantsOf } from './list.mjs';

const { include: _, globalSetup: __, ...test } = settings.test;
const switched = new Map(mutantsOf().map(({ file, code }) => [file, code]));

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      transform: (_code, id) => switched.get(id),
    },
  ],
  test: {
    ...test,
    include: ['test/**/*.test.ts'],
    runner: './test/mutants/runner.ts',
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 3_600_000,
  },
});
