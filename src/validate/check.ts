/**
 * What a check is: a triple of positive control, attack and observer, with what it needs declared up front.
 * One file per check in `checks/`; the runner gives it a context and turns its outcome into results.
 */
import type { Value } from '../catalogue/condition.ts';
import type { CheckInfo, Strength } from '../catalogue/schema.ts';
import type { Attempt, Fact, RefusedBy, Result, Seen, Verdict } from '../evidence/run.ts';
import type { Endpoint } from './endpoint.ts';
import type { Doorman } from './probes/client/doorman.ts';
import type { Dialler } from './probes/dial.ts';
import type { Target } from './targets/targets.ts';

/** PEM texts of one canary. Held in memory only; never part of an outcome. */
export interface Credentials {
  readonly name: string;
  readonly clientId: string;
  readonly state: 'enrolled' | 'expired' | 'revoked' | 'weak';
  readonly cert?: string;
  readonly key?: string;
  readonly username?: string;
  readonly password?: string;
  /** Hexadecimal digits. */
  readonly psk?: string;
  readonly token?: string;
}

/** What a running check may use; it has no other way to the outside. */
export interface CheckContext {
  readonly target: Target;
  readonly targetName: string;
  /** What the model says of the covered things, by the names in the check's `expects`. */
  readonly expects: Readonly<Record<string, Value>>;
  readonly covers: readonly string[];
  /** The only way to open a connection: to the declared, resolved, granted address, within budget. */
  readonly dial: Dialler;
  /** Where a device that dials is waited for, in the place of its server; absent where the target declares none. */
  readonly door?: Doorman;
  /** Stands for where `dial` leads, the same for all checks of a run ({@link ./endpoint.ts}). */
  readonly endpoint: Endpoint;
  /** PEM of the CA of `target.tls`. */
  readonly ca: string | undefined;
  readonly identities: readonly Credentials[];
  /** Reads a file of the project by its path there; the runner records it as a fact. */
  readFile(path: string): Promise<string>;
  /** The same for a file that need not be text, whole. */
  readBytes(path: string): Promise<Uint8Array>;
  /**
   * What this check found on this target before, in the same environment, oldest first: only of runs whose signature is
   * trusted. Empty where there is nothing, and where a plan was carried elsewhere.
   */
  readonly earlier: readonly Result[];
  readonly now: Date;
  readonly signal: AbortSignal;
}

/**
 * What a check found. Verdict rules: `pass` only when the control was accepted and every attack failed at the
 * target's own hands ({@link ./verdict.ts} holds every check to it); `fail` only when an attack was seen to
 * succeed, which a failed control does not excuse: what got in got in. Everything else is `inconclusive`.
 */
export interface CheckOutcome {
  readonly verdict: Verdict;
  /** One sentence: what was tried and what happened, never more than that. */
  readonly reason: string;
  readonly control: Attempt | null;
  readonly attack: readonly Attempt[];
  readonly observer: Attempt | null;
  readonly refusedBy: RefusedBy | null;
  /** Observed facts (certificate, configuration); model and target facts are added by the runner. */
  readonly facts: readonly Fact[];
  /**
   * Everything of its kind on the target, whether the model has it or not; absent where not all of it was looked at.
   * It has nothing to do with the verdict.
   */
  readonly seen?: readonly Seen[];
  /** When what was seen ceases to hold by itself (a certificate's end), if before the check's lifetime. */
  readonly validUntil?: Date;
  /** When what was read was taken from the thing that runs, where it says so itself ({@link ./readers/taken.ts}). */
  readonly taken?: string;
  /** Where this look was weaker than the check: a stronger one than the check's own counts for nothing. */
  readonly strength?: Strength;
}

export interface Check extends CheckInfo {
  run(context: CheckContext): Promise<CheckOutcome>;
}

/** Identity function that gives a check file its types. */
export function defineCheck(check: Check): Check {
  return check;
}
