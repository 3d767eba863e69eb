import { consoleEn } from './console.en.ts';
import { failuresEn } from './failures.en.ts';
import { findingsEn } from './findings.en.ts';
import { helpEn } from './help.en.ts';
import { placesEn } from './places.en.ts';
import { problemsEn } from './problems.en.ts';
import { type RuleHints, ruleHintsEn, rulesEn } from './rules.en.ts';
import { signInEn, signInProblemsEn } from './sign-in.en.ts';
import { talkEn } from './talk.en.ts';
import { wordsEn } from './words.en.ts';

/** Everything the tool says, in English. It is the type that every other language has to satisfy. */
export const en = {
  lang: 'en' as 'en' | 'ko',
  ...wordsEn,
  ...talkEn,
  ...consoleEn,
  ...findingsEn,
  ...signInEn,
  problems: { ...problemsEn, ...failuresEn, ...signInProblemsEn },
  rules: rulesEn,
  ruleHints: ruleHintsEn as RuleHints,
  places: placesEn,
  help: helpEn,
};

export type Messages = typeof en;
