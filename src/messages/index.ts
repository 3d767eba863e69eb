import { en, type Messages } from './en.ts';
import { ko } from './ko.ts';
import type { Language } from './language.ts';

export type { Messages } from './en.ts';
export type { Language } from './language.ts';

const MESSAGES: Record<Language, Messages> = { en, ko };

/** Everything the tool says, in this language. */
export function messagesFor(language: Language): Messages {
  return MESSAGES[language];
}
