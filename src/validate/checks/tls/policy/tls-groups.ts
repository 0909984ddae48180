/**
 * Are the ephemeral keys long enough? Weak curves are offered alone, so that a listener that has nothing against them
 * must show it; and before those that its certificate may be on, for without these a server with an ECDSA certificate
 * refuses whatever it thinks of the weak ones. Of finite fields the listener chooses the prime, whose length is read
 * from each suite it took, and once more where none of the registered primes is offered: a listener that knows those
 * (GnuTLS) has another one for clients that do not. Whether a prime is one, or has a trap in it, is not looked at.
 */
import { defineCheck } from '../../../check.ts';
import { LEAST_PRIME_BITS, groupName, isWeakGroup } from '../../../probes/tls/groups.ts';
import {
  type Offered,
  SWEEP_BUDGET,
  SWEEP_CONTROL,
  SWEEP_TARGETS,
  judgeSweep,
  sweepOf,
} from '../../../probes/tls/judge-sweep.ts';
import type { Sweep } from '../../../probes/tls/sweep.ts';
import type { ServerChoice } from '../../../probes/tls/wire/tls-wire.ts';

export const tlsGroups = defineCheck({
  id: 'tls-groups',
  title: 'Does the listener refuse weak curves and short Diffie-Hellman primes?',
  targets: SWEEP_TARGETS,
  control: SWEEP_CONTROL,
  attack:
    'offer curves of less than 224 bits, alone and first, in TLS 1.3 and in the newest older version; read the prime of every suite with an ephemeral finite field, and of one where the listener has to take its own',
  effect: 'active',
  budget: SWEEP_BUDGET,
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context) {
    const sweep = await sweepOf(context);
    const offered = [
      ...sweep.weakGroups.map((one) => ({ ...one, what: `${one.version} with weak curves ${one.how}` })),
      ...primes(sweep),
      ...sweep.ownPrimes.map((one) => ({ ...one, what: `${one.version} with finite fields of its own` })),
    ];
    const passed = `chose no curve of less than 224 bits and no prime of less than ${LEAST_PRIME_BITS} (${offered.map(({ what }) => what).join(', ')})`;
    return judgeSweep(context, sweep, offered, weakness, passed);
  },
});

/** Of each version, the suites that came with a prime. There is nothing to refuse: the listener chose it. */
function primes({ versions }: Sweep): Offered[] {
  return versions.flatMap(({ version, taken }) => {
    const finite = taken.filter(({ primeBits }) => primeBits !== undefined);
    return finite.length > 0
      ? [{ version, taken: finite, what: `${version} with ephemeral finite fields` }]
      : [];
  });
}

function weakness({ group, primeBits }: ServerChoice): string | undefined {
  if (primeBits !== undefined && primeBits < LEAST_PRIME_BITS) return `a prime of ${primeBits} bits`;
  return group !== undefined && isWeakGroup(group) ? groupName(group) : undefined;
}
