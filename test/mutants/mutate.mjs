import { parseAst } from 'vitest/node';

/**
 * Puts every mistake that this file can make into the source at once, each behind a switch: `__mutant(7) ? wrong : right`.
 * Code that runs when a module is loaded is left as it is: a switch would come too late for it. So are strings: a wrong
 * name is an error of the compiler or no word of ours.
 *
 * @param first the number of the first mutant
 * @returns {{ code: string, mutants: { id: number, line: number, was: string, is: string }[] }}
 */
export function mutate(source, first) {
  const mutants = [];
  const edits = [];
  const lineOf = (at) => source.slice(0, at).split('\n').length;
  const text = (node) => source.slice(node.start, node.end);

  /** Writes the node again with what is changed within it. */
  function written(node) {
    let [out, at] = ['', node.start];
    for (const edit of edits.filter(({ start, end }) => start >= node.start && end <= node.end)) {
      if (edit.start < at) continue;
      out += source.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return out + source.slice(at, node.end);
  }

  function put(node, wrong, right = (own) => `(${own})`) {
    const own = written(node);
    const switches = wrong.map((is) => {
      const id = first + mutants.length;
      mutants.push({ id, line: lineOf(node.start), was: text(node), is });
      return [id, is];
    });
    const whole = right === null ? statement(switches, own) : expression(switches, right(own), isPure(node));
    for (let index = edits.length - 1; index >= 0; index--) {
      if (edits[index].start >= node.start && edits[index].end <= node.end) edits.splice(index, 1);
    }
    edits.push({ start: node.start, end: node.end, text: whole });
    edits.sort((a, b) => a.start - b.start);
  }
  const expression = (switches, own, pure) =>
    switches.reduce(
      (rest, [id, is]) =>
        pure ? `__other(${id}, () => (${is}), () => ${rest})` : `(__mutant(${id}) ? (${is}) : ${rest})`,
      own,
    );
  const statement = ([[id]], own) => `{ if (!__mutant(${id})) { ${own} } }`;

  /** Deepest first, so that what is around it is written with it. */
  function walk(node, inFunction, parent) {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      for (const one of node) walk(one, inFunction, parent);
      return;
    }
    if (typeof node.type !== 'string' || isOnlyType(node)) return;
    const within = inFunction || /Function/.test(node.type);
    for (const [name, child] of Object.entries(node)) if (name !== 'parent') walk(child, within, node);
    if (!within) return;
    const wrong = expressionsFor(node, parent, text);
    if (wrong.length > 0) put(node, wrong);
    else if (isDroppable(node, parent)) put(node, ['nothing'], null);
  }

  const tree = parseAst(source, { lang: 'ts' });
  walk(tree.body, false, tree);
  return { code: written({ start: 0, end: source.length }), mutants };
}

const OPPOSITE = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
};
const OTHER_METHOD = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    min: 'max',
    max: 'min',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    find: 'findLast',
  }),
);
const WITHOUT = ['filter', 'sort', 'toSorted', 'reverse', 'slice', 'trim', 'toLowerCase'];

/** The wrong expressions that may stand in the place of this one. */
function expressionsFor(node, parent, text) {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const [left, right] = [text(node.left), text(node.right)];
      return (OPPOSITE[node.operator] ?? []).map((operator) => `(${left}) ${operator} (${right})`);
    }
    case 'ConditionalExpression':
      return [text(node.consequent), text(node.alternate)];
    case 'UnaryExpression':
      return node.operator === '!' ? [text(node.argument)] : [];
    case 'Literal':
      if (typeof node.value === 'boolean') return [`${!node.value}`];
      if (typeof node.value !== 'number' || (parent.type === 'Property' && parent.key === node)) return [];
      return [node.value === 0 ? '1' : '0', ...(node.value > 1 && node.value < 20 ? [`${node.value} + 1`] : [])];
    case 'ArrayExpression':
      return node.elements.length > 0 && parent.type !== 'TSAsExpression' ? ['[]'] : [];
    case 'CallExpression':
      return callsFor(node, parent, text);
    default:
      return isCondition(node, parent) && !/Logical|Binary|Unary|Call/.test(node.type) ? [`!(${text(node)})`] : [];
  }
}

/** What a call may be instead; not where it is only a link of an optional chain. */
function callsFor(node, parent, text) {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || text(callee).includes('?.')) {
    return isCondition(node, parent) ? [`!(${text(node)})`] : [];
  }
  const name = callee.property.name;
  const rest = text(node).slice(callee.property.end - node.start);
  const other = OTHER_METHOD.get(name);
  if (other !== undefined) return [`${text(callee.object)}.${other}${rest}`];
  if (WITHOUT.includes(name)) return [text(callee.object)];
  return isCondition(node, parent) ? [`!(${text(node)})`] : [];
}

const LOOKS = /^(has|get|includes|startsWith|endsWith|at|keys|values)$/;

/** Whether it may be worked out twice: then a test in which right and wrong are the same need not be tried. */
function isPure(node) {
  if (node === null || typeof node !== 'object') return true;
  if (Array.isArray(node)) return node.every(isPure);
  if (/^(Await|Yield|Assignment|Update|New|Function|ArrowFunction|TaggedTemplate|Array|Object)/.test(node.type))
    return false;
  if (node.type === 'CallExpression' && !LOOKS.test(node.callee.property?.name)) return false;
  return Object.values(node).every(isPure);
}

function isCondition(node, parent) {
  return parent.test === node && /^(If|While|DoWhile|For)Statement$/.test(parent.type);
}

/** A statement that does something and that the compiler does not miss. */
function isDroppable(node, parent) {
  if (!/^(BlockStatement|IfStatement|ForStatement|ForOfStatement|WhileStatement)$/.test(parent.type)) return false;
  if (node.type === 'ContinueStatement' || node.type === 'ThrowStatement') return true;
  if (node.type === 'ReturnStatement') return node.argument === null;
  return node.type === 'ExpressionStatement' && !node.directive && !/^super\(/.test(node.expression.type);
}

function isOnlyType(node) {
  if (['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'].includes(node.type)) return false;
  return node.type.startsWith('TS') || node.type === 'ImportDeclaration';
}
