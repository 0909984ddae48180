/**
 * The engine: which threats there are, and how certain, as numbers in typed arrays. Each class of subjects that
 * no rule can tell apart is asked once ({@link ./classes.ts}); subjects then refer to what came out for their class.
 */
import type { SubjectKind } from '../../catalogue/schema.ts';
import { int } from '../conditions/adjacency.ts';
import { classify, type Classing } from './classes.ts';
import { type Facts, entry, rowsOf } from '../conditions/facts.ts';
import { FALSE } from '../conditions/kleene.ts';
import { Pairs } from '../conditions/pairs.ts';
import { type CompiledRule, type CompiledRules, certaintyOf } from './rules.ts';
import type { Thing } from '../conditions/tree.ts';

/** A threat written by hand, compiled, on subject number `subject`. */
export interface CompiledHandThreat {
  readonly subject: number;
  readonly groups: CompiledRule['groups'];
}

/**
 * Subjects are numbered: 0 the system, then elements, connections, flows, each in the order of the file.
 * An entry packs the number of a rule (after the rules, of a threat written by hand) and a certainty.
 */
export interface Findings {
  /** By subject: which outcome. */
  readonly outcomeOf: Int32Array;
  /** By outcome: where its entries start in `entries`; they end where the next one's start. */
  readonly outcomeStart: readonly number[];
  readonly entries: readonly number[];
  /** By subject: how many threats stand before its own; the last one is the number of all threats. */
  readonly offsets: Uint32Array;
}

const packEntry = (rule: number, certainty: number): number => rule * 4 + certainty;
export const ruleOfEntry = (packed: number): number => packed >> 2;
export const certaintyOfEntry = (packed: number): number => packed & 3;

/** What subject number `subject` is, and its number (of an element, its row) among those. */
export function subjectAt(facts: Facts, subject: number): { thing: Thing; at: number } {
  const elements = 1;
  const connections = elements + facts.elements.length;
  const flows = connections + facts.connections.length;
  if (subject >= flows) return { thing: 'flow', at: subject - flows };
  if (subject >= connections) return { thing: 'connection', at: subject - connections };
  if (subject >= elements) return { thing: 'element', at: subject - elements };
  return { thing: 'system', at: 0 };
}

export function subjectNumber(facts: Facts, thing: Thing, at: number): number {
  if (thing === 'flow') return 1 + facts.elements.length + facts.connections.length + at;
  if (thing === 'connection') return 1 + facts.elements.length + at;
  return thing === 'element' ? 1 + at : 0;
}

/** The rows (or the one number) on which a subject's threats are judged. */
export function judgedAt(facts: Facts, thing: Thing, at: number): readonly number[] {
  return thing === 'element' ? rowsOf(facts, at) : [at];
}

/** Asks the rules about every subject, in scope or not: saying that something is out of scope removes no threat. */
export function findThreats(
  facts: Facts,
  rules: CompiledRules,
  byHand: readonly CompiledHandThreat[],
): Findings {
  const outcomes = new Outcomes(facts, rules);
  const classes = classify(facts, rules);
  const subjects = 1 + facts.elements.length + facts.connections.length + facts.flows.length;
  const outcomeOf = new Int32Array(subjects);
  let subject = 0;
  outcomeOf[subject++] = outcomes.ask([0], rules.bucket(['system']));

  const ofRows = new Int32Array(classes.rows.count).fill(-1);
  for (let at = 0; at < facts.elements.length; at++, subject++) {
    const { type, count } = entry(facts.elements, at);
    const kinds: readonly SubjectKind[] = count > 1 ? ELEMENT_AND_FLEET : ELEMENT;
    outcomeOf[subject] = facts.firstCohortRow.has(at)
      ? outcomes.askCohorts(rowsOf(facts, at), classes.rows, () => rules.bucket(kinds, type))
      : outcomes.askClass(ofRows, int(classes.rows.of, at), at, () => rules.bucket(kinds, type));
  }
  const ofConnections = new Int32Array(classes.connections.count).fill(-1);
  for (let at = 0; at < facts.connections.length; at++, subject++) {
    const its = int(classes.connections.of, at);
    outcomeOf[subject] = outcomes.askClass(ofConnections, its, at, () => rules.bucket(['connection']));
  }
  const ofFlows = new Int32Array(classes.flows.count).fill(-1);
  for (let at = 0; at < facts.flows.length; at++, subject++) {
    const crosses = entry(facts.flows, at).crosses.length > 0;
    outcomeOf[subject] = outcomes.askClass(ofFlows, int(classes.flows.of, at), at, () =>
      rules.bucket(crosses ? ['flow', 'crossing'] : ['flow']),
    );
  }
  outcomes.addByHand(outcomeOf, byHand);
  return { ...outcomes.finish(), outcomeOf, offsets: outcomes.offsets(outcomeOf) };
}

