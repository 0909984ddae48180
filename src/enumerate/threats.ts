/** The threats of a system: references into the engine's arrays, rendered one at a time when asked for. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { System } from '../model/system.ts';
import { int } from './conditions/adjacency.ts';
import {
  type CompiledHandThreat,
  type Findings,
  certaintyOfEntry,
  findThreats,
  ruleOfEntry,
  subjectAt,
  subjectNumber,
} from './engine/engine.ts';
import { type Facts, entry, gatherFacts } from './conditions/facts.ts';
import { type HandThreat, ruleOfHand } from './hand.ts';
import { idOf } from './conditions/read.ts';
import { renderThreat } from './explain/render.ts';
import { CERTAINTIES, type CompiledRule, type CompiledRules, compileRules } from './engine/rules.ts';
import { type Score, scoreOfLevel, scoreThreat } from './severity.ts';
import { SubjectIndex } from './conditions/subject-index.ts';
import { type Scope, exposureOf, safetyHighAssets, scopeOf } from './explain/surroundings.ts';
import type { Certainty, LetterProfile, Threat, Threats } from './threat.ts';

interface EnumerateOptions {
  /** Which letters threats get; `source` without it. */
  readonly profile?: LetterProfile;
  /** From {@link readThreats}. */
  readonly handWritten?: readonly HandThreat[];
}

/** Step 2: what can go wrong, and why. Cost grows with elements, connections and flows, not with their product. */
export function enumerate(system: System, catalogue: Catalogue, options: EnumerateOptions = {}): Threats {
  return new FoundThreats(system, catalogue, options);
}

class FoundThreats implements Threats {
  readonly system: System;
  readonly catalogue: Catalogue;
  readonly profile: LetterProfile;
  readonly length: number;
  readonly #facts: Facts;
  readonly #rules: CompiledRules;
  readonly #scope: Scope;
  readonly #findings: Findings;
  readonly #handWritten: readonly HandThreat[];
  readonly #handGroups: readonly CompiledRule['groups'][];
  readonly #safetyHigh: ReadonlySet<string>;
  #index: SubjectIndex | undefined;

  constructor(
    system: System,
    catalogue: Catalogue,
    { profile = 'source', handWritten = [] }: EnumerateOptions,
  ) {
    this.system = system;
    this.catalogue = catalogue;
    this.profile = profile;
    this.#facts = gatherFacts(system, catalogue);
    this.#rules = compileRules(catalogue);
    this.#scope = scopeOf(this.#facts);
    this.#safetyHigh = safetyHighAssets(this.#facts);
    // By id, as rules are: what a subject's threats come in must not depend on the order in threats.yaml.
    this.#handWritten = handWritten.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#handGroups = this.#handWritten.map(({ mitigations, subject }) =>
      this.#rules.groupsOf(mitigations, subject.kind),
    );
    this.#findings = findThreats(this.#facts, this.#rules, this.#compiledByHand());
    this.length = int(this.#findings.offsets, this.#findings.offsets.length - 1);
  }

  at(index: number): Threat {
    return this.#render(this.#subjectOf(index), index);
  }

  id(index: number): string {
    const subject = this.#subjectOf(index);
    const { thing, at } = subjectAt(this.#facts, subject);
    return `${this.#ruleId(this.#entry(subject, index))}@${idOf(this.#facts, thing, at)}`;
  }

  certainty(index: number): Certainty {
    return entry(CERTAINTIES, certaintyOfEntry(this.#entry(this.#subjectOf(index), index)));
  }

  score(index: number): Score {
    const subject = this.#subjectOf(index);
    return this.#score(subject, ruleOfEntry(this.#entry(subject, index)));
  }

  find(id: string): number | undefined {
    const split = id.lastIndexOf('@');
    const rule = id.slice(0, Math.max(0, split));
    this.#index ??= new SubjectIndex(this.#facts);
    for (const { thing, at } of this.#index.find(id.slice(split + 1))) {
      const subject = subjectNumber(this.#facts, thing, at);
      const end = int(this.#findings.offsets, subject + 1);
      for (let index = int(this.#findings.offsets, subject); index < end; index++) {
        if (this.#ruleId(this.#entry(subject, index)) === rule) return index;
      }
    }
    return undefined;
  }

  *[Symbol.iterator](): Iterator<Threat> {
    const { offsets } = this.#findings;
    for (let subject = 0; subject + 1 < offsets.length; subject++) {
      const end = int(offsets, subject + 1);
      for (let index = int(offsets, subject); index < end; index++) yield this.#render(subject, index);
    }
  }

  #compiledByHand(): CompiledHandThreat[] {
    const index = this.#handWritten.length > 0 ? new SubjectIndex(this.#facts) : undefined;
    return this.#handWritten.map(({ subject: { kind, id } }, number) => {
      const thing = index?.find(id).find((found) => found.thing === kind);
      if (!thing) throw new RangeError(`the system has no ${kind} "${id}"`);
      const subject = subjectNumber(this.#facts, thing.thing, thing.at);
      return { subject, groups: entry(this.#handGroups, number) };
    });
  }

  #render(subject: number, index: number): Threat {
    const { thing, at } = subjectAt(this.#facts, subject);
    const packed = this.#entry(subject, index);
    const number = ruleOfEntry(packed);
    const outOfScope = this.#scope(thing, at);
    const hand = number - this.#rules.all.length;
    return renderThreat({
      facts: this.#facts,
      thing,
      at,
      compiled: this.#rules.all[number] ?? {
        hand: entry(this.#handWritten, hand),
        groups: entry(this.#handGroups, hand),
      },
      certainty: certaintyOfEntry(packed),
      severity: this.#score(subject, number).level,
      profile: this.profile,
      ...(outOfScope !== undefined && { outOfScope }),
    });
  }

  #score(subject: number, number: number): Score {
    const { thing, at } = subjectAt(this.#facts, subject);
    const compiled = this.#rules.all[number];
    return compiled
      ? scoreThreat(compiled.rule, exposureOf(this.#facts, thing, at, this.#safetyHigh))
      : scoreOfLevel(entry(this.#handWritten, number - this.#rules.all.length).severity);
  }

  /** The last subject whose threats start at or before the index. */
  #subjectOf(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new RangeError(`no threat ${index} of ${this.length}`);
    }
    const { offsets } = this.#findings;
    let low = 0;
    let high = offsets.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (int(offsets, middle) <= index) low = middle;
      else high = middle;
    }
    return low;
  }

  #entry(subject: number, index: number): number {
    const { outcomeOf, outcomeStart, entries, offsets } = this.#findings;
    return entry(entries, entry(outcomeStart, int(outcomeOf, subject)) + index - int(offsets, subject));
  }

  #ruleId(packed: number): string {
    const number = ruleOfEntry(packed);
    return (
      this.#rules.all[number]?.rule.id ??
      ruleOfHand(entry(this.#handWritten, number - this.#rules.all.length))
    );
  }
}
