/**
 * Conditions compiled to closures, once for a catalogue: nothing is ever evaluated as code. A compiled condition
 * keeps its tree, so that the same object answers, explains itself and says what would change its answer.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Condition, Value } from '../../catalogue/condition.ts';
import { placeOfSubject } from '../../catalogue/paths.ts';
import type { SubjectKind } from '../../catalogue/schema.ts';
import { int } from './adjacency.ts';
import { type Facts, elementOfRow, sameValue } from './facts.ts';
import { FALSE, type Kleene, TRUE, UNKNOWN, and, kleene, not, or } from './kleene.ts';
import { type Purpose, lower } from './lower.ts';
import { type Read, destinationOf, follow, readerOf } from './read.ts';
import type { Node, QuantifierNode, Test, TestNode, Thing } from './tree.ts';

/** A condition ready to be asked about thing number `at`; of an element, its row. */
interface Asked {
  run(facts: Facts, at: number): Kleene;
}

interface CompiledConstant extends Asked {
  readonly op: 'constant';
}
interface CompiledGroup extends Asked {
  readonly op: 'all' | 'any';
  readonly parts: readonly Compiled[];
}
interface CompiledNot extends Asked {
  readonly op: 'not';
  readonly part: Compiled;
}
export interface CompiledTest extends Asked {
  readonly op: 'test';
  readonly node: TestNode;
  /** The number of the thing whose property is tested. */
  locate(facts: Facts, at: number): number;
  readonly read: Read;
}
export interface CompiledQuantifier extends Asked {
  readonly op: QuantifierNode['op'];
  readonly node: QuantifierNode;
  readonly where?: Compiled;
  readonly that: Compiled;
  /** The answer, given what each neighbour contributes ({@link contribution}). */
  fold(facts: Facts, at: number, contributions: (neighbour: number) => Contribution): Kleene;
}
export type Compiled = CompiledConstant | CompiledGroup | CompiledNot | CompiledTest | CompiledQuantifier;

/** Compiles a condition about a kind of subject. See {@link Purpose} for what it is for. */
export function compileCondition(
  condition: Condition,
  kind: SubjectKind,
  purpose: Purpose,
  catalogue: Catalogue,
): Compiled {
  const thing = placeOfSubject(kind);
  return compile(lower(condition, thing, purpose, catalogue), thing);
}

/** Everything that conditions read, for telling which things they cannot tell apart. */
export interface Reads {
  /** Properties and hops by the thing they start from: `connection.tls.min`, `connection.from`. */
  readonly names: Set<string>;
  readonly quantifiers: Map<Thing, CompiledQuantifier[]>;
}

/** Notes what a compiled condition about `thing` reads. */
export function noteReads(compiled: Compiled, thing: Thing, reads: Reads): void {
  switch (compiled.op) {
    case 'constant':
      return;
    case 'all':
    case 'any':
      for (const part of compiled.parts) noteReads(part, thing, reads);
      return;
    case 'not':
      noteReads(compiled.part, thing, reads);
      return;
    case 'test':
      noteTest(compiled.node, thing, reads);
      return;
    case 'every':
    case 'some':
    case 'count':
      reads.quantifiers.set(thing, [...(reads.quantifiers.get(thing) ?? []), compiled]);
      if (compiled.where) noteReads(compiled.where, compiled.node.of, reads);
      noteReads(compiled.that, compiled.node.of, reads);
  }
}

function noteTest({ hops, property }: TestNode, thing: Thing, { names }: Reads): void {
  let from = thing;
  for (const hop of hops) {
    names.add(`${from}.${hop}`);
    from = destinationOf(hop);
  }
  names.add(`${from}.${property}`);
}

/** A neighbour that is not meant contributes this instead of a truth value. */
export const NOT_MEANT = 3;
export type Contribution = Kleene | typeof NOT_MEANT;

/** What a neighbour contributes to a quantifier: a truth value, or {@link NOT_MEANT}. */
export function contribution(quantifier: CompiledQuantifier, facts: Facts, neighbour: number): Contribution {
  const meant = quantifier.where ? quantifier.where.run(facts, neighbour) : TRUE;
  if (meant === FALSE) return NOT_MEANT;
  const so = quantifier.that.run(facts, neighbour);
  return quantifier.op === 'every' ? or(not(meant), so) : and(meant, so);
}

function compile(node: Node, thing: Thing): Compiled {
  switch (node.op) {
    case 'constant':
      return { op: 'constant', run: () => node.value };
    case 'all':
    case 'any':
      return compileGroup(
        node.op,
        node.parts.map((part) => compile(part, thing)),
      );
    case 'not': {
      const part = compile(node.part, thing);
      return { op: 'not', part, run: (facts, at) => not(part.run(facts, at)) };
    }
    case 'test':
      return compileTest(node, thing);
    case 'every':
    case 'some':
    case 'count':
    default:
      return compileQuantifier(node, thing);
  }
}

