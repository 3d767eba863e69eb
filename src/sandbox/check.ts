import { models, type ServiceName, type Shape, shapeOf } from './models.ts';

/** One broken constraint, in the words AWS uses. */
export interface Violation {
  readonly path: string;
  readonly text: string;
}

/** Everything in the input that breaks the model; an operation that takes no input takes no members. */
export function checkInput(
  service: ServiceName,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Violation[] {
  const shape = models[service].operations[operation]?.input;
  if (typeof shape === 'string') return check(service, shape, input);
  return Object.keys(input).map((name) => unknownMember(join('', name)));
}

/**
 * Everything in `value` that breaks the shape: unknown members, wrong types, missing members, lengths, ranges,
 * patterns, enums, unions.
 */
export function check(service: ServiceName, shapeName: string, value: unknown, path = ''): Violation[] {
  const shape = shapeOf(service, shapeName);
  if (shape.document === true) return [];
  if (!isOfType(shape, value)) return [violation(shape, value, path, `Member must be of type ${shape.type}`)];
  switch (shape.type) {
    case 'structure':
      return checkStructure(service, shape, value as Record<string, unknown>, path);
    case 'list': {
      const items = value as readonly unknown[];
      const member = shape.member ?? '';
      return [
        ...checkLength(shape, items.length, items, path),
        ...items.flatMap((item, index) => check(service, member, item, `${path}.${index + 1}.member`)),
      ];
    }
    case 'map': {
      const entries = Object.entries(value as Record<string, unknown>);
      return [
        ...checkLength(shape, entries.length, value, path),
        ...entries.flatMap(([key, item]) => [
          ...check(service, shape.key ?? '', key, `${path}.key`),
          ...check(service, shape.value ?? '', item, `${path}.${key}.member`),
        ]),
      ];
    }
    case 'string':
      return checkString(shape, value as string, path);
    case 'integer':
    case 'long':
    case 'double':
      return checkRange(shape, value as number, path);
    default:
      return [];
  }
}

/** The text of one ValidationException that names all violations (style of the real services). */
export function violationText(violations: readonly Violation[]): string {
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
  return `${count}: ${violations.map((one) => one.text).join('; ')}`;
}

function checkStructure(service: ServiceName, shape: Shape, value: Record<string, unknown>, path: string): Violation[] {
  const members = shape.members ?? {};
  const found = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  const violations: Violation[] = [];
  for (const name of shape.required ?? []) {
    if (!found.some(([key]) => key === name)) {
      const at = join(path, name);
      violations.push({
        path: at,
        text: `Value null at '${at}' failed to satisfy constraint: Member must not be null`,
      });
    }
  }
  if (shape.union === true && found.length !== 1) {
    violations.push(violation(shape, value, path, 'Exactly one member of the union must be set'));
  }
  for (const [name, member] of found) {
    const shapeName = Object.hasOwn(members, name) ? members[name] : undefined;
    const at = join(path, name);
    if (shapeName === undefined) {
      violations.push(unknownMember(at));
    } else {
      violations.push(...check(service, shapeName, member, at));
    }
  }
  return violations;
}

function checkString(shape: Shape, value: string, path: string): Violation[] {
  const violations = checkLength(shape, [...value].length, value, path);
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    violations.push(violation(shape, value, path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`));
  }
  if (shape.pattern !== undefined && !fullMatch(shape.pattern).test(value)) {
    const rule = `Member must satisfy regular expression pattern: ${shape.pattern}`;
    violations.push(violation(shape, value, path, rule));
  }
  return violations;
}

function checkLength(shape: Shape, length: number, value: unknown, path: string): Violation[] {
  const rule = 'Member must have length';
  return checkBounds(shape, length, value, path, rule);
}

function checkRange(shape: Shape, value: number, path: string): Violation[] {
  return checkBounds(shape, value, value, path, 'Member must have value');
}

function checkBounds(shape: Shape, size: number, value: unknown, path: string, rule: string): Violation[] {
  const violations: Violation[] = [];
  if (shape.min !== undefined && size < shape.min) {
    violations.push(violation(shape, value, path, `${rule} greater than or equal to ${shape.min}`));
  }
  if (shape.max !== undefined && size > shape.max) {
    violations.push(violation(shape, value, path, `${rule} less than or equal to ${shape.max}`));
  }
  return violations;
}

function violation(shape: Shape, value: unknown, path: string, rule: string): Violation {
  const shown = shape.sensitive === true || typeof value === 'object' ? 'Value' : `Value '${String(value)}'`;
  return { path, text: `${shown} at '${path}' failed to satisfy constraint: ${rule}` };
}

function unknownMember(path: string): Violation {
  return { path, text: `Value at '${path}' failed to satisfy constraint: Member is unknown` };
}

/** Member paths start with a small letter in AWS's texts: `instanceArn`, `tags.1.member.key`. */
function join(path: string, name: string): string {
  const small = name.charAt(0).toLowerCase() + name.slice(1);
  return path === '' ? small : `${path}.${small}`;
}

function isOfType(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'long':
      return Number.isInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'timestamp':
      return shape.iso === true ? typeof value === 'string' : typeof value === 'number';
  }
}

const compiled = new Map<string, RegExp>();

/** AWS's patterns match the whole text, as in Java; escapes that JavaScript's `u` flag refuses are spelt differently. */
function fullMatch(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const legal = pattern.replace(/\\([\s\S])/g, (pair: string, char: string) => {
      if (char === '-') return '\\x2d';
      return /[A-Za-z0-9^$\\.*+?()[\]{}|/]/.test(char) ? pair : char;
    });
    expression = new RegExp(`^(?:${legal})$`, 'u');
    compiled.set(pattern, expression);
  }
  return expression;
}
