/** Why a compiled condition answers as it does: the facts its answer rests on, for a reader, with their places. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import type { Rule } from '../../catalogue/schema.ts';
import {
  type Compiled,
  type CompiledQuantifier,
  type CompiledTest,
  NOT_MEANT,
  contribution,
  forNeighbours,
} from '../conditions/compile.ts';
import { type Facts, entry } from '../conditions/facts.ts';
import { FALSE, TRUE, UNKNOWN } from '../conditions/kleene.ts';
import { cellsOf, idOf, readerOf } from '../conditions/read.ts';
import type { Reason } from '../threat.ts';
import type { Thing } from '../conditions/tree.ts';

/** Reasons shown at most; a hub has as many as it has devices. */
const MOST = 8;

/** The reasons for the answer of a condition about thing number `at`; each property once, at most eight. */
export function reasonsFor(compiled: Compiled, facts: Facts, thing: Thing, at: number): readonly Reason[] {
  const found = new Map<string, Reason>();
  collect(compiled, facts, thing, at, (one) => {
    const key = `${one.of} ${one.cohort ?? ''} ${one.property}`;
    if (!found.has(key)) found.set(key, one);
    return found.size < MOST;
  });
  return [...found.values()];
}

/** Why a rule is about this kind of subject at all: its type, that it is a fleet, that it crosses a boundary. */
export function subjectReasons(facts: Facts, rule: Rule, at: number): readonly Reason[] {
  const about = (thing: Thing, property: string): Reason =>
    reason(facts, thing, at, property, readerOf(thing, property)(facts, at));
  return [
    ...(rule.types ? [about('element', 'type')] : []),
    ...(rule.subject === 'fleet' ? [about('element', 'units')] : []),
    ...(rule.subject === 'crossing' ? [about('flow', 'crosses')] : []),
  ];
}

/** How a value is shown to people: lists with commas, yes and no. */
export function showValue(value: Value): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}

/** Takes a reason; false when no more are wanted. */
type Take = (one: Reason) => boolean;

/** Visits the reasons until no more are wanted; false then. */
function collect(compiled: Compiled, facts: Facts, thing: Thing, at: number, take: Take): boolean {
  switch (compiled.op) {
    case 'constant':
      return true;
    case 'test':
      return take(testReason(compiled, facts, at));
    case 'not':
      return collect(compiled.part, facts, thing, at, take);
    case 'all':
    case 'any':
      return decisiveParts(compiled.op, compiled.parts, compiled.run(facts, at), facts, at).every((part) =>
        collect(part, facts, thing, at, take),
      );
    case 'every':
    case 'some':
    case 'count':
    default:
      return collectNeighbours(compiled, facts, thing, at, take);
  }
}

/** The parts that an answer rests on: one that settles it alone, otherwise all that do not speak against it. */
function decisiveParts(
  op: 'all' | 'any',
  parts: readonly Compiled[],
  answer: number,
  facts: Facts,
  at: number,
): readonly Compiled[] {
  const settles = op === 'all' ? FALSE : TRUE;
  if (answer === settles) return parts.filter((part) => part.run(facts, at) === settles).slice(0, 1);
  if (answer !== UNKNOWN || op === 'all') return parts;
  return parts.filter((part) => part.run(facts, at) === UNKNOWN);
}

function collectNeighbours(
  quantifier: CompiledQuantifier,
  facts: Facts,
  thing: Thing,
  at: number,
  take: Take,
): boolean {
  const answer = quantifier.run(facts, at);
  const { relation, of } = quantifier.node;
  let meant = 0;
  const decisive: number[] = [];
  forNeighbours(facts, thing, relation, at, (neighbour) => {
    const given = contribution(quantifier, facts, neighbour);
    if (given === NOT_MEANT) return;
    meant++;
    if (given === answer && decisive.length < MOST) decisive.push(neighbour);
  });
  if (meant === 0) {
    const own = idOf(facts, thing, at);
    return take({ of: own, property: relation, text: `${own} ${NOBODY[relation]}`, ...placed(facts, own) });
  }
  // A single neighbour that settles it is enough; it is one too many to list the rest.
  const settled = quantifier.op === 'every' ? answer === FALSE : quantifier.op === 'some' && answer === TRUE;
  return (settled ? decisive.slice(0, 1) : decisive).every(
    (neighbour) =>
      (!quantifier.where || collect(quantifier.where, facts, of, neighbour, take)) &&
      (quantifier.that.op === 'constant' && !quantifier.where
        ? take(neighbourReason(facts, of, neighbour))
        : collect(quantifier.that, facts, of, neighbour, take)),
  );
}

const NOBODY: Readonly<Record<CompiledQuantifier['node']['relation'], string>> = {
  dials: 'dials nobody that this is about',
  accepts: 'accepts nobody that this is about',
  connections: 'has no connection that this is about',
  sends: 'sends nothing that this is about',
  receives: 'receives nothing that this is about',
  flows: 'carries no flow that this is about',
};

function neighbourReason(facts: Facts, thing: Thing, at: number): Reason {
  const of = idOf(facts, thing, at);
  const { from, to } = thing === 'flow' ? entry(facts.flows, at) : entry(facts.connections, at);
  return {
    of,
    property: 'from',
    value: from,
    text: `${of} goes from ${from} to ${to}`,
    ...placed(facts, of),
  };
}

function testReason(test: CompiledTest, facts: Facts, at: number): Reason {
  const found = test.locate(facts, at);
  return reason(facts, test.node.of, found, test.node.property, test.read(facts, found));
}

function reason(facts: Facts, thing: Thing, at: number, property: string, value: Value | undefined): Reason {
  const cells = cellsOf(facts, thing, at, property);
  const of = idOf(facts, thing, at);
  // Several places: no cohort speaks for the element.
  const cohort = cells.length === 1 ? cells[0]?.cohort : undefined;
  const who = cohort === undefined ? of : `${of} (cohort ${cohort})`;
  return {
    of,
    property,
    ...(value !== undefined && { value }),
    text: describe(facts.catalogue, thing, who, property, value, cells.length > 1),
    ...(cohort !== undefined && { cohort }),
    ...placed(facts, of, property, cohort),
  };
}

function placed(facts: Facts, of: string, property?: string, cohort?: string): Pick<Reason, 'where'> {
  const where = facts.system.where(of, cohort === undefined ? property : `cohorts.${cohort}.${property}`);
  return where ? { where } : {};
}

function describe(
  catalogue: Catalogue,
  thing: Thing,
  who: string,
  property: string,
  value: Value | undefined,
  cohortsDiffer: boolean,
): string {
  if (value === undefined) {
    return cohortsDiffer
      ? `${who}: ${property} differs between its cohorts`
      : `${who}: ${property} is not stated`;
  }
  if (property === 'type') {
    const type = String(value);
    const noun = thing === 'zone' ? `${type} zone` : asNoun(catalogue.types.get(type)?.title ?? type);
    return `${who} is ${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
  }
  if (property === 'units') return `${who} stands for ${showValue(value)} units`;
  if (property === 'crosses') return `${who} ${value === true ? 'crosses a' : 'crosses no'} trust boundary`;
  const meaning = typeof value === 'string' ? catalogue.properties.get(property)?.values?.[value] : undefined;
  const shown = showValue(value);
  return `${who}: ${property} is ${shown}${meaning && meaning !== shown ? ` (${meaning})` : ''}`;
}

/** Lower case within a sentence, except for acronyms: web API, IoT hub. */
function asNoun(title: string): string {
  return /^[A-Z][a-z]+(\s|$)/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