function compileGroup(op: 'all' | 'any', parts: readonly Compiled[]): CompiledGroup {
  const neutral = op === 'all' ? TRUE : FALSE;
  const final = not(neutral);
  const join = op === 'all' ? and : or;
  return {
    op,
    parts,
    run(facts, at) {
      let result: Kleene = neutral;
      for (const part of parts) {
        result = join(result, part.run(facts, at));
        if (result === final) break;
      }
      return result;
    },
  };
}

function compileTest(node: TestNode, thing: Thing): CompiledTest {
  const { hops, unstated } = node;
  const isControl = node.role === 'control';
  const read = readerOf(node.of, node.property);
  const passes = compileComparison(node.test);
  const locate = (facts: Facts, at: number): number => {
    let from = thing;
    let found = at;
    for (const hop of hops) {
      found = follow(facts, hop, from, found);
      from = destinationOf(hop);
    }
    return found;
  };
  return {
    op: 'test',
    node,
    locate,
    read,
    run(facts, at) {
      if (isControl && facts.withoutControls) return unstated;
      const value = read(facts, locate(facts, at));
      return value === undefined ? unstated : passes(value, facts);
    },
  };
}

function compileComparison(test: Test): (value: Value, facts: Facts) => Kleene {
  switch (test.kind) {
    case 'oneOf': {
      const wanted = new Set<Value>(test.values);
      return (value) => kleene(wanted.has(value));
    }
    case 'descends': {
      const wanted = new Set(test.types);
      return (value, { catalogue }) =>
        kleene(
          (catalogue.types.get(String(value))?.lineage ?? [String(value)]).some((type) => wanted.has(type)),
        );
    }
    case 'sameSet':
      return (value) => kleene(sameValue(wordsOf(value), [...test.words]));
    case 'holds':
      return (value) => {
        const held = wordsOf(value);
        return kleene(test.words.every((word) => held.includes(word)));
      };
    case 'fromWord': {
      const least = test.order.indexOf(test.least);
      // A word outside the order cannot be weighed: that is no statement either way.
      return (value) => {
        const rank = test.order.indexOf(String(value));
        return rank < 0 ? UNKNOWN : kleene(rank >= least);
      };
    }
    case 'fromNumber':
    default:
      return (value) => (typeof value === 'number' ? kleene(value >= test.least) : UNKNOWN);
  }
}

function wordsOf(value: Value): string[] {
  return Array.isArray(value) ? value : [String(value)];
}

function compileQuantifier(node: QuantifierNode, thing: Thing): CompiledQuantifier {
  const where = node.where && compile(node.where, node.of);
  const fold = (facts: Facts, at: number, contributions: (neighbour: number) => Contribution): Kleene => {
    let meant = 0;
    let sure = 0;
    let possible = 0;
    let every: Kleene = TRUE;
    forNeighbours(facts, thing, node.relation, at, (neighbour) => {
      const given = contributions(neighbour);
      if (given === NOT_MEANT) return;
      meant++;
      if (given === TRUE) sure++;
      if (given !== FALSE) possible++;
      every = and(every, given);
    });
    if (meant === 0) return node.none;
    if (node.op === 'every') return every;
    return sure >= node.least ? TRUE : possible >= node.least ? UNKNOWN : FALSE;
  };
  const quantifier: CompiledQuantifier = {
    op: node.op,
    node,
    ...(where && { where }),
    that: compile(node.that, node.of),
    fold,
    run: (facts, at) => fold(facts, at, (neighbour) => contribution(quantifier, facts, neighbour)),
  };
  return quantifier;
}

/** Visits the neighbours of a thing by a relation, each once, in the order of the file. */
export function forNeighbours(
  facts: Facts,
  thing: Thing,
  relation: QuantifierNode['relation'],
  at: number,
  visit: (neighbour: number) => void,
): void {
  const owner = thing === 'element' ? elementOfRow(facts, at) : at;
  const lists = relation === 'connections' ? (['dials', 'accepts'] as const) : ([relation] as const);
  for (const list of lists) {
    const { start, members } = facts.neighbours[list];
    const end = int(start, owner + 1);
    for (let i = int(start, owner); i < end; i++) {
      const neighbour = int(members, i);
      // An element that dials itself stands in both lists.
      if (relation === 'connections' && list === 'accepts' && int(facts.connectionFrom, neighbour) === owner)
        continue;
      visit(neighbour);
    }
  }
}