const ELEMENT: readonly SubjectKind[] = ['element'];
const ELEMENT_AND_FLEET: readonly SubjectKind[] = ['element', 'fleet'];

/** What came out, for each class that was asked. */
class Outcomes {
  readonly #facts: Facts;
  readonly #rules: CompiledRules;
  readonly #start = [0, 0];
  readonly #entries: number[] = [];
  readonly #cohortClasses = new Pairs();
  readonly #ofCohorts = new Map<number, number>();

  constructor(facts: Facts, rules: CompiledRules) {
    this.#facts = facts;
    this.#rules = rules;
  }

  askClass(known: Int32Array, its: number, at: number, bucket: () => readonly number[]): number {
    let outcome = known[its] ?? -1;
    if (outcome < 0) known[its] = outcome = this.ask([at], bucket());
    return outcome;
  }

  /** Elements whose cohorts are of the same classes, in the same order, come out alike. */
  askCohorts(rows: readonly number[], classing: Classing, bucket: () => readonly number[]): number {
    const key = rows.reduce((sequence, row) => this.#cohortClasses.of(sequence, int(classing.of, row)), 0);
    let outcome = this.#ofCohorts.get(key);
    if (outcome === undefined) this.#ofCohorts.set(key, (outcome = this.ask(rows, bucket())));
    return outcome;
  }

  /** Where several rows are asked, a rule that applies to one applies, and the worst certainty counts. */
  ask(rows: readonly number[], bucket: readonly number[]): number {
    for (const number of bucket) {
      const { applies, groups } = entry(this.#rules.all, number);
      let worst = -1;
      for (const row of rows) {
        if (applies.run(this.#facts, row) === FALSE) continue;
        worst = Math.max(worst, certaintyOf(groups, this.#facts, row));
      }
      if (worst >= 0) this.#entries.push(packEntry(number, worst));
    }
    return this.#close();
  }

  /** Threats written by hand stand after those of the rules. */
  addByHand(outcomeOf: Int32Array, byHand: readonly CompiledHandThreat[]): void {
    const first = this.#rules.all.length;
    byHand.forEach(({ subject, groups }, index) => {
      const { thing, at } = subjectAt(this.#facts, subject);
      const certainties = judgedAt(this.#facts, thing, at).map((row) =>
        certaintyOf(groups, this.#facts, row),
      );
      const outcome = int(outcomeOf, subject);
      const [from, to] = [entry(this.#start, outcome), entry(this.#start, outcome + 1)];
      this.#entries.push(
        ...this.#entries.slice(from, to),
        packEntry(first + index, Math.max(...certainties)),
      );
      outcomeOf[subject] = this.#close();
    });
  }

  offsets(outcomeOf: Int32Array): Uint32Array {
    const offsets = new Uint32Array(outcomeOf.length + 1);
    let total = 0;
    for (let subject = 0; subject < outcomeOf.length; subject++) {
      offsets[subject] = total;
      const outcome = int(outcomeOf, subject);
      total += entry(this.#start, outcome + 1) - entry(this.#start, outcome);
    }
    offsets[outcomeOf.length] = total;
    return offsets;
  }

  finish(): Pick<Findings, 'outcomeStart' | 'entries'> {
    return { outcomeStart: this.#start, entries: this.#entries };
  }

  #close(): number {
    this.#start.push(this.#entries.length);
    return this.#start.length - 2;
  }
}
