/**
 * Which changes of control properties would make a condition true (or false): searched on its tree, smallest
 * first. Facts are never changed: a hint must not talk a threat away. What the tree says is a proposal;
 * {@link ./answer.ts} tries each one before it is shown.
 */
import type { Value } from '../../catalogue/condition.ts';
import type { Property } from '../../catalogue/schema.ts';
import {
  type Compiled,
  type CompiledQuantifier,
  type CompiledTest,
  NOT_MEANT,
  contribution,
  forNeighbours,
} from '../conditions/compile.ts';
import { type Facts, elementOfRow, entry, sameValue } from '../conditions/facts.ts';
import { FALSE, type Kleene, TRUE } from '../conditions/kleene.ts';
import { type Cell, cellsOf } from '../conditions/read.ts';
import type { Test, Thing } from '../conditions/tree.ts';

export interface Change extends Cell {
  readonly to: Value;
}

/** Changes to be made together; no property of a thing twice. */
export type ChangeSet = readonly Change[];

const SO_ALREADY: readonly ChangeSet[] = [[]];

/** Alternatives kept at each step, and changes in one of them: a hint of fifty steps is none. */
const MOST_ALTERNATIVES = 4;
const MOST_CHANGES = 48;

/** Sets of changes that make the condition `wanted`, smallest first. One empty set: it is so already. */
export function solve(
  compiled: Compiled,
  facts: Facts,
  thing: Thing,
  at: number,
  wanted: Kleene,
): readonly ChangeSet[] {
  if (compiled.run(facts, at) === wanted) return SO_ALREADY;
  switch (compiled.op) {
    case 'constant':
      return [];
    case 'test':
      return solveTest(compiled, facts, at, wanted);
    case 'not':
      return solve(compiled.part, facts, thing, at, wanted === TRUE ? FALSE : TRUE);
    case 'all':
    case 'any': {
      const parts = compiled.parts.map((part) => solve(part, facts, thing, at, wanted));
      return (compiled.op === 'all') === (wanted === TRUE) ? together(parts) : alternatives(parts);
    }
    case 'every':
    case 'some':
    case 'count':
    default:
      return solveQuantifier(compiled, facts, thing, at, wanted);
  }
}

/** Whether an author can state, here and now, a control that the condition reads. */
export function readsControl(compiled: Compiled, facts: Facts, thing: Thing, at: number): boolean {
  switch (compiled.op) {
    case 'constant':
      return false;
    case 'test': {
      const property = facts.catalogue.properties.get(compiled.node.property);
      return property !== undefined && canBear(property, facts, compiled.node.of, compiled.locate(facts, at));
    }
    case 'not':
      return readsControl(compiled.part, facts, thing, at);
    case 'all':
    case 'any':
      return compiled.parts.some((part) => readsControl(part, facts, thing, at));
    case 'every':
    case 'some':
    case 'count':
    default: {
      const { that, where, node } = compiled;
      let found = false;
      forNeighbours(facts, thing, node.relation, at, (neighbour) => {
        if (found || contribution(compiled, facts, neighbour) === NOT_MEANT) return;
        found = [that, where].some((part) => part && readsControl(part, facts, node.of, neighbour));
      });
      return found;
    }
  }
}

/** One of each, all combined; none that would set a property to two values. */
export function together(parts: readonly (readonly ChangeSet[])[]): readonly ChangeSet[] {
  let combined: readonly ChangeSet[] = SO_ALREADY;
  for (const part of parts) {
    if (part === SO_ALREADY) continue;
    const next: ChangeSet[] = [];
    for (const one of combined) {
      for (const other of part) {
        const both = merge(one, other);
        if (both) next.push(both);
      }
    }
    combined = smallest(next);
    if (combined.length === 0) break;
  }
  return combined;
}

/** Any of them: the first of each part before the second of any, so that what differs most is kept. */
function alternatives(parts: readonly (readonly ChangeSet[])[]): readonly ChangeSet[] {
  const dealt: ChangeSet[] = [];
  for (let rank = 0; rank < MOST_ALTERNATIVES; rank++) {
    for (const part of parts) {
      const set = part[rank];
      if (set) dealt.push(set);
    }
  }
  return smallest(dealt);
}

