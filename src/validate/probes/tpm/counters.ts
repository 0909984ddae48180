/**
 * What a TPM counts: its resets, its restarts, and time (TPM 2.0 Library, Part 1, section 36; Part 2, section 10.11). They
 * only go up, until somebody clears the TPM. Compared with those of a run before, they show a TPM that was put back to an
 * earlier state, as a copy of a software TPM is. A copy that was restarted more often than the original shows nothing.
 *
 * For keys outside the endorsement hierarchy the counts are obscured, by a number that stays the same for each key: so only
 * those of one key are compared, and as differences.
 */
import type { Fact, Result } from '../../../evidence/run.ts';
import { sha256 } from '../../../text/digest.ts';
import type { TpmAttest } from './structures.ts';

export interface Counters {
  /** Name of the attestation key, in hexadecimal digits. */
  readonly key: string;
  readonly resets: number;
  readonly restarts: number;
  /** Milliseconds. */
  readonly clock: bigint;
}

/** By so much the clock may be behind after a loss of power: it is written down at least every 2^22 milliseconds. */
const UNSAFE_MILLIS = 2n ** 22n;

export function countersOf(key: Buffer, { resetCount, restartCount, clock }: TpmAttest): Counters {
  return { key: key.toString('hex'), resets: resetCount, restarts: restartCount, clock };
}

/** For a run to come, with the numbers in it. */
export function countersFact(targetName: string, { key, resets, restarts, clock }: Counters): Fact {
  const value = `key ${key}, resets ${resets}, restarts ${restarts}, clock ${clock}`;
  return { kind: 'observed', ref: refOf(targetName), digest: sha256(value), value };
}

/** A run before, in which the TPM's evidence held. */
export interface Earlier {
  readonly counters: Counters;
  readonly observedAt: string;
}

/** The last time that this key's evidence held. `after`: what was seen before does not count. */
export function lastCounters(
  results: readonly Result[],
  targetName: string,
  key: Buffer,
  after?: string,
): Earlier | undefined {
  const found = results.flatMap(({ verdict, facts, observedAt }) => {
    if (verdict !== 'pass' || (after !== undefined && Date.parse(observedAt) <= Date.parse(after))) return [];
    const counters = readCounters(facts.find(({ ref }) => ref === refOf(targetName))?.value);
    return counters?.key === key.toString('hex') ? [{ counters, observedAt }] : [];
  });
  return found.toSorted((a, b) => a.observedAt.localeCompare(b.observedAt)).at(-1);
}

/** How they went back; undefined: they did not. */
export function wentBack(before: Counters, now: Counters, safe: boolean): string | undefined {
  const resets = signed(now.resets - before.resets);
  const restarts = signed(now.restarts - before.restarts);
  if (resets < 0) return `its count of resets went back by ${-resets}`;
  if (resets === 0 && restarts < 0) return `its count of restarts went back by ${-restarts}`;
  const behind = before.clock - now.clock;
  const allowed = resets > 0 && !safe ? UNSAFE_MILLIS : 0n;
  return behind > allowed ? `its clock went back by ${behind / 1000n} seconds` : undefined;
}

/** Resets since then. */
export function resetsSince(before: Counters, now: Counters): number {
  return signed(now.resets - before.resets);
}

/** Counts are of 32 bits and begin again at zero. */
function signed(difference: number): number {
  return difference | 0;
}

function refOf(targetName: string): string {
  return `counters of ${targetName}`;
}

function readCounters(value: Fact['value']): Counters | undefined {
  const said = typeof value === 'string' ? value : '';
  const [, key, resets, restarts, clock] =
    /^key ([0-9a-f]+), resets (\d{1,10}), restarts (\d{1,10}), clock (\d{1,20})$/.exec(said) ?? [];
  return key === undefined || clock === undefined
    ? undefined
    : { key, resets: Number(resets), restarts: Number(restarts), clock: BigInt(clock) };
}
