/** Our own front end: conditions of the catalogue's YAML, lowered to the syntax tree. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Condition, Value } from '../../catalogue/condition.ts';
import { followPath, neighboursOf } from '../../catalogue/paths.ts';
import type { Property } from '../../catalogue/schema.ts';
import { TRUE, UNKNOWN, kleene } from './kleene.ts';
import type { Node, QuantifierNode, Test, Thing } from './tree.ts';

/**
 * What a condition is for. It decides what a quantifier says when it finds nobody:
 *
 * - `applies`: as logic has it. `every` is true of none, `some` and `count` are false.
 * - `stated`: unknown, all three. A mitigation counts as stated only where the author stated something; an
 *   author who left out the connections has not protected them, nor said that they lack protection. Without
 *   this, deleting a connection from the model would answer the threats of its ends.
 *
 * `where` selects rather than states, so inside it the first reading holds in both.
 */
export type Purpose = 'applies' | 'stated';

/** A condition about a `thing`, lowered. A path or relation that the thing does not have is unknown. */
export function lower(condition: Condition, thing: Thing, purpose: Purpose, catalogue: Catalogue): Node {
  const inner = (part: Condition, of = thing): Node => lower(part, of, purpose, catalogue);
  if (typeof condition === 'boolean') return { op: 'constant', value: kleene(condition) };
  if ('all' in condition) return { op: 'all', parts: condition.all.map((part) => inner(part)) };
  if ('any' in condition) return { op: 'any', parts: condition.any.map((part) => inner(part)) };
  if ('not' in condition) return { op: 'not', part: inner(condition.not) };
  if ('property' in condition) return lowerTest(condition, thing, catalogue);

  const [op, relation] =
    'every' in condition
      ? (['every', condition.every] as const)
      : 'some' in condition
        ? (['some', condition.some] as const)
        : (['count', condition.count] as const);
  const of = neighboursOf(thing, relation);
  if (of === undefined) return { op: 'constant', value: UNKNOWN };
  const node: QuantifierNode = {
    op,
    relation,
    of,
    ...(condition.where !== undefined && { where: lower(condition.where, of, 'applies', catalogue) }),
    that: 'that' in condition ? inner(condition.that, of) : { op: 'constant', value: TRUE },
    least: 'atLeast' in condition ? condition.atLeast : 1,
    none: purpose === 'stated' ? UNKNOWN : kleene(op === 'every'),
  };
  return node;
}

type TestCondition = Extract<Condition, { property: string }>;

function lowerTest(condition: TestCondition, thing: Thing, catalogue: Catalogue): Node {
  const path = followPath(condition.property, thing, catalogue.properties);
  const test = path && testOf(condition, path.property, path.on);
  if (!path || !test) return { op: 'constant', value: UNKNOWN };
  const { name, role } = path.property;
  return { op: 'test', hops: path.hops, of: path.on, property: name, role, test, unstated: UNKNOWN };
}

function testOf(condition: TestCondition, property: Property, of: Thing): Test | undefined {
  if ('has' in condition) return { kind: 'holds', words: condition.has };
  if ('atLeast' in condition) {
    const least = condition.atLeast;
    if (typeof least === 'number') return { kind: 'fromNumber', least };
    const order = Object.keys(property.values ?? {});
    return property.ordered && order.includes(least) ? { kind: 'fromWord', least, order } : undefined;
  }
  const values = listOf(condition.is);
  if (property.value === 'words' || property.value === 'ids') {
    return { kind: 'sameSet', words: values.map(String) };
  }
  if (property.name === 'type' && of === 'element') return { kind: 'descends', types: values.map(String) };
  return { kind: 'oneOf', values };
}

function listOf(value: Value): readonly (string | number | boolean)[] {
  return Array.isArray(value) ? value : [value];
}
