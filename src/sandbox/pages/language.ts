import { type Texts, textsEn } from './texts.en.ts';
import { textsKo } from './texts.ko.ts';

const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

export const textsIn: Readonly<Record<Language, Texts>> = { en: textsEn, ko: textsKo };

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };

/** The language with that tag, if there are texts in it: `ko`, `ko-KR`. */
export function languageOf(tag: string | null | undefined): Language | undefined {
  const primary = /^[a-z]+/i.exec(tag ?? '')?.[0].toLowerCase();
  return languages.find((language) => language === primary);
}

/** What a browser likes best of what there is; English when it says nothing of use. */
export function acceptedLanguage(header: string | undefined): Language {
  const wishes = (header ?? '').split(',').flatMap((wish) => {
    const [tag, ...parameters] = wish.trim().split(';');
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
    const language = languageOf(tag);
    return language === undefined ? [] : [{ language, quality: Number(quality ?? 1) }];
  });
  const [best] = wishes.filter(({ quality }) => quality > 0).sort((one, other) => other.quality - one.quality);
  return best?.language ?? 'en';
}
