import { expect, test } from 'vitest';
import { LONG_SILENCE, Silence } from '../../src/aws/silence.ts';

const error = new Error('nobody there');

/** As long as it takes to know that there is no network, counted from the first of two questions. */
function silent(place = 'sso us-east-1') {
  const silence = new Silence();
  silence.unanswered(place, error, 0, LONG_SILENCE / 2);
  silence.unanswered(place, error, LONG_SILENCE / 2, LONG_SILENCE);
  return silence;
}

test('a place that has not answered for long is not asked, and after a rest it is', () => {
  const silence = silent();
  expect(silence.errorAt('sso us-east-1', LONG_SILENCE)).toBe(error);
  expect(silence.errorAt('sso us-east-1', LONG_SILENCE + 4_001)).toBeUndefined();
});

test('a moment without an answer is nothing', () => {
  const silence = new Silence();
  silence.unanswered('sso us-east-1', error, 0, 5_000);
  expect(silence.errorAt('sso us-east-1', 5_000)).toBeUndefined();
});

test('another place is asked, however many are silent', () => {
  const silence = silent();
  silence.unanswered('identitystore us-east-1', error, 0, LONG_SILENCE);
  expect(silence.errorAt('sts us-east-1', LONG_SILENCE)).toBeUndefined();
});

test('an answer ends all of it', () => {
  const silence = silent();
  silence.answered(LONG_SILENCE);
  expect(silence.errorAt('sso us-east-1', LONG_SILENCE)).toBeUndefined();
  silence.unanswered('identitystore us-east-1', error, 20_000, 20_000 + LONG_SILENCE);
  expect(silence.errorAt('sts us-east-1', 20_000 + LONG_SILENCE)).toBeUndefined();
});
