/**
 * Does the listener refuse every suite whose sessions can be read later by whoever gets its key: static RSA, static
 * Diffie-Hellman, a pre-shared key alone? TLS 1.3 has no such suites; whether a session may be resumed there without
 * a fresh exchange (`psk_ke`) is not tried.
 */
import { defineCheck } from '../../../check.ts';
import {
  SWEEP_BUDGET,
  SWEEP_CONTROL,
  SWEEP_TARGETS,
  counted,
  judgeSweep,
  sweepOf,
} from '../../../probes/tls/judge-sweep.ts';
import { isForwardSecret } from '../../../probes/tls/suite-grade.ts';
import type { Sweep } from '../../../probes/tls/sweep.ts';
import { inconclusive } from '../../../verdict.ts';

export const tlsForwardSecrecy = defineCheck({
  id: 'tls-forward-secrecy',
  title: 'Does the listener make keys that nobody can compute later?',
  targets: SWEEP_TARGETS,
  control: SWEEP_CONTROL,
  attack:
    'in each version from SSL 3.0 to TLS 1.2, offer suites without an ephemeral key exchange, those among them that are chosen struck out in turn; and compare the keys of all sessions',
  effect: 'active',
  budget: SWEEP_BUDGET,
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context) {
    const sweep = await sweepOf(context);
    const offered = sweep.versions
      .filter(({ version }) => version !== 'TLS 1.3')
      .map((one) => ({ ...one, what: `${one.version} without ephemeral keys` }));
    const found = judgeSweep(
      context,
      sweep,
      offered,
      ({ suite }) => (isForwardSecret(suite) ? undefined : 'no ephemeral key exchange'),
      `took ${counted(sweep)}, all with ephemeral keys (${sharesOf(sweep).length} seen, none twice), and refused every other suite in every version`,
    );
    const again = repeated(sweep);
    return again !== undefined && found.verdict === 'pass'
      ? inconclusive(`${context.dial.declared} ${again}`, { ...found, refusedBy: null })
      : found;
  },
});

/**
 * Some servers keep a key for many sessions (RFC 9325 section 7.4): as long as they do, whoever gets it can read them
 * all. How long that is cannot be seen.
 */
function repeated(sweep: Sweep): string | undefined {
  const shares = sharesOf(sweep);
  const different = new Set(shares).size;
  return different === shares.length
    ? undefined
    : `used ${different} keys for ${shares.length} sessions, so that what it calls ephemeral is kept for some time`;
}

function sharesOf({ versions }: Sweep): readonly string[] {
  return versions.flatMap(({ taken }) => taken.flatMap(({ share }) => share ?? []));
}
