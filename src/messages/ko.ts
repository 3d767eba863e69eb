import { consoleKo } from './console.ko.ts';
import type { Messages } from './en.ts';
import { failuresKo } from './failures.ko.ts';
import { findingsKo } from './findings.ko.ts';
import { helpKo } from './help.ko.ts';
import { placesKo } from './places.ko.ts';
import { problemsKo } from './problems.ko.ts';
import { ruleHintsKo, rulesKo } from './rules.ko.ts';
import { signInKo, signInProblemsKo } from './sign-in.ko.ts';
import { talkKo } from './talk.ko.ts';
import { wordsKo } from './words.ko.ts';

/** Everything the tool says, in Korean. */
export const ko = {
  lang: 'ko',
  ...wordsKo,
  ...talkKo,
  ...consoleKo,
  ...findingsKo,
  ...signInKo,
  problems: { ...problemsKo, ...failuresKo, ...signInProblemsKo },
  rules: rulesKo,
  ruleHints: ruleHintsKo,
  places: placesKo,
  help: helpKo,
} satisfies Messages;
