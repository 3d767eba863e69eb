/** A parsed JSON text, or the offset of the first character that is wrong. Node's own messages differ by version. */
export function parseJson(text: string): { readonly value: unknown } | { readonly wrongAt: number } {
  const wrongAt = new Scanner(text).firstWrong();
  return wrongAt === undefined ? { value: JSON.parse(text) as unknown } : { wrongAt };
}

const DEEPEST = 100;
const SPACE = /[ \t\n\r]*/y;
const TEXT = /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

class Scanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  firstWrong(): number | undefined {
    const fine = this.#value(0) && this.#space() && this.#offset === this.#text.length;
    return fine ? undefined : this.#offset;
  }

  /** Moves over what the pattern takes here; false leaves the offset on what is wrong. */
  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found !== undefined;
  }

  #space(): boolean {
    return this.#take(SPACE);
  }

  #is(character: string): boolean {
    this.#space();
    const there = this.#text[this.#offset] === character;
    if (there) this.#offset++;
    return there;
  }

  #value(depth: number): boolean {
    this.#space();
    const first = this.#text[this.#offset];
    if (first === '[' || first === '{') return depth < DEEPEST && this.#collection(first, depth + 1);
    return this.#take(TEXT) || this.#take(NUMBER) || this.#take(WORD);
  }

  #collection(first: '[' | '{', depth: number): boolean {
    const end = first === '[' ? ']' : '}';
    this.#offset++;
    if (this.#is(end)) return true;
    do {
      if (first === '{' && !(this.#space() && this.#take(TEXT) && this.#is(':'))) return false;
      if (!this.#value(depth)) return false;
    } while (this.#is(','));
    return this.#is(end);
  }
}
