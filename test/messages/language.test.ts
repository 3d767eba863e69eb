import { expect, it } from 'vitest';
import { messagesFor } from '../../src/messages/index.ts';
import { languageFrom } from '../../src/messages/language.ts';

it.each([
  [{}, 'ko', 'ko'],
  [{ LANG: 'ko_KR.UTF-8' }, 'en', 'en'],
  [{ SSO_SETUP_LANG: 'ko', LC_ALL: 'en_US.UTF-8' }, undefined, 'ko'],
  [{ LC_ALL: 'ko_KR.UTF-8', LC_MESSAGES: 'en_US', LANG: 'en_US' }, undefined, 'ko'],
  [{ LC_MESSAGES: 'ko_KR', LANG: 'en_US.UTF-8' }, undefined, 'ko'],
  [{ LANG: 'ko_KR.UTF-8' }, undefined, 'ko'],
  [{ LC_ALL: '', LANG: 'ko' }, undefined, 'ko'],
  [{ LC_ALL: 'C.UTF-8', LANG: 'ko_KR.UTF-8' }, undefined, 'ko'],
  [{ LANG: 'fr_FR.UTF-8' }, undefined, 'en'],
  [{ LANG: 'KO_kr' }, undefined, 'ko'],
  [{ LANG: 'kok_IN' }, undefined, 'en'],
])('with %j and the flag %s, speaks %s', (env, flag, language) => {
  expect(languageFrom(env, flag)).toBe(language);
});

it('asks the system last, and speaks English otherwise', () => {
  const system = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ko') ? 'ko' : 'en';
  expect(languageFrom({})).toBe(system);
  expect(messagesFor(languageFrom({ LANG: 'de_DE' })).lang).toBe('en');
});
