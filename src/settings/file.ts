import { basename, dirname, isAbsolute, join } from 'node:path';
import { type Broken, broken, type Issue, type Path, pathText } from './check.ts';
import { at, isFullDescription, isMapping } from './cross.ts';
import { checkContent } from './issues.ts';
import { parseJson } from './json.ts';
import { checkPolicyDocument } from './policy.ts';
import { type FileSettings, resolveContent } from './resolve.ts';
import { type Place, readText, SourceText } from './text.ts';
import { BadSettings, type Trouble } from './trouble.ts';
import { parseYaml, type YamlText } from './yaml.ts';

/** A settings file that was read and found right. */
export interface SettingsFile {
  readonly path: string;
  readonly settings: FileSettings;
  /** It names groups, users, permission sets or assignments: then it is all of them, and nothing is added. */
  readonly isFullDescription: boolean;
  /** Trouble with a value that is right by itself, at its place in the file. */
  trouble(path: Path, fault: Broken): Trouble;
}

type Document = Readonly<Record<string, unknown>>;

/** Reads and checks a settings file. Throws BadSettings with everything that is wrong, in the order of the file. */
export function loadSettingsFile(path: string): SettingsFile {
  const text = readText(path, (fault, place) => ({ ...fault, path: basename(path), ...(place && { at: place }) }));
  const source = new SourceText(path, text);
  const yaml = parseYaml(text);
  const inFile = (fault: Broken, offset: number, length: number, name: string): Trouble => {
    const { rule, facts, suggestion, example } = fault;
    const help = { ...(suggestion !== undefined && { suggestion }), ...(example !== undefined && { example }) };
    return { rule, facts, path: name, at: source.place(offset, length), ...help };
  };
  if ('syntax' in yaml) {
    throw new BadSettings(yaml.syntax.map((fault) => inFile(fault, fault.offset, fault.length, basename(path))));
  }
  const troubleOf = (issue: Issue): Trouble => {
    const { offset, length } = yaml.spanOf(issue.path, issue.on);
    return inFile(asWritten(issue, yaml), offset, length, pathText(issue.path) || basename(path));
  };

  const checked = checkContent(yaml.data);
  const { documents, troubles } = readPolicies(yaml.data, path, troubleOf);
  troubles.push(...yaml.faults.map((fault) => inFile(fault, fault.offset, fault.length, basename(path))));
  if ('issues' in checked) troubles.push(...checked.issues.filter((issue) => isKnown(issue, yaml)).map(troubleOf));
  if (troubles.length > 0 || 'issues' in checked) throw new BadSettings(inOrder(troubles, path));
  return {
    path,
    settings: resolveContent(checked.content, documents),
    isFullDescription: isFullDescription(yaml.data),
    trouble: (place, fault) => troubleOf({ ...fault, path: place, on: 'value' }),
  };
}

/** Numbers are quoted as they were written: YAML has lost a leading zero by now. */
function asWritten(issue: Issue, yaml: YamlText): Issue {
  const source = issue.rule === 'unquoted' ? yaml.sourceOf(issue.path) : undefined;
  if (source === undefined) return issue;
  return { ...issue, facts: { ...issue.facts, value: source }, suggestion: `"${source}"` };
}

/** Nothing is said about what an alias or a tag hides; that they are refused is trouble enough. */
function isKnown(issue: Issue, yaml: YamlText): boolean {
  return !yaml.opaque.some((path) => path.every((part, index) => issue.path[index] === part));
}

function inOrder(troubles: readonly Trouble[], file: string): Trouble[] {
  const key = ({ at: place }: Trouble) => (place === undefined ? [0, 0] : [place.line, place.column]);
  const own = troubles.filter((trouble) => trouble.at?.file === file);
  const others = troubles.filter((trouble) => trouble.at?.file !== file);
  return [
    ...own.sort((a, b) => {
      const [lineA = 0, columnA = 0] = key(a);
      const [lineB = 0, columnB = 0] = key(b);
      return lineA - lineB || columnA - columnB;
    }),
    ...others,
  ];
}

/** The inline policies, from the file itself or from the JSON files beside it, by position of their permission set. */
function readPolicies(data: unknown, file: string, troubleOf: (issue: Issue) => Trouble) {
  const documents = new Map<number, Document>();
  const troubles: Trouble[] = [];
  const sets = at(data, ['permissionSets']);
  for (const index of Array.isArray(sets) ? sets.keys() : []) {
    const path: Path = ['permissionSets', index, 'inlinePolicy'];
    const value = at(data, path);
    const here = (fault: Broken): Trouble => troubleOf({ ...fault, path, on: 'value' });
    try {
      const document = typeof value === 'string' ? readPolicyFile(value, file, pathText(path), here) : value;
      if (!isMapping(document)) continue;
      const fault = checkPolicyDocument(document);
      if (fault) troubles.push(here(fault));
      documents.set(index, document);
    } catch (error) {
      if (!(error instanceof BadSettings)) throw error;
      troubles.push(...error.troubles);
    }
  }
  return { documents, troubles };
}

function readPolicyFile(name: string, file: string, path: string, here: (fault: Broken) => Trouble): Document {
  if (name === '') throw new BadSettings([here(broken('empty', {}, { example: './team-policy.json' }))]);
  const target = isAbsolute(name) ? name : join(dirname(file), name);
  const text = readText(target, (fault, place?: Place) =>
    place === undefined ? here({ ...fault, facts: { ...fault.facts, file: target } }) : { ...fault, path, at: place },
  );
  const source = new SourceText(target, text);
  const parsed = parseJson(text);
  if ('wrongAt' in parsed) {
    throw new BadSettings([{ ...broken('policyJson', { file: name }), path, at: source.place(parsed.wrongAt, 1) }]);
  }
  if (isMapping(parsed.value)) return parsed.value;
  throw new BadSettings([{ ...broken('policyNotObject', { file: name }), path, at: source.place(0, 1) }]);
}
