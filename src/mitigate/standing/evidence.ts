/**
 * What the evidence says, result by result: which results are looked at, and what a pass is worth today. How
 * the results of one check on one enforcement point add up is in {@link ./standing.ts}.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type Strength, Strength as Strengths } from '../../catalogue/schema.ts';
import { factDigest } from '../../evidence/facts.ts';
import type { Fact, Result, VerifiedRun } from '../../evidence/run.ts';
import type { Inventory } from '../../model/index.ts';
import type { System } from '../../model/system.ts';
import type { Problem } from '../../text/problem.ts';

/** The check id of what a person states and signs for; the only one a run of kind `human` may hold. */
export const HUMAN_STATEMENT = 'human-statement';

/** What step 3 needs to know of a declared target of the environment. */
export interface EvidenceTarget {
  /** Digest of the declaration, as in the `target` facts of results. */
  readonly digest: string;
  readonly kind: string;
  /** Ids of the elements and connections whose enforcement point it is. */
  readonly covers: readonly string[];
  /** The cohort of the unit it is, where it is one unit of a fleet: what the declaration says. */
  readonly cohort?: string;
  /** Which unit it is; only one that the inventory places in `cohort` speaks for more than itself. */
  readonly unit?: string;
  /** The file it is, where it is one. */
  readonly file?: string;
  /** Of an export of a device registry: the inventory it was laid beside, and the one element that was meant there. */
  readonly comparedWith?: { readonly inventory?: string; readonly element?: string };
  /** What is called otherwise there than in the model: name there → element. */
  readonly names?: Readonly<Record<string, string>>;
  /** Names of the canaries and services that checks use there: strangers to the model, and meant to be there. */
  readonly identities?: readonly string[];
}

/** Everything step 3 knows of step 4. */
export interface Evidence {
  /** Whose runs count; without it none do. Staging never counts for production. */
  readonly environment?: string;
  /** Only runs whose signature counts ({@link openRuns}). */
  readonly runs: readonly VerifiedRun[];
  /** The targets declared in the environment, by name. */
  readonly targets: ReadonlyMap<string, EvidenceTarget>;
  /** Digests of project files as they are now, by path. A file that is not in it cannot be compared. */
  readonly files: ReadonlyMap<string, string>;
  /** Which units there are, and of which cohort; without it a unit speaks for itself alone. */
  readonly inventory?: Inventory;
  /** Digests of the files that are the threat model, by path: what a review is about. */
  readonly document?: ReadonlyMap<string, string>;
  /** How many people trust.yaml asks to review it. */
  readonly reviewers?: number;
  /** Problems of reading the evidence; they go into the register and from there to the gate. */
  readonly problems: readonly Problem[];
}

/** What there is before step 4 was ever taken. */
export const NO_EVIDENCE: Evidence = { runs: [], targets: new Map(), files: new Map(), problems: [] };

/**
 * What one result says today. `pass`: it counts. `stale`: it passed, but is too old or rests on something that
 * changed. `too-weak`: it passed, but the mitigation asks for more.
 */
export type Standing = 'pass' | 'fail' | 'inconclusive' | 'stale' | 'too-weak';

/** A result with what it is worth today. */
export interface Judged {
  readonly result: Result;
  readonly time: number;
  readonly standing: Standing;
  /** True for a pass as it was made, whatever became of it since: it closes earlier failures. */
  readonly passed: boolean;
  /** Of the result, as far as it is to be believed: an index into {@link Strengths}. */
  readonly strength: number;
  readonly reason: string;
  /** When a stale pass grew too old; absent when something changed. */
  readonly agedAt?: string;
}

/** Clocks differ; a result from further ahead than this is no evidence of anything that happened. */
export const CLOCK_SKEW = 5 * 60_000;

/** The results of one environment, findable by check and covered id. */
export class EvidenceIndex {
  readonly evidence: Evidence;
  readonly system: System;
  readonly catalogue: Catalogue;
  readonly now: Date;
  readonly #results = new Map<string, Result[]>();
  readonly #targets = new Map<string, string[]>();
  /** Digests of the same facts are asked for by every result of a run. */
  readonly #changes = new Map<Fact, string | undefined>();

