import {
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
  type YAMLMap,
} from 'yaml';
import { type Broken, broken, type Issue, type Path, shown } from './check.ts';

/** Deeper than any settings or policy; the parser's own recursion would end the whole process at some thousands. */
const DEEPEST = 100;
/** Follow-on errors of a text that is no YAML at all help nobody. */
const MOST_SYNTAX_ERRORS = 20;

/** A stretch of the text. */
interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Something that is wrong with the text as YAML. */
export type SyntaxFault = Broken & Span;

/** A document of plain values: mappings, lists, strings, numbers, true, false and null. */
export interface YamlText {
  readonly data: unknown;
  /** Legal YAML that settings do not take: repeated keys, aliases, tags. */
  readonly faults: readonly SyntaxFault[];
  /** Places whose value is not known, because an alias stands there. */
  readonly opaque: readonly Path[];
  /** Where the caret goes for something wrong at this place. */
  spanOf(path: Path, on: Issue['on']): Span;
  /** The value as it was written, without quotes resolved or digits lost. */
  sourceOf(path: Path): string | undefined;
}

/** YAML 1.2 without its dangerous corners; nothing is ever expanded or constructed. */
export function parseYaml(text: string): YamlText | { readonly syntax: readonly SyntaxFault[] } {
  const tokens = tokensOf(text);
  if ('syntax' in tokens) return tokens;
  const options = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, stringKeys: true } as const;
  const documents = [...new Composer({ ...options, prettyErrors: false }).compose(tokens.found, true, text.length)];
  const syntax = documents.flatMap((document) =>
    document.errors.map(({ code, message, pos }) => syntaxFault(code, message, pos)),
  );
  const [document, second] = documents;
  if (second !== undefined) syntax.push({ ...broken('yamlManyDocuments', {}), ...startOf(text, second) });
  if (syntax.length > 0 || document === undefined) return { syntax: syntax.slice(0, MOST_SYNTAX_ERRORS) };
  return readDocument(document, text);
}

type Token = Parameters<Composer['compose']>[0] extends Iterable<infer T> ? T : never;

function tokensOf(text: string): { found: Token[] } | { syntax: SyntaxFault[] } {
  const parser = new Parser();
  const found: Token[] = [];
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      found.push(token);
      if (token.type === 'error') errors++;
    }
    if (parser.stack.length > DEEPEST) {
      return { syntax: [{ ...broken('yamlTooDeep', { max: `${DEEPEST}` }), offset: parser.offset, length: 1 }] };
    }
    if (errors > MOST_SYNTAX_ERRORS) return { found };
  }
  found.push(...parser.end());
  return { found };
}

function syntaxFault(code: string, message: string, [start, end]: readonly [number, number]): SyntaxFault {
  const span = { offset: start, length: Math.max(1, end - start) };
  if (code === 'TAB_AS_INDENT') return { ...broken('yamlTab', {}), ...span };
  if (code === 'NON_STRING_KEY') return { ...broken('yamlUnsupported', { what: 'key' }), ...span };
  const detail = message.split('\n')[0] ?? message;
  return { ...broken('yamlSyntax', { detail: shown(detail), code }), ...span };
}

function startOf(text: string, document: Document): Span {
  const offset = Math.max(0, text.lastIndexOf('\n', (document.range?.[0] ?? 0) - 1) + 1);
  return { offset, length: 3 };
}

function readDocument(document: Document, text: string): YamlText {
  const faults: SyntaxFault[] = [];
  const opaque: Path[] = [];
  const refuse = (what: string, { offset, length }: Span) =>
    faults.push({ ...broken('yamlUnsupported', { what }), offset, length });

  const plain = (node: unknown, path: Path): unknown => {
    if (isAlias(node)) {
      opaque.push(path);
      refuse('alias', rangeOf(node));
      return undefined;
    }
    if (!isScalar(node) && !isCollection(node)) return null;
    if (node.tag !== undefined) {
      opaque.push(path);
      refuse('tag', rangeOf(node));
    }
    if (node.anchor !== undefined) refuse('anchor', rangeOf(node));
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index]));
    return isMap(node) ? mappingOf(node, path) : null;
  };

  const mappingOf = (map: YAMLMap, path: Path): Record<string, unknown> => {
    const mapping: Record<string, unknown> = {};
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value ?? '') : '';
      const span = isNode(key) ? rangeOf(key) : rangeOf(map);
      if (!isScalar(key) || key.tag !== undefined || key.anchor !== undefined) refuse('key', span);
      else if (name === '<<') refuse('merge', span);
      else if (name === '__proto__') refuse('proto', span);
      else if (Object.hasOwn(mapping, name))
        faults.push({ ...broken('yamlDuplicateKey', { key: shown(name) }), ...span });
      else mapping[name] = plain(value, [...path, name]);
    }
    return mapping;
  };

  if (document.directives?.yaml.explicit && document.directives.yaml.version !== '1.2') {
    refuse('version', { offset: Math.max(0, text.search(/^%YAML/m)), length: 5 });
  }
  const data = document.contents === null ? {} : plain(document.contents, []);
  return {
    data: data ?? {},
    faults,
    opaque,
    spanOf: (path, on) => spanOf(document, path, on),
    sourceOf: (path) => {
      const { node } = follow(document, path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isCollection(value) || isAlias(value);
}

function rangeOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { offset: start, length: Math.max(1, end - start) };
}

/** How far a path leads: the last key on the way, and the value there. */
function follow(document: Document, path: Path): { node: unknown; key: Node | undefined; complete: boolean } {
  let node: unknown = document.contents;
  let key: Node | undefined;
  for (const part of path) {
    if (typeof part === 'number' && isSeq(node)) {
      node = node.items[part];
      key = isMap(node) && !node.flow ? firstKey(node) : undefined;
    } else if (isMap(node)) {
      const pair = pairOf(node, part);
      if (pair === undefined) return { node, key, complete: false };
      node = pair.value;
      key = isNode(pair.key) ? pair.key : undefined;
    } else return { node, key, complete: false };
  }
  return { node, key, complete: true };
}

const indexes = new WeakMap<YAMLMap, ReadonlyMap<unknown, Pair>>();

/** The first pair of this key, as in the data. */
function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  const known = indexes.get(map);
  const index =
    known ?? new Map(map.items.toReversed().map((pair) => [isScalar(pair.key) ? pair.key.value : '', pair]));
  if (known === undefined) indexes.set(map, index);
  return index.get(key);
}

function firstKey(map: YAMLMap): Node | undefined {
  const key = map.items[0]?.key;
  return isNode(key) ? key : undefined;
}

/** A block spreads over lines, so its key stands for it; everything else is underlined itself. */
function spanOf(document: Document, path: Path, on: Issue['on']): Span {
  const { node, key, complete } = follow(document, on === 'parent' ? path.slice(0, -1) : path);
  const top = isMap(document.contents) ? firstKey(document.contents) : undefined;
  const itself = isNode(node) && node.range && node.range[1] > node.range[0] ? node : undefined;
  const placeholder = isNode(node) ? node : undefined;
  const isBlock = isCollection(itself) && !itself.flow;
  const chosen =
    on === 'value' && complete && !isBlock ? (itself ?? key ?? placeholder) : (key ?? itself ?? placeholder);
  const span = chosen ?? top;
  return span === undefined ? { offset: 0, length: 1 } : rangeOf(span);
}
