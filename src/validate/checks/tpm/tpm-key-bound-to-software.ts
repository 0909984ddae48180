/**
 * Does the identity key refuse to sign once other software was measured than the approved? One PCR is extended, as the
 * start of other software would extend it, and the key is tried in every way that is open then.
 *
 * Sessions begun before are tried only with PCR 0 to 15: changes of the others do not end them, by the TPM's own rules
 * (TCG PC Client Platform TPM Profile, TPM_PT_PCR_NO_INCREMENT), so there nothing would follow for a start.
 *
 * It is disturbing: while the PCR is changed, the unit cannot prove who it is. PCR 16 and 23 are put back at the end;
 * after any other the unit has to be restarted, so that is for a unit that stands on a bench.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckOutcome, defineCheck } from '../../check.ts';
import { judgeQuote } from '../../probes/tpm/evidence.ts';
import { identityKey, pcrSession, signs, signsLegitimately, waysOut } from '../../probes/tpm/identity.ts';
import { type PcrValues, boundTo, pcrDigest } from '../../probes/tpm/policy.ts';
import {
  type Identified,
  fact,
  identify,
  isOutcome,
  onTpm,
  pinnedPcrs,
  tried,
} from '../../probes/tpm/stage.ts';
import { nameOf } from '../../probes/tpm/structures.ts';
import type { Tpm, TpmKey } from '../../probes/tpm/tpm.ts';
import { inconclusive } from '../../verdict.ts';

/** Those that anybody may put back to zero (TCG PC Client Platform TPM Profile). */
const RESETTABLE = new Set([16, 23]);
/** PCR 0 to 15 are for what is measured at the start. */
const LAST_OF_START = 15;

