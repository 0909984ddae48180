/**
 * Subjects that no rule can tell apart: equal in every property, derived value and neighbour answer that some
 * condition of the catalogue reads. The engine asks the rules once for each such class. A property that
 * nobody reads (a serial number) does not split a class.
 */
import type { Value } from '../../catalogue/condition.ts';
import type { Properties } from '../../model/system.ts';
import { int } from '../conditions/adjacency.ts';
import { type CompiledQuantifier, type Contribution, contribution } from '../conditions/compile.ts';
import { type Facts, elementOfRow, entry } from '../conditions/facts.ts';
import type { CompiledRules } from './rules.ts';
import { Pairs } from '../conditions/pairs.ts';
import { type Read, readerOf } from '../conditions/read.ts';
import type { Thing } from '../conditions/tree.ts';

/** By thing number (of elements: by row), the class it is in. Classes are numbered from 0 for each kind. */
export interface Classes {
  readonly rows: Classing;
  readonly connections: Classing;
  readonly flows: Classing;
}

export interface Classing {
  readonly of: Int32Array;
  readonly count: number;
}

/** Puts rows, connections and flows into classes: one pass over each, neighbours folded from the outside in. */
export function classify(facts: Facts, rules: CompiledRules): Classes {
  const numbering = new Numbering(facts, rules);
  const zones = numbering.things('zone', facts.zones, ['type'], []);
  const plainRows = numbering.rows(zones);
  const ends = (from: Int32Array, to: Int32Array): [string, (at: number) => number][] => [
    ['from', (at) => int(plainRows, int(from, at))],
    ['to', (at) => int(plainRows, int(to, at))],
  ];
  const plainConnections = numbering.things(
    'connection',
    facts.connections,
    ['crosses', 'carriesControl', 'carries'],
    ends(facts.connectionFrom, facts.connectionTo),
  );
  const flows = numbering.dense(
    numbering.things(
      'flow',
      facts.flows,
      ['kind', 'crosses', 'carries'],
      [
        ...ends(facts.flowFrom, facts.flowTo),
        ['over', (at) => int(plainConnections, int(facts.flowOver, at))],
      ],
    ),
  );
  const connections = numbering.dense(numbering.withAnswers('connection', plainConnections, { flow: flows }));
  const rows = numbering.dense(
    numbering.withAnswers('element', plainRows, { flow: flows, connection: connections }),
  );
  return { rows, connections, flows };
}

/** Numbers sequences of what is read of a thing, so that equal sequences get equal numbers. */
class Numbering {
  readonly #facts: Facts;
  readonly #rules: CompiledRules;
  readonly #pairs = new Pairs();
  /** By what is read (`connection.tls.min`): the numbers of its values. */
  readonly #values = new Map<string, Map<Value, number>>();
  #valueCount = 0;

  constructor(facts: Facts, rules: CompiledRules) {
    this.#facts = facts;
    this.#rules = rules;
    for (const name of rules.reads.names) this.#values.set(name, new Map());
  }

