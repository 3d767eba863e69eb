/** The languages that there are messages in. */
const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to speak: flag, SSO_SETUP_LANG, LC_ALL, LC_MESSAGES, LANG, then what the system tells, then English.
 * The first one that names a language decides; `C` and `POSIX` name none.
 */
export function languageFrom(env: Readonly<Record<string, string | undefined>>, flag?: string): Language {
  const named = [flag, env.SSO_SETUP_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG, systemLocale()]
    .map((locale) => /^[a-z]+/i.exec(locale ?? '')?.[0].toLowerCase())
    .find((tag) => tag !== undefined && tag !== 'c' && tag !== 'posix');
  return LANGUAGES.find((language) => language === named) ?? 'en';
}

/** Plural rules are what Intl makes soonest; dates take it 4 ms. */
function systemLocale(): string {
  return new Intl.PluralRules().resolvedOptions().locale;
}