export const tpmKeyBoundToSoftware = defineCheck({
  id: 'tpm-key-bound-to-software',
  title: 'Does the unit’s identity key refuse to sign when other software was measured than the approved?',
  targets: ['tpm'],
  control:
    'the identity key signs while the PCRs have their pinned values; after the attack again, where they can be put back',
  attack:
    'sign without meeting the key’s policy, and in a session that looks at fewer PCRs than are pinned; then extend a PCR and sign in a session begun before (PCR 0 to 15), in one over the values as they are, and in one that claims the pinned values',
  observer:
    'the attestation key, whose quotes show the pinned values before and others after the PCR was extended',
  effect: 'disturbing',
  budget: { connections: 2, seconds: 90, bytes: 200_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 90,
  expects: {},
  run: (context) =>
    onTpm(context, async (tpm, declared) => {
      const pcrs = pinnedPcrs(declared);
      const pcr = declared.extend;
      if (!pcrs || pcr === undefined || !pcrs.has(pcr))
        return inconclusive(
          'targets.yaml names no PCR to change (tpm.extend), or not one of the pinned (tpm.pcrs)',
        );
      const found = await identify(context, tpm, declared);
      if (isOutcome(found)) return found;
      const key = await identityKey(context, tpm, declared, found);
      if (isOutcome(key)) return key;
      const facts = [...found.facts, fact(`identity key of ${context.targetName}`, nameOf(key.public))];
      const unit = { tpm, key, pcrs, pcr, identified: found };
      return { ...(await examine(unit)), facts, validUntil: found.validUntil };
    }),
});

interface Unit {
  readonly tpm: Tpm;
  readonly key: TpmKey;
  readonly pcrs: PcrValues;
  /** The one to be changed. */
  readonly pcr: number;
  readonly identified: Identified;
}

async function examine(unit: Unit): Promise<CheckOutcome> {
  const { tpm, key, pcrs, pcr } = unit;
  const ways = waysOut(key.public);
  if (ways.length > 0)
    return inconclusive(`the identity key ${ways.join('; ')}: what its TPM refuses, a copy may do elsewhere`);
  const approved = await quoteSays(unit);
  if (approved !== 'pinned')
    return inconclusive(`the unit is not in the approved state to begin with (its quote: ${approved})`);
  const control = await signsLegitimately(tpm, key, pcrs);
  const unmet = [
    await signs(tpm, key, 'sign without a policy', 'password'),
    await signs(tpm, key, 'sign in a policy session in which nothing was met', () => tpm.policySession()),
  ];
  const so = { control, attack: unmet };
  if (unmet.some(isAccepted)) return failed(so, 'the identity key signs whatever the PCRs hold');
  const bound = boundTo(key.public.policy, pcrs);
  if (!bound || !isAccepted(control))
    return inconclusive(`the identity key did not sign in the approved state (${control.detail})`, so);
  const free = [...pcrs.keys()].filter((one) => !bound.has(one));
  if (free.length > 0) {
    const what = `sign in a session that looks at PCR ${[...bound.keys()].join(', ')} alone`;
    return failed(
      { control, attack: [...unmet, tried(what, 'accepted', control.detail)] },
      `the identity key signs whatever PCR ${free.join(', ')} hold, which are pinned as well`,
    );
  }
  const prepared = pcr <= LAST_OF_START ? await pcrSession(tpm, [...bound.keys()]) : undefined;

  await tpm.extend(pcr, randomBytes(32));
  let changed: { attack: Attempt[]; observer: Attempt };
  try {
    changed = {
      observer: await observe(unit),
      attack: [...unmet, ...(await tryChanged(unit, bound, prepared))],
    };
  } finally {
    if (RESETTABLE.has(pcr)) await tpm.reset(pcr);
  }
  const all = { control, ...changed };
  const signed = changed.attack.filter(isAccepted).map(({ what }) => what);
  if (signed.length > 0)
    return failed(
      all,
      `PCR ${pcr} was changed and the identity key signed all the same: ${signed.join('; ')}`,
    );
  const unclear = changed.attack.filter(({ detail }) => !REFUSALS.has(detail));
  if (unclear.length > 0 || changed.observer.outcome !== 'seen') {
    const what = [...unclear, changed.observer].map((one) => `${one.what}: ${one.detail}`).join('; ');
    return inconclusive(`it was not clearly the changed PCR that kept the key from signing (${what})`, all);
  }
  const after = await putBack(unit);
  if (after && !isAccepted(after))
    return inconclusive(`with PCR ${pcr} put back the key does not sign (${after.detail})`, {
      ...all,
      control: after,
    });
  const rest = after ? 'it signed again when that was put back' : 'the unit has to be restarted now';
  return {
    ...all,
    facts: [],
    refusedBy: 'server',
    verdict: 'pass',
    reason: `the identity key signed in the approved state and refused in ${changed.attack.length} ways: without meeting its policy, and after PCR ${pcr} was changed; ${rest}`,
  };
}

/** The ways that are open after the change. */
async function tryChanged(
  { tpm, key, pcrs }: Unit,
  bound: PcrValues,
  prepared: number | undefined,
): Promise<Attempt[]> {
  const numbers = [...bound.keys()];
  return [
    ...(prepared === undefined
      ? []
      : [await signs(tpm, key, 'sign in a session begun before the change', prepared)]),
    await signs(tpm, key, 'sign in a session over the values as they are', () => pcrSession(tpm, numbers)),
    await signs(tpm, key, 'sign in a session that claims the pinned values', () => {
      const claimed = new Map([...pcrs].filter(([number]) => bound.has(number)));
      return pcrSession(tpm, numbers, pcrDigest(claimed));
    }),
  ];
}

async function quoteSays({ tpm, pcrs, identified: { ak } }: Unit): Promise<string> {
  const nonce = randomBytes(32);
  const evidence = await tpm.quote(ak, nonce, [...pcrs.keys()]);
  const judged = judgeQuote(evidence, { keyName: nameOf(ak.public), nonce, pcrs });
  return judged.ok ? 'pinned' : judged.flaw;
}

async function observe(unit: Unit): Promise<Attempt> {
  const says = await quoteSays(unit);
  const what = `the change of PCR ${unit.pcr}, in a quote`;
  return says === 'values'
    ? tried(what, 'seen', 'the quote no longer shows the pinned values')
    : tried(what, 'not-seen', `the quote says: ${says}`);
}

/** The control once more; undefined where the PCR could not be put back to its pinned value. */
async function putBack(unit: Unit): Promise<Attempt | undefined> {
  const { tpm, key, pcrs, pcr } = unit;
  if (!RESETTABLE.has(pcr) || pcrs.get(pcr)?.some((byte) => byte !== 0)) return undefined;
  return signsLegitimately(tpm, key, pcrs);
}

function failed(
  found: { control: Attempt; attack: Attempt[]; observer?: Attempt },
  reason: string,
): CheckOutcome {
  return { observer: null, refusedBy: null, facts: [], ...found, verdict: 'fail', reason };
}

function isAccepted({ outcome }: Attempt): boolean {
  return outcome === 'accepted';
}

/** How a TPM says that a policy is not met. */
const REFUSALS = new Set([
  'TPM_RC_AUTH_UNAVAILABLE',
  'TPM_RC_POLICY_FAIL',
  'TPM_RC_PCR_CHANGED',
  'TPM_RC_VALUE',
]);
