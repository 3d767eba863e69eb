import type { Path } from './check.ts';
import { nearest } from './nearest.ts';
import { settingsJsonSchema } from './schema.ts';

/** The part of JSON Schema that is needed to find one's way. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly examples?: readonly string[];
}

let root: Node | undefined;

function nodeAt(path: Path): Node | undefined {
  root ??= settingsJsonSchema() as Node;
  let node: Node | undefined = root;
  for (const part of path) {
    if (typeof part === 'number') node = node?.items;
    else if (node?.properties && Object.hasOwn(node.properties, part)) node = node.properties[part];
    else node = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
  }
  return node;
}

/** A value that would pass at this place of the file. */
export function exampleAt(path: Path): string | undefined {
  const node = nodeAt(path);
  return (node?.examples ?? node?.items?.examples)?.[0];
}

/** The key that was probably meant at this place, or where the same key belongs. */
export function keyMeant(path: Path, unknown: string): string | undefined {
  const here = nearest(unknown, Object.keys(nodeAt(path)?.properties ?? {}));
  return here ?? placesOf(unknown, nodeAt([]) ?? {}, '').find((place) => place !== unknown);
}

function placesOf(key: string, node: Node, prefix: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const place = `${prefix}${name}`;
    const deeper = child.items ? placesOf(key, child.items, `${place}[].`) : placesOf(key, child, `${place}.`);
    return name === key ? [place, ...deeper] : deeper;
  });
}
