/**
 * Is the TPM one of the pinned maker, and the one whose endorsement certificate it shows? The certificate is read out of
 * the TPM. That the TPM has the key of it, and not a copy of the certificate alone, it shows by opening a credential made
 * for a key of its own (TPM 2.0 Library, Part 1, section 24).
 *
 * This is about the TPM that answers at the target's address. That it sits in the unit, and is not reached through it,
 * no command can show.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { makeCredential } from '../../probes/tpm/credential.ts';
import { type Identified, attempted, identify, isOutcome, onTpm, tried } from '../../probes/tpm/stage.ts';
import { nameOf } from '../../probes/tpm/structures.ts';
import type { Tpm } from '../../probes/tpm/tpm.ts';
import { inconclusive } from '../../verdict.ts';

export const tpmEndorsement = defineCheck({
  id: 'tpm-endorsement',
  title: 'Is the TPM one of the pinned maker, and does it hold the key of its endorsement certificate?',
  targets: ['tpm'],
  control: 'the TPM opens a credential that was made for a key of its own, before and after the attack',
  attack:
    'the endorsement certificate is held against the pinned maker, its purpose, its dates and the key in the TPM; the TPM is given a credential to open that was made for a key of another name',
  effect: 'active',
  budget: { connections: 2, seconds: 60, bytes: 100_000 },
  strength: 'probe',
  lifetimeHours: 24 * 90,
  expects: {},
  run: (context) =>
    onTpm(context, async (tpm, declared) => {
      const found = await identify(context, tpm, declared);
      if (isOutcome(found)) return found;
      const { defects, activation: control, facts, validUntil } = found;
      const looked = tried(
        'looking for defects of the endorsement certificate',
        defects.length > 0 ? 'seen' : 'not-seen',
        defects.length > 0 ? defects.join('; ') : 'no defect',
      );
      const base = { control, attack: [looked], observer: null, refusedBy: null, facts, validUntil };
      if (defects.length > 0) {
        const reason = `the TPM’s endorsement certificate has defects: ${defects.join('; ')}`;
        return { ...base, verdict: 'fail', reason };
      }
      if (control.outcome !== 'accepted')
        return inconclusive(`the TPM did not open the credential made for it (${control.detail})`, base);
      const foreign = await openForeign(tpm, found);
      const attack = [looked, foreign];
      if (foreign.outcome === 'accepted') {
        const reason = 'the TPM opened a credential that was made for a key it does not hold';
        return { ...base, attack, verdict: 'fail', reason };
      }
      if (foreign.detail !== 'TPM_RC_INTEGRITY')
        return inconclusive(
          `the TPM did not clearly refuse a credential for another key (${foreign.detail})`,
          {
            ...base,
            attack,
          },
        );
      const after = await identify(context, tpm, declared);
      if (isOutcome(after) || after.activation.outcome !== 'accepted')
        return inconclusive('after the attack the TPM no longer opened its own credential', {
          ...base,
          attack,
        });
      return {
        ...base,
        attack,
        refusedBy: 'server',
        verdict: 'pass',
        reason: `the endorsement certificate in the TPM that answers at ${context.dial.declared} leads to the pinned maker and is for its endorsement key; the TPM opened a credential for a key of its own and refused one for another key`,
      };
    }),
});

/** A credential for a key that nobody has. */
function openForeign(tpm: Tpm, { ek, ak }: Identified): Promise<Attempt> {
  const name = nameOf(ak.public);
  const other = Buffer.concat([name.subarray(0, 2), randomBytes(name.length - 2)]);
  const credential = makeCredential(ek.public, other, randomBytes(32));
  return attempted('opening a credential for another key', async () => {
    await tpm.activate(ak, ek, credential);
    return 'something was given out';
  });
}
