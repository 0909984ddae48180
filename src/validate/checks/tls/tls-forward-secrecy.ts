/**
 * Does the listener refuse every suite whose sessions can be read later by whoever gets its key: static RSA, static
 * Diffie-Hellman, a pre-shared key alone? TLS 1.3 has no such suites; whether a session may be resumed there without
 * a fresh exchange (`psk_ke`) is not tried.
 */
import { defineCheck } from '../../check.ts';
import {
  SWEEP_BUDGET,
  SWEEP_CONTROL,
  SWEEP_TARGETS,
  counted,
  judgeSweep,
  sweepOf,
} from '../../probes/tls/judge-sweep.ts';
import { isForwardSecret } from '../../probes/tls/suite-grade.ts';

export const tlsForwardSecrecy = defineCheck({
  id: 'tls-forward-secrecy',
  title: 'Does the listener make keys that nobody can compute later?',
  targets: SWEEP_TARGETS,
  control: SWEEP_CONTROL,
  attack:
    'in each version from SSL 3.0 to TLS 1.2, offer suites without an ephemeral key exchange, those among them that are chosen struck out in turn',
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
    return judgeSweep(
      context,
      sweep,
      offered,
      ({ suite }) => (isForwardSecret(suite) ? undefined : 'no ephemeral key exchange'),
      `took ${counted(sweep)}, all with ephemeral keys, and refused every other suite in every version`,
    );
  },
});
