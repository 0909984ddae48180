/**
 * The syntax tree that conditions are lowered to, whatever language they were written in. Plain data; names are
 * resolved and values brought into the catalogue's terms, so that evaluating needs no look-up by name.
 */
import type { Relation } from '../../catalogue/condition.ts';
import type { Hop, Place as Thing } from '../../catalogue/paths.ts';
import type { Kleene } from './kleene.ts';

export type { Hop, Place as Thing } from '../../catalogue/paths.ts';

/** How a stated value is held against what a condition wants. */
export type Test =
  /** The value is one of these. */
  | { readonly kind: 'oneOf'; readonly values: readonly (string | number | boolean)[] }
  /** The element type is one of these or inherits from one. */
  | { readonly kind: 'descends'; readonly types: readonly string[] }
  /** The list is this set of words. */
  | { readonly kind: 'sameSet'; readonly words: readonly string[] }
  /** The list holds all of these words. */
  | { readonly kind: 'holds'; readonly words: readonly string[] }
  /** The word stands at or after `least` in `order`. */
  | { readonly kind: 'fromWord'; readonly least: string; readonly order: readonly string[] }
  | { readonly kind: 'fromNumber'; readonly least: number };

export interface TestNode {
  readonly op: 'test';
  /** From the subject to the thing whose property it is. */
  readonly hops: readonly Hop[];
  /** What that thing is. */
  readonly of: Thing;
  readonly property: string;
  readonly role: 'fact' | 'control';
  readonly test: Test;
  /** The answer when nothing is stated. */
  readonly unstated: Kleene;
}

export interface QuantifierNode {
  readonly op: 'every' | 'some' | 'count';
  readonly relation: Relation;
  /** What the neighbours are. */
  readonly of: Thing;
  /** Who is meant; absent: all neighbours. */
  readonly where?: Node;
  /** What must hold of them; for `count` the constant true. */
  readonly that: Node;
  /** For `count`: how many. */
  readonly least: number;
  /** The answer when nobody is meant. */
  readonly none: Kleene;
}

export type Node =
  | { readonly op: 'constant'; readonly value: Kleene }
  | { readonly op: 'all' | 'any'; readonly parts: readonly Node[] }
  | { readonly op: 'not'; readonly part: Node }
  | TestNode
  | QuantifierNode;
