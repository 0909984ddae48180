/** The law for verdicts, applied to what every check says of itself: a pass must have been able to fail. */
import type { CheckInfo } from '../catalogue/schema.ts';
import type { Attempt } from '../evidence/run.ts';
import type { CheckOutcome } from './check.ts';

/**
 * Takes a pass back when it is none: no working control, nothing attacked, an attempt that never got to the
 * target, a refusal by our own library or by an accident of the platform, a missing observer. Other verdicts
 * stay as they are. What is read instead of probed has no attack to speak of.
 */
export function lawful(outcome: CheckOutcome, info: CheckInfo): CheckOutcome {
  const doubt = outcome.verdict === 'pass' && isProbe(info) ? doubtOf(outcome, info) : undefined;
  return doubt === undefined ? outcome : inconclusive(`${doubt}: ${outcome.reason}`, outcome);
}

/** An inconclusive outcome, with what was tried so far. */
export function inconclusive(reason: string, tried: Partial<CheckOutcome> = {}): CheckOutcome {
  return {
    control: null,
    attack: [],
    observer: null,
    refusedBy: null,
    facts: [],
    ...tried,
    verdict: 'inconclusive',
    reason,
  };
}

function isProbe({ strength }: CheckInfo): boolean {
  return strength === 'probe' || strength === 'observed-probe';
}

function doubtOf({ control, attack, observer }: CheckOutcome, info: CheckInfo): string | undefined {
  if (!works(control)) return 'the legitimate use did not work, so a refusal shows nothing';
  if (attack.length === 0) return 'nothing was attacked';
  const lost = attack.find(({ outcome }) => outcome === 'unreachable' || outcome === 'local-failure');
  if (lost) return `the attack never reached the target (${lost.what})`;
  const accident = attack.find(({ outcome, refusedBy }) => outcome === 'refused' && !counts(refusedBy));
  if (accident) return `what refused was no policy of the target (${accident.what})`;
  if (info.observer !== undefined && observer === null)
    return 'nobody observed whether the attack had an effect';
  return undefined;
}

function works(control: Attempt | null): boolean {
  return control?.outcome === 'accepted' || control?.outcome === 'seen';
}

function counts(refusedBy: Attempt['refusedBy']): boolean {
  return refusedBy === 'server' || refusedBy === 'device' || refusedBy === 'firewall';
}