function smallest(sets: readonly ChangeSet[]): readonly ChangeSet[] {
  if (sets.length <= 1 && (sets[0]?.length ?? 0) <= MOST_CHANGES) return sets;
  return sets
    .filter(({ length }) => length <= MOST_CHANGES)
    .toSorted((a, b) => a.length - b.length)
    .slice(0, MOST_ALTERNATIVES);
}

function merge(one: ChangeSet, other: ChangeSet): ChangeSet | undefined {
  if (one.length === 0) return other;
  const merged = [...one];
  for (const change of other) {
    const known = one.find((each) => isSameCell(each, change));
    if (!known) merged.push(change);
    else if (!sameValue(known.to, change.to)) return undefined;
  }
  return merged;
}

export function isSameCell(a: Cell, b: Cell): boolean {
  return a.property === b.property && a.of === b.of && a.cohort === b.cohort;
}

function solveTest(compiled: CompiledTest, facts: Facts, at: number, wanted: Kleene): readonly ChangeSet[] {
  const { property: name, of, test } = compiled.node;
  const property = facts.catalogue.properties.get(name);
  const found = compiled.locate(facts, at);
  if (!property || !canBear(property, facts, of, found)) return [];
  const cells = cellsOf(facts, of, found, name);
  const now = compiled.read(facts, found);
  return valuesThat(test, property, wanted === TRUE, now)
    .slice(0, MOST_ALTERNATIVES)
    .map((to) => cells.map((cell) => ({ ...cell, to })));
}

/** Whether an author may state this control on this thing. */
function canBear(property: Property, facts: Facts, thing: Thing, at: number): boolean {
  if (property.role !== 'control' || property.derived) return false;
  if (thing !== 'element' || !property.types) return true;
  const { type } = entry(facts.elements, elementOfRow(facts, at));
  const lineage = facts.catalogue.types.get(type)?.lineage ?? [type];
  return property.types.some((of) => lineage.includes(of));
}

function valuesThat(
  test: Test,
  property: Property,
  holds: boolean,
  now: Value | undefined,
): readonly Value[] {
  const words = Object.keys(property.values ?? {});
  const held = Array.isArray(now) ? now : [];
  switch (test.kind) {
    case 'oneOf': {
      if (holds) return test.values;
      if (property.value === 'boolean') return [true, false].filter((value) => !test.values.includes(value));
      // The last word of a list is usually the strongest protection.
      return words.filter((word) => !test.values.includes(word)).toReversed();
    }
    case 'holds':
      return holds
        ? [[...new Set([...held, ...test.words])]]
        : test.words.map((unwanted) => held.filter((word) => word !== unwanted));
    case 'sameSet':
      return holds ? [[...test.words]] : [words.filter((word) => !test.words.includes(word))];
    case 'fromWord': {
      const least = test.order.indexOf(test.least);
      return holds ? [test.least] : test.order.slice(0, least).toReversed();
    }
    case 'fromNumber':
      return holds ? [test.least] : [test.least - 1];
    case 'descends':
    default:
      return [];
  }
}

function solveQuantifier(
  quantifier: CompiledQuantifier,
  facts: Facts,
  thing: Thing,
  at: number,
  wanted: Kleene,
): readonly ChangeSet[] {
  const { op, where, that, node } = quantifier;
  // `every` is made true neighbour by neighbour and made false by one; `some` and `count` the other way round.
  const all = (op === 'every') === (wanted === TRUE);
  const each: (readonly ChangeSet[])[] = [];
  let meant = 0;
  let so = 0;
  forNeighbours(facts, thing, node.relation, at, (neighbour) => {
    const given = contribution(quantifier, facts, neighbour);
    if (given === NOT_MEANT) return;
    meant++;
    if (given === wanted) so++;
    if (given === wanted || each.length > MOST_CHANGES) return;
    const sets = solve(that, facts, node.of, neighbour, wanted);
    // One that settles the matter must be meant for certain; of all the others it does not matter who is.
    each.push(where && !all ? together([solve(where, facts, node.of, neighbour, TRUE), sets]) : sets);
  });
  if (meant === 0) return [];
  if (all) return each.length > MOST_CHANGES ? [] : together(each);
  const missing = op === 'count' ? node.least - so : 1;
  if (missing === 1) return alternatives(each);
  const possible = each.filter((sets) => sets.length > 0).slice(0, missing);
  return possible.length < missing ? [] : together(possible);
}
