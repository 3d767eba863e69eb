import type { Messages } from '../messages/index.ts';
import type { ConsentText } from '../messages/vocabulary.ts';
import type { Note } from '../problem.ts';
import type { Consent } from '../screen.ts';
import type { Look } from './look.ts';
import { marked } from './rows.ts';
import { safely, shownPath } from './text.ts';

/** A note as a sentence. */
export function noteText({ notes }: Pick<Messages, 'notes'>, note: Note, verbose = false): string {
  const sentence = notes[note.id] as (note: Note) => string;
  return sentence(safely(verbose ? note : shortened(note)));
}

const MOST_ACCOUNTS = 10;

/** A list that somebody can read. */
function shortened(note: Note): Note {
  if (note.id !== 'accountsLeftOut' || note.accounts.length <= MOST_ACCOUNTS) return note;
  return {
    ...note,
    accounts: note.accounts.slice(0, MOST_ACCOUNTS),
    more: note.accounts.length - MOST_ACCOUNTS,
  };
}

/** A note as it stands on stderr. */
export function noteLines(look: Look, note: Note): string[] {
  return marked(look, look.signs.person, look.paint.yellow, noteText(look.messages, note, look.verbose));
}

/** A consent as a question. */
export function consentText({ consents }: Pick<Messages, 'consents'>, consent: Consent): ConsentText {
  const texts = consents[consent.id] as (consent: Consent) => ConsentText;
  const shown = 'saveAs' in consent && consent.saveAs !== undefined ? { saveAs: shownPath(consent.saveAs) } : {};
  return texts(safely({ ...consent, ...shown }));
}
