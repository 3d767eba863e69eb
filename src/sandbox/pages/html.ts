/** Text that is HTML already: made by `html` and `trusted` only. */
class Markup {
  constructor(readonly source: string) {}
}

export type Html = Markup;

/** What stands in a template: markup as it is, texts and numbers escaped, lists one after the other, undefined as nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

/** A piece of HTML. Every text in it is escaped, for content and for attributes in quotation marks. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Markup(strings.map((text, index) => text + sourceOf(parts[index])).join(''));
}

/** For constants of this program that are not HTML, such as the style sheet. */
export function trusted(source: string): Html {
  return new Markup(source);
}

/** A name that somebody else chose: what it does to the direction of writing stays inside. */
export function name(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

function sourceOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'object') return part.map(sourceOf).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