  constructor(evidence: Evidence, system: System, catalogue: Catalogue, now: Date) {
    this.evidence = evidence;
    this.system = system;
    this.catalogue = catalogue;
    this.now = now;
    for (const { run } of evidence.runs) {
      if (run.environment !== evidence.environment) continue;
      for (const result of run.results) {
        const human = result.check === HUMAN_STATEMENT;
        if (result.environment !== evidence.environment || human !== (run.kind === 'human')) continue;
        if (human && run.statement === null) continue;
        for (const id of new Set(result.covers))
          add(this.#results, keyOf(result.check, result.mitigation, id), result);
      }
    }
    for (const [name, { covers }] of evidence.targets)
      for (const id of new Set(covers)) add(this.#targets, id, name);
  }

  /**
   * All results of a check at a point. A check says the same whichever mitigation it was run for; a human
   * statement is about its mitigation only.
   */
  at(check: string, mitigation: string, point: string): readonly Result[] {
    return this.#results.get(keyOf(check, mitigation, point)) ?? [];
  }

  /** Names of the declared targets that say they are the point. */
  targetsAt(point: string): readonly string[] {
    return this.#targets.get(point) ?? [];
  }

  /** What a result is worth for a mitigation that asks for `least`. */
  judge(result: Result, least: Strength): Judged {
    const time = Date.parse(result.observedAt);
    const strength = this.#strengthOf(result);
    const of = (standing: Standing, reason: string, agedAt?: string): Judged => {
      const passed = standing === 'pass' || standing === 'stale' || standing === 'too-weak';
      return { result, time, standing, passed, strength, reason, ...(agedAt !== undefined && { agedAt }) };
    };
    if (result.verdict !== 'pass') return of(result.verdict, result.reason);
    const doubt =
      time > this.now.getTime() + CLOCK_SKEW
        ? `it is dated in the future, ${result.observedAt}`
        : doubtOf(result);
    if (doubt !== undefined) return of('inconclusive', doubt);
    const changed = this.#targetChange(result) ?? this.#factChange(result);
    if (changed !== undefined) return of('stale', changed);
    const validUntil = Date.parse(result.validUntil);
    if (this.now.getTime() > validUntil)
      return of('stale', `it counted until ${day(result.validUntil)}`, result.validUntil);
    if (strength < rank(least)) {
      return of('too-weak', `its strength is "${Strengths.options[strength]}", "${least}" is asked for`);
    }
    return of('pass', result.reason);
  }

  /** A run cannot say that a check is stronger than the catalogue has it, nor that nobody is an observer. */
  #strengthOf({ check, strength, observer }: Result): number {
    return Math.min(
      rank(strength),
      rank(check === HUMAN_STATEMENT ? 'document' : (this.catalogue.checks.get(check)?.strength ?? strength)),
      rank(observer === null ? 'probe' : 'observed-probe'),
    );
  }

  #targetChange({ check, target, facts }: Result): string | undefined {
    if (check === HUMAN_STATEMENT) return undefined;
    const declared = this.evidence.targets.get(target);
    if (!declared) return `the target "${target}" is no longer declared`;
    const cited = facts.filter((fact) => fact.kind === 'target' && fact.ref === target);
    if (cited.length === 0) return `it does not say which declaration of the target "${target}" it looked at`;
    const same = cited.every((fact) => fact.digest === declared.digest);
    return same ? undefined : `the declaration of the target "${target}" has changed`;
  }

  #factChange({ facts }: Result): string | undefined {
    for (const fact of facts) {
      if (!this.#changes.has(fact)) this.#changes.set(fact, this.#changeOf(fact));
      const change = this.#changes.get(fact);
      if (change !== undefined) return change;
    }
    return undefined;
  }

  #changeOf({ kind, ref, digest, value }: Fact): string | undefined {
    switch (kind) {
      case 'model': {
        const current = factDigest(this.system, ref);
        if (!current) return `${ref} is no longer in the model`;
        return current.digest === digest
          ? undefined
          : `${ref} was ${shown(value)}, is ${shown(current.value)}`;
      }
      case 'file': {
        const current = this.evidence.files.get(ref);
        if (current === undefined) return `the file "${ref}" cannot be compared: it was not read`;
        return current === digest ? undefined : `the file "${ref}" has changed`;
      }
      case 'target': {
        const current = this.evidence.targets.get(ref)?.digest;
        return current === digest ? undefined : `the declaration of the target "${ref}" has changed`;
      }
      case 'observed':
        break;
    }
    return undefined;
  }
}

/**
 * Why a result that calls itself a pass is none: a dead server refuses everybody, and a refusal by our own
 * library is none (design section 5, law 1). Probes only; what is read has no control.
 */
function doubtOf({ strength, control, refusedBy }: Result): string | undefined {
  if (refusedBy === 'client-library') return 'the refusal came from our own client library';
  if (refusedBy === 'platform-default') return 'the refusal was an accident of the platform, not a policy';
  if (rank(strength) < rank('probe')) return undefined;
  if (!control) return 'it has no positive control';
  return control.outcome === 'accepted' || control.outcome === 'seen'
    ? undefined
    : 'its positive control did not work';
}

function keyOf(check: string, mitigation: string, point: string): string {
  return check === HUMAN_STATEMENT ? `${check} ${point} ${mitigation}` : `${check} ${point}`;
}

function add<T>(index: Map<string, T[]>, key: string, entry: T): void {
  const list = index.get(key);
  if (list) list.push(entry);
  else index.set(key, [entry]);
}

function rank(strength: Strength): number {
  return Strengths.options.indexOf(strength);
}

function shown(value: unknown): string {
  if (value === undefined) return 'something else';
  return value === null ? 'not stated' : JSON.stringify(value);
}

/** The date of an ISO time, for readers. */
export function day(time: string): string {
  return time.slice(0, 10);
}
