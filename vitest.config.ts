import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/helpers/build.ts',
    setupFiles: ['test/helpers/loopback.ts', 'test/helpers/day.ts'],
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    // Some tests run other programs, which mostly wait: one worker more than there are cores.
    maxWorkers: Math.max(2, availableParallelism()) + 1,
    // In another order each time that the seed is another: in a test run always the same, in a long one new.
    sequence: { shuffle: { files: process.env.LONG === '1', tests: true }, seed: Number(process.env.SEED ?? 1) },
    testTimeout: process.env.LONG === '1' ? 7_200_000 : 180_000,
    hookTimeout: 60_000,
    server: { deps: { inline: ['inquirer'] } },
    // What runs in a process of its own (terminal, browser, other programs) does not count.
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 89 },
    },
  },
});
