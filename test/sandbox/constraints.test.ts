import { describe, expect, it } from 'vitest';
import { checkInput } from '../../src/sandbox/check.ts';
import { scenarios, simulatedAws } from '../../src/sandbox/index.ts';
import { isPublic, models, type ServiceName } from '../../src/sandbox/models.ts';
import { virtualClock } from '../helpers/clock.ts';
import { brokenInputs } from './broken-inputs.ts';
import { requestFor } from './helpers.ts';
import { validInput } from './valid-inputs.ts';

const operations = (Object.keys(models) as ServiceName[])
  .filter((service) => models[service].protocol !== 'query')
  .flatMap((service) => Object.keys(models[service].operations).map((operation) => ({ service, operation })));

/** What the error must say for each kind of broken constraint. */
const words: Readonly<Record<string, string>> = {
  enum: 'Member must satisfy enum value set: [',
  fraction: 'Member must be of type integer',
  max: 'less than or equal to',
  min: 'greater than or equal to',
  pattern: 'Member must satisfy regular expression pattern: ',
  required: 'Member must not be null',
  union: 'Exactly one member of the union must be set',
  unknown: 'Member is unknown',
  wrong: 'Member must be of type',
};

describe.each(operations)('$service $operation', ({ service, operation }) => {
  it('accepts a valid input', () => {
    expect(checkInput(service, operation, validInput(service, operation))).toEqual([]);
  });

  it('refuses each broken constraint, and changes nothing', async () => {
    const aws = simulatedAws({ world: scenarios.enabled(), clock: virtualClock() });
    const before = structuredClone(aws.world);
    for (const { what, input } of brokenInputs(service, operation)) {
      const answered = await aws.handle(requestFor(service, operation, input));
      const { Message, message, error_description } = JSON.parse(answered.body);
      const code = isPublic(service) ? 'InvalidRequestException' : 'ValidationException';
      expect([what, answered.status, answered.headers['x-amzn-errortype']]).toEqual([what, 400, code]);
      expect(Message ?? message ?? error_description, what).toContain(words[what.split(' ')[0] ?? '']);
    }
    expect(aws.world).toEqual(before);
  });
});

it('breaks many constraints, of every kind', () => {
  const all = operations.flatMap(({ service, operation }) => brokenInputs(service, operation));
  const kinds = new Set(all.map(({ what }) => what.split(' ')[0] ?? ''));
  expect([...kinds].sort()).toEqual(Object.keys(words));
  expect(all.length).toBeGreaterThan(1300);
});
