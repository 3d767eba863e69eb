import { HttpResponse } from '@smithy/core/protocols';
import { expect, test, vi } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
import { accountPlan } from '../../src/aws/free-tier.ts';
import { virtualClock } from '../helpers/clock.ts';

/** What is made of an answer. */
function planOf(body: string, statusCode = 200) {
  const requestHandler = {
    handle: async () => ({ response: new HttpResponse({ statusCode, body: [Buffer.from(body)] }) }),
  };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const aws = connect({ clock: virtualClock(), tell: () => {}, credentials, requestHandler } as Parameters<
    typeof connect
  >[0]);
  return accountPlan(aws.reader);
}

test('a plan has its credits and its last day, where AWS tells them', async () => {
  expect(await planOf('{"accountPlanType":"PAID"}')).toEqual({ type: 'PAID' });
  expect(
    await planOf(
      '{"accountPlanType":"FREE","accountPlanRemainingCredits":{"amount":117.42,"unit":"USD"},"accountPlanExpirationDate":1798761600}',
    ),
  ).toEqual({ type: 'FREE', credits: '117.42 USD', expires: '2027-01-01' });
  expect(
    await planOf('{"accountPlanRemainingCredits":{"amount":0},"accountPlanExpirationDate":"2027-01-01T09:00:00Z"}'),
  ).toEqual({ type: '', credits: '0', expires: '2027-01-01' });
});

test.each(['message', 'Message'])('a refusal is told in the words of AWS (%s)', async (word) => {
  await expect(
    planOf(JSON.stringify({ __type: 'com.amazon#ValidationException', [word]: 'No such plan.' }), 400),
  ).rejects.toMatchObject({ facts: { code: 'ValidationException', detail: 'No such plan.' } });
});

test('a refusal without words is told by its status', async () => {
  await expect(planOf('{"__type":"ValidationException"}', 400)).rejects.toMatchObject({
    facts: { code: 'ValidationException', detail: 'HTTP status 400' },
  });
});

test('in another partition it is not asked for', async () => {
  const handle = vi.fn();
  const { reader } = connect({
    clock: virtualClock(),
    tell: () => {},
    region: 'cn-north-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: { handle },
  });
  await expect(accountPlan(reader)).rejects.toMatchObject({ id: 'refused', facts: { code: 'UnknownEndpoint' } });
  expect(handle).not.toHaveBeenCalled();
});