  /** Zones, connections, flows: the derived properties named, the stated ones, and what their hops lead to. */
  things(
    thing: Thing,
    list: readonly { readonly properties: Properties }[],
    derived: readonly string[],
    hops: readonly [string, (at: number) => number][],
  ): Int32Array {
    const readers = this.#readersOf(thing, derived);
    const followed = hops.filter(([hop]) => this.#rules.reads.names.has(`${thing}.${hop}`));
    const stated = this.#statable(thing);
    const result = new Int32Array(list.length);
    for (let at = 0; at < list.length; at++) {
      let number = 0;
      for (const { values, read } of readers) number = this.#add(number, values, read(this.#facts, at));
      for (const [, to] of followed) number = this.#pairs.of(number, to(at));
      result[at] = this.#stated(number, stated, entry(list, at).properties);
    }
    return result;
  }

  rows(zones: Int32Array): Int32Array {
    const facts = this.#facts;
    // The type and being a fleet choose the bucket, whether or not a condition asks.
    const types = new Map<Value, number>();
    const readers = this.#readersOf('element', ['kind', 'units', 'actuates']);
    const stated = this.#statable('element');
    const result = new Int32Array(facts.rows.length);
    for (let row = 0; row < result.length; row++) {
      const element = elementOfRow(facts, row);
      const { type, count } = entry(facts.elements, element);
      let number = this.#pairs.of(count > 1 ? 1 : 0, int(zones, int(facts.zoneOf, element)));
      number = this.#add(number, types, type);
      for (const { values, read } of readers) number = this.#add(number, values, read(facts, row));
      result[row] = this.#stated(number, stated, entry(facts.rows, row));
    }
    return result;
  }

  /** Refines numbers by what the conditions over neighbours answer for each thing. */
  withAnswers(thing: 'element' | 'connection', plain: Int32Array, neighbours: NeighbourClasses): Int32Array {
    const result = plain.slice();
    const asked = new Set<string>();
    for (const quantifier of this.#rules.reads.quantifiers.get(thing) ?? []) {
      const key = JSON.stringify(quantifier.node);
      if (asked.has(key)) continue;
      asked.add(key);
      const classing = neighbours[quantifier.node.of === 'flow' ? 'flow' : 'connection'];
      if (classing) this.#refine(result, quantifier, thing, classing);
    }
    return result;
  }

  /** The same distinctions, numbered from 0 without gaps. */
  dense(numbers: Int32Array): Classing {
    const known = new Map<number, number>();
    const of = numbers.map((number) => {
      const found = known.get(number) ?? known.size;
      if (found === known.size) known.set(number, found);
      return found;
    });
    return { of, count: known.size };
  }

  #refine(numbers: Int32Array, quantifier: CompiledQuantifier, thing: Thing, neighbours: Classing): void {
    const facts = this.#facts;
    const known: (Contribution | undefined)[] = [];
    const contributions = (neighbour: number): Contribution =>
      (known[int(neighbours.of, neighbour)] ??= contribution(quantifier, facts, neighbour));
    // The cohorts of an element have its neighbours: they are asked once.
    const own = thing === 'element' ? facts.elements.length : numbers.length;
    const answers = new Uint8Array(own);
    for (let at = 0; at < own; at++) answers[at] = quantifier.fold(facts, at, contributions);
    for (let at = 0; at < numbers.length; at++) {
      const answer = int(answers, at < own ? at : elementOfRow(facts, at));
      numbers[at] = this.#pairs.of(int(numbers, at), answer);
    }
  }

  /** What of the derived properties is read. That a flow crosses counts always, since it chooses the bucket. */
  #readersOf(thing: Thing, names: readonly string[]): { values: Map<Value, number>; read: Read }[] {
    return names.flatMap((name) => {
      const always = thing === 'flow' && name === 'crosses';
      const values = this.#values.get(`${thing}.${name}`) ?? (always ? new Map<Value, number>() : undefined);
      return values ? { values, read: readerOf(thing, name) } : [];
    });
  }

  /** By the names of properties of such a thing that are read: the numbers of their values. */
  #statable(thing: Thing): ReadonlyMap<string, Map<Value, number>> {
    const prefix = `${thing}.`;
    return new Map(
      [...this.#values].flatMap(([name, values]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), values]] : [],
      ),
    );
  }

  #stated(number: number, names: ReadonlyMap<string, Map<Value, number>>, properties: Properties): number {
    let result = number;
    for (const name in properties) {
      const values = names.get(name);
      if (values) result = this.#add(result, values, properties[name]);
    }
    return result;
  }

  /** Extends a sequence by a value of a property; not stated is a value too. */
  #add(number: number, values: Map<Value, number>, value: Value | undefined): number {
    const plain = value === undefined ? '\0unstated' : Array.isArray(value) ? listKey(value) : value;
    let found = values.get(plain);
    if (found === undefined) values.set(plain, (found = ++this.#valueCount));
    return this.#pairs.of(number, found);
  }
}

type NeighbourClasses = Readonly<Partial<Record<'connection' | 'flow', Classing>>>;

function listKey(words: readonly string[]): string {
  return `\0${words.toSorted().join('\0')}`;
}
