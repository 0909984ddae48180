/**
 * Does the unit prove, by a TPM of the pinned maker, that it runs the approved software? Two quotes over fresh nonces are
 * held against the pinned PCR values; between them the attestation key is asked to sign a quote of our own making. A
 * key that signs that proves nothing, however valid its signatures.
 *
 * Where a run before has seen quotes of the same key, the TPM's counters must have gone on from there.
 *
 * What a quote says is what was measured at the start; of changes to the running program it knows nothing. And what is
 * shown is that the unit can prove it; that somebody asks, and keeps out a unit that does not, is another question.
 */
import { createHash, randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { TpmReader } from '../../probes/tpm/bytes.ts';
import {
  type Counters,
  type Earlier,
  countersFact,
  countersOf,
  lastCounters,
  resetsSince,
  wentBack,
} from '../../probes/tpm/counters.ts';
import { type Judged, judgeQuote } from '../../probes/tpm/evidence.ts';
import type { PcrValues } from '../../probes/tpm/policy.ts';
import { isSigned } from '../../probes/tpm/signature.ts';
import {
  type Identified,
  attempted,
  fact,
  identify,
  isOutcome,
  onTpm,
  pinnedPcrs,
  tried,
} from '../../probes/tpm/stage.ts';
import { type TpmAttest, nameOf, readSignature } from '../../probes/tpm/structures.ts';
import type { Tpm } from '../../probes/tpm/tpm.ts';
import type { TpmTarget } from '../../targets/tpm.ts';
import { inconclusive } from '../../verdict.ts';

export const tpmAttestation = defineCheck({
  id: 'tpm-attestation',
  title: 'Does the unit prove by a quote of its TPM that it runs the approved software?',
  targets: ['tpm'],
  control:
    'a key that the TPM shows to be its own answers fresh nonces with quotes, before and after the attack',
  attack:
    'other values than the pinned ones are looked for in the quote; counters are looked for that went back since the last run in which this held; the attestation key is given a quote of our own making to sign',
  effect: 'active',
  budget: { connections: 2, seconds: 60, bytes: 100_000 },
  strength: 'probe',
  lifetimeHours: 24,
  expects: {},
  run: (context) =>
    onTpm(context, async (tpm, declared) => {
      const pcrs = pinnedPcrs(declared);
      if (!pcrs) return inconclusive('targets.yaml pins no PCR values (tpm.pcrs)');
      const found = await identify(context, tpm, declared);
      if (isOutcome(found)) return found;
      const { defects, activation } = found;
      if (activation.outcome !== 'accepted' && defects.length === 0) {
        const reason = `the TPM did not show that it holds the attestation key (${activation.detail})`;
        return inconclusive(reason, { control: activation });
      }
      const first = await quoted(tpm, found, pcrs);
      const forged = await forge(tpm, found, first.attest);
      const second = await quoted(tpm, found, pcrs);
      const went = goneOn(context, declared, nameOf(found.ak.public), second.judged);
      const worthless = [
        ...defects.map((defect) => `of the TPM’s endorsement certificate: ${defect}`),
        ...(forged.outcome === 'accepted'
          ? ['its attestation key signs quotes that others have made up']
          : []),
        ...(await flaws(tpm, pcrs, [first.judged, second.judged])),
        ...(went.back === undefined
          ? []
          : [`${went.back} since ${went.since}: it was put back to an earlier state, or cleared`]),
      ];
      const control = tried('quotes over fresh nonces', 'accepted', 'answered twice');
      const looked = tried(
        'looking for other software than the approved, and for evidence of others',
        worthless.length > 0 ? 'seen' : 'not-seen',
        worthless.length > 0 ? worthless.join('; ') : 'both quotes hold',
      );
      const facts = [
        ...found.facts,
        fact(`quote of ${context.targetName}`, first.attest),
        ...(went.now ? [countersFact(context.targetName, went.now)] : []),
      ];
      const base = { control, attack: [looked, forged], observer: null, refusedBy: null, facts };
      return verdictOn(worthless, [first.judged, second.judged], went.words, {
        ...base,
        validUntil: found.validUntil,
      });
    }),
});

function verdictOn(
  worthless: readonly string[],
  judged: readonly Judged[],
  counters: string,
  base: Omit<CheckOutcome, 'verdict' | 'reason'>,
): CheckOutcome {
  const damaged = judged.find((one) => !one.ok && one.flaw === 'malformed');
  if (damaged) return inconclusive('what came is no quote', { ...base, control: base.attack[0] ?? null });
  if (worthless.length > 0) {
    const reason = `the unit does not prove that it runs the approved software: ${worthless.join('; ')}`;
    return { ...base, verdict: 'fail', reason };
  }
  const forged = base.attack.find(({ outcome }) => outcome === 'refused');
  if (forged?.detail !== 'TPM_RC_TICKET')
    return inconclusive('the attestation key did not clearly refuse a made-up quote', base);
  const [before, after] = judged.flatMap((one) => (one.ok ? [one.attest] : []));
  if (!before || !after || isReset(before, after))
    return inconclusive('the TPM was reset between the two quotes', base);
  return {
    ...base,
    refusedBy: 'server',
    verdict: 'pass',
    reason: `two quotes over fresh nonces, by an attestation key of a TPM of the pinned maker, show the pinned PCR values; the key refused to sign a quote of our own making; ${counters}`,
  };
}

interface Gone {
  /** Undefined: the quote does not hold, so its counters are worth nothing. */
  readonly now?: Counters;
  readonly since?: Earlier['observedAt'];
  /** How they went back; undefined: they did not, as far as anybody knows. */
  readonly back?: string;
  readonly words: string;
}

/** Whether the TPM's counters went on from those of the last run in which its evidence held. */
function goneOn(context: CheckContext, { clearedAt }: TpmTarget, key: Buffer, judged: Judged): Gone {
  if (!judged.ok) return { words: 'the counters of a quote that does not hold count for nothing' };
  const now = countersOf(key, judged.attest);
  const before = lastCounters(context.earlier, context.targetName, key, clearedAt);
  if (!before)
    return {
      now,
      words: 'no run before has seen this key, so there was nothing to compare its counters with',
    };
  const back = wentBack(before.counters, now, judged.attest.safe);
  const resets = resetsSince(before.counters, now);
  return {
    now,
    since: before.observedAt,
    ...(back !== undefined && { back }),
    words: `its counters have gone on since ${before.observedAt} (resets since then: ${resets})`,
  };
}

async function quoted(
  tpm: Tpm,
  { ak }: Identified,
  pcrs: PcrValues,
): Promise<{ readonly judged: Judged; readonly attest: Buffer }> {
  const nonce = randomBytes(32);
  const evidence = await tpm.quote(ak, nonce, [...pcrs.keys()]);
  return {
    judged: judgeQuote(evidence, { keyName: nameOf(ak.public), nonce, pcrs }),
    attest: evidence.attest,
  };
}

/** Has the key sign a quote like the given one, over a nonce that the TPM never saw. */
function forge(tpm: Tpm, { ak }: Identified, attest: Buffer): Promise<Attempt> {
  return attempted('a quote of our own making for the attestation key to sign', async () => {
    const madeUp = Buffer.from(attest);
    randomBytes(8).copy(madeUp, madeUp.length - 8);
    const reader = new TpmReader(
      await tpm.sign(ak, createHash('sha256').update(madeUp).digest(), 'password'),
    );
    return isSigned(madeUp, readSignature(reader), ak.public) ? 'a valid signature' : undefined;
  });
}

/** What is wrong with the quotes, once each; which PCRs differ, where any do. */
async function flaws(tpm: Tpm, pcrs: PcrValues, judged: readonly Judged[]): Promise<string[]> {
  const said: string[] = [];
  for (const one of judged) {
    if (one.ok) continue;
    const which = one.flaw === 'values' ? await differing(tpm, pcrs) : '';
    said.push(`${one.why}${which}`);
  }
  return [...new Set(said)];
}

async function differing(tpm: Tpm, pcrs: PcrValues): Promise<string> {
  const others: number[] = [];
  for (const [pcr, value] of pcrs) {
    if (!(await tpm.pcr(pcr))?.equals(value)) others.push(pcr);
  }
  return others.length > 0 ? ` (PCR ${others.join(', ')})` : '';
}

function isReset(before: TpmAttest, after: TpmAttest): boolean {
  return (
    before.resetCount !== after.resetCount ||
    before.restartCount !== after.restartCount ||
    before.firmware !== after.firmware ||
    before.clock > after.clock
  );
}
