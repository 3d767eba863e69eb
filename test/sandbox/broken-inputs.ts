import { models, type ServiceName, shapeOf } from '../../src/sandbox/models.ts';
import { type Json, type Members, valid, validInput } from './valid-inputs.ts';

/** One input in which one constraint is broken. */
export interface Broken {
  readonly what: string;
  readonly input: Members;
}

/** Puts another value in the place that is looked at. */
type Put = (value: Json | undefined) => Members;

/** Every constraint of the operation's input, broken once in an otherwise valid input. */
export function brokenInputs(service: ServiceName, operation: string): Broken[] {
  const shape = models[service].operations[operation]?.input;
  if (typeof shape !== 'string') return [{ what: 'unknown member', input: { Unknown: 'x' } }];
  const whole = validInput(service, operation);
  const { headers } = models[service].operations[operation] ?? {};
  // The input itself is always an object: what is not one never gets as far as the model.
  return breakValue(service, shape, whole, '', (value) => value as Members).filter(
    (one) => one.what !== 'wrong type at ' && (headers === undefined || isSendable(one)),
  );
}

/** Headers and queries carry texts only, under names of the model. */
function isSendable({ what, input }: Broken): boolean {
  return (
    !what.startsWith('unknown') &&
    !(what.startsWith('wrong type') && Object.values(input).includes(wrongType('string')))
  );
}

function breakValue(service: ServiceName, name: string, value: Json, at: string, put: Put): Broken[] {
  const shape = shapeOf(service, name);
  if (shape.document === true) return [];
  const broken: Broken[] = [];
  const add = (what: string, other: Json) => broken.push({ what: `${what} at ${at}`, input: put(other) });
  add('wrong type', wrongType(shape.type));
  if (shape.type === 'structure') broken.push(...breakStructure(service, name, value as Members, at, put));
  if (shape.type === 'list') {
    const items = value as Json[];
    const member = shape.member ?? '';
    if ((shape.min ?? 0) > 0) add('min', items.slice(0, (shape.min ?? 0) - 1));
    if (shape.max !== undefined)
      add(
        'max',
        Array.from({ length: shape.max + 1 }, () => valid(service, member)),
      );
    const [first] = items;
    if (first !== undefined) {
      broken.push(...breakValue(service, member, first, `${at}[0]`, (other) => put(withFirst(items, other))));
    }
  }
  if (shape.type === 'map') {
    const [[key, member] = ['', '']] = Object.entries(value as Members);
    if ((shape.min ?? 0) > 0) add('min', {});
    if (shape.max !== undefined) add('max', manyEntries(shape.max + 1, member));
    const asKey: Put = (other) => put({ [String(other)]: member });
    const keys = breakValue(service, shape.key ?? '', key, `${at} key`, asKey);
    broken.push(...keys.filter((one) => !one.what.startsWith('wrong type')));
  }
  if (shape.type === 'string') {
    if ((shape.min ?? 0) > 0) add('min', String(value).slice(0, (shape.min ?? 0) - 1));
    if (shape.max !== undefined) add('max', tooLong(String(value), shape.max));
    if (shape.enum !== undefined) add('enum', 'NO_SUCH_VALUE');
    if (shape.pattern !== undefined && !acceptsAnything(shape.pattern)) add('pattern', spoiled(String(value)));
  }
  if (shape.type === 'integer') {
    if (shape.min !== undefined) add('min', shape.min - 1);
    if (shape.max !== undefined) add('max', shape.max + 1);
    add('fraction', (shape.min ?? 1) + 0.5);
  }
  return broken;
}

function breakStructure(service: ServiceName, name: string, value: Members, at: string, put: Put): Broken[] {
  const shape = shapeOf(service, name);
  const broken: Broken[] = [{ what: `unknown member at ${at}`, input: put({ ...value, Unknown: 'x' }) }];
  for (const member of shape.required ?? []) {
    const { [member]: _gone, ...rest } = value;
    broken.push({ what: `required ${member} at ${at}`, input: put(rest) });
  }
  if (shape.union === true) {
    broken.push({ what: `union with none at ${at}`, input: put({}) });
    const all = Object.entries(shape.members ?? {}).map(([member, of]) => [member, valid(service, of)]);
    if (all.length > 1) broken.push({ what: `union with all at ${at}`, input: put(Object.fromEntries(all)) });
  }
  for (const [member, of] of Object.entries(shape.members ?? {})) {
    const isOther = shape.union === true && !(member in value);
    const base: Members = isOther ? {} : value;
    const inner = isOther ? valid(service, of) : value[member];
    if (inner === undefined) continue;
    const putMember: Put = (other) => put({ ...base, [member]: other ?? '' });
    broken.push(...breakValue(service, of, inner, `${at}.${member}`, putMember));
  }
  return broken;
}

function withFirst(items: Json[], other: Json | undefined): Json[] {
  return [other ?? '', ...items.slice(1)];
}

function manyEntries(count: number, member: Json): Members {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const names = Array.from({ length: count }, (_, number) => `aws:identitystore:${letters[number]}`);
  return Object.fromEntries(names.map((name) => [name, member]));
}

function wrongType(type: string): Json {
  return type === 'string' ? 7 : 'x';
}

function tooLong(value: string, max: number): string {
  return value + (value.at(-1) ?? 'x').repeat(max + 1 - value.length);
}

/** A bell breaks every pattern that does not take all there is. */
function spoiled(value: string): string {
  return `${value.slice(0, -1)}\u0007`;
}

function acceptsAnything(pattern: string): boolean {
  return pattern === '[\\s\\S]*';
}
