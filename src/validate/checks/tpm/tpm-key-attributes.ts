/**
 * Can the key by which the unit proves who it is leave its TPM? Attributes are believed only where the TPM has certified
 * them with an attestation key of its own, over a fresh nonce. The attempt to take the key out asks for it wrapped for a
 * parent whose private half nobody has, so that nothing is revealed where it succeeds.
 *
 * A key that has a password refuses the control; that counts once against the TPM's protection from guessing.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { identityKey, signsLegitimately, waysOut } from '../../probes/tpm/identity.ts';
import { attempted, fact, identify, isOutcome, onTpm, pinnedPcrs, tried } from '../../probes/tpm/stage.ts';
import { nameOf } from '../../probes/tpm/structures.ts';
import { bottomlessParent } from '../../probes/tpm/templates.ts';
import { inconclusive } from '../../verdict.ts';

export const tpmKeyAttributes = defineCheck({
  id: 'tpm-key-attributes',
  title: 'Does the TPM keep the unit’s identity key from leaving it?',
  targets: ['tpm'],
  control:
    'the identity key signs, and the signature holds under the unit’s certificate, before and after the attack',
  attack:
    'a way out is looked for in the attributes that the TPM certifies of the key (fixedTPM, fixedParent, sensitiveDataOrigin), and the TPM is asked to give the key out (TPM2_Duplicate)',
  effect: 'active',
  budget: { connections: 2, seconds: 60, bytes: 100_000 },
  strength: 'probe',
  lifetimeHours: 24 * 90,
  expects: {},
  run: (context) =>
    onTpm(context, async (tpm, declared) => {
      const found = await identify(context, tpm, declared);
      if (isOutcome(found)) return found;
      const key = await identityKey(context, tpm, declared, found);
      if (isOutcome(key)) return key;
      const control = await signsLegitimately(tpm, key, pinnedPcrs(declared));
      const ways = waysOut(key.public);
      const looked = tried(
        'looking for a way out in the certified attributes',
        ways.length > 0 ? 'seen' : 'not-seen',
        ways.length > 0 ? ways.join('; ') : 'fixedTPM, fixedParent and sensitiveDataOrigin are set',
      );
      const taken = await attempted('taking the key out (TPM2_Duplicate)', async () => {
        await tpm.duplicate(key, bottomlessParent());
        return 'the TPM gave it out';
      });
      const attack: Attempt[] = [looked, taken];
      const facts = [...found.facts, fact(`identity key of ${context.targetName}`, nameOf(key.public))];
      const base = { control, attack, observer: null, refusedBy: null, facts, validUntil: found.validUntil };
      if (ways.length > 0 || taken.outcome === 'accepted') {
        const said = [...ways, ...(taken.outcome === 'accepted' ? ['was given out when asked for'] : [])];
        return { ...base, verdict: 'fail', reason: `the identity key ${said.join('; ')}` };
      }
      if (!REFUSALS.has(taken.detail))
        return inconclusive(`the TPM did not clearly refuse to give the key out (${taken.detail})`, base);
      const after = await signsLegitimately(tpm, key, pinnedPcrs(declared));
      const failed = [control, after].find(({ outcome }) => outcome !== 'accepted');
      if (failed) {
        const reason = `the identity key did not sign (${failed.detail})`;
        return inconclusive(reason, { ...base, control: failed });
      }
      return {
        ...base,
        refusedBy: 'server',
        verdict: 'pass',
        reason:
          'the key of the unit’s certificate was made in this TPM and is fixed to it, as the TPM certified over a fresh nonce; it signed, and the TPM refused to give it out',
      };
    }),
});

/** By policy, by attribute, or because no policy for it exists. */
const REFUSALS = new Set(['TPM_RC_POLICY_FAIL', 'TPM_RC_ATTRIBUTES', 'TPM_RC_AUTH_UNAVAILABLE']);
