import { expect, test } from 'vitest';
import { secondsIn, textIn, timeIn } from '../../src/aws/answered.ts';

test('a length of time is one that somebody could mean', () => {
  expect([1, 5, 600].map((seconds) => secondsIn(seconds, 7))).toEqual([1, 5, 600]);
  expect([0, -1, 1e12, Number.NaN, '5', undefined].map((value) => secondsIn(value, 7))).toEqual([7, 7, 7, 7, 7, 7]);
});

test('a time is one of a calendar, and a text is a text', () => {
  expect([1e12, 1e15, Number.NaN, '1'].map(timeIn)).toEqual([1e12, 0, 0, 0]);
  expect(['a', 1, null, undefined].map(textIn)).toEqual(['a', '', '', '']);
});
