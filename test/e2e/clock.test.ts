import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type SimulatedAws, serve, simulatedAws } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { ALL_ANSWERS, aComputer } from '../helpers/program.ts';

const SET_BACK = fileURLToPath(new URL('../helpers/set-back.mjs', import.meta.url));

test('a run during which the clock of the computer is set back by an hour waits no hour', async () => {
  const computer = aComputer();
  const setBack = join(computer.home, 'set-back');
  const simulated = simulatedAws({ world: scenarios.enabled() });
  const handle: SimulatedAws['handle'] = (request) => {
    if (simulated.calls.some(({ write }) => write)) writeFileSync(setBack, '');
    return simulated.handle(request);
  };
  const server = await serve({ ...simulated, handle }, { port: 0 });
  onTestFinished(() => server.close());
  const { code } = await computer.run([...ALL_ANSWERS, '--yes'], {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: server.url,
    NODE_OPTIONS: `--import ${SET_BACK}`,
    CLOCK_SET_BACK: setBack,
  });
  expect(code).toBe(0);
});
