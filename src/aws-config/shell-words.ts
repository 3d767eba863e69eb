/**
 * The words of a section header, as Python's `shlex.split` finds them; undefined where it raises ValueError: a quote
 * that is not closed, or a backslash at the end.
 */
export function shellWords(text: string): string[] | undefined {
  const words: string[] = [];
  let rest = text.replace(/^[ \t\r\n]+/, '');
  while (rest !== '') {
    const word = /^(?:[^ \t\r\n'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+(?=[ \t\r\n]|$)/s.exec(rest)?.[0];
    if (word === undefined) return undefined;
    words.push(unquoted(word));
    rest = rest.slice(word.length).replace(/^[ \t\r\n]+/, '');
  }
  return words;
}

/** Between double quotes, a backslash is one unless it stands before a quote or a backslash. */
function unquoted(word: string): string {
  return word.replace(/\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs, (_, escaped, single, double) =>
    double === undefined ? (escaped ?? single) : double.replace(/\\(["\\])/g, '$1'),
  );
}
