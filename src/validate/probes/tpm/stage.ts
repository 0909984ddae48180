/** What checks of a TPM have in common: to reach it, and to make sure of whom it is. */
import { createHash, randomBytes } from 'node:crypto';

import type { Attempt, Fact } from '../../../evidence/run.ts';
import { sha256 } from '../../../text/digest.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import type { TpmTarget } from '../../targets/tpm.ts';
import { inconclusive } from '../../verdict.ts';
import { MalformedError } from './bytes.ts';
import { type Credential, makeCredential } from './credential.ts';
import { judgeEndorsement, pinned } from './ek-certificate.ts';
import { TpmLost, TpmRefusal, openLine } from './line.ts';
import { PLACE } from './numbers.ts';
import type { PcrValues } from './policy.ts';
import { attributesOf, nameOf, publicKeyOf } from './structures.ts';
import { attestationTemplate, endorsementTemplates } from './templates.ts';
import { Tpm, type TpmKey } from './tpm.ts';

/** An attempt that came to something. */
export function tried(what: string, outcome: Attempt['outcome'], detail: string): Attempt {
  return { what, outcome, refusedBy: outcome === 'refused' ? 'server' : null, detail };
}

/**
 * Reaches the declared TPM, lets the check work, and takes back everything that was loaded. Where the TPM cannot be
 * reached, breaks off or refuses what the check has a right to, the outcome is inconclusive.
 */
export async function onTpm(
  context: CheckContext,
  work: (tpm: Tpm, declared: TpmTarget) => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  const declared = context.target.tpm;
  if (!declared) return inconclusive('targets.yaml says nothing of this TPM ("tpm")');
  let tpm: Tpm | undefined;
  try {
    tpm = new Tpm(await openLine(context.dial));
    await tpm.random(16);
    return await work(tpm, declared);
  } catch (error) {
    if (!(error instanceof TpmLost || error instanceof TpmRefusal || error instanceof MalformedError))
      throw error;
    const outcome =
      error instanceof TpmLost ? error.outcome : error instanceof TpmRefusal ? 'refused' : 'silent';
    const control = tried('TPM commands that the check has a right to', outcome, error.message);
    return inconclusive(`the TPM at ${context.dial.declared} could not be examined (${error.message})`, {
      control,
    });
  } finally {
    await tpm?.release();
  }
}

/** A TPM that has shown which one it is, as far as it has. */
export interface Identified {
  readonly ek: TpmKey;
  /** What is wrong with its endorsement certificate. Empty: nothing. */
  readonly defects: readonly string[];
  readonly ak: TpmKey;
  /** Accepted: the TPM with this endorsement key holds the attestation key. */
  readonly activation: Attempt;
  readonly facts: readonly Fact[];
  readonly validUntil: Date;
}

/** Follows the endorsement certificate to the pinned maker and has the TPM open a credential; or says why not. */
export async function identify(
  context: CheckContext,
  tpm: Tpm,
  declared: TpmTarget,
): Promise<Identified | CheckOutcome> {
  const makers = await context.readFile(declared.ekRoot);
  if (pinned(makers).length === 0) return inconclusive(`there is no certificate in ${declared.ekRoot}`);
  const certified = await endorsementCertificate(tpm);
  if (!certified)
    return inconclusive(
      'the TPM holds no endorsement certificate (NV index 0x01c00002 for RSA, 0x01c0000a for ECC P-256, 0x01c00016 for P-384)',
    );
  const { kind, der } = certified;
  const ek = await endorsementKey(tpm, kind);
  const spki = publicKeyOf(ek.public).export({ type: 'spki', format: 'der' });
  const found = judgeEndorsement(der, { makers, key: spki, now: context.now });
  const ak =
    declared.ak === undefined ? await tpm.primary(attestationTemplate()) : await tpm.key(declared.ak);
  const secret = randomBytes(32);
  const credential = makeCredential(ek.public, nameOf(ak.public), secret);
  return {
    ek,
    ak,
    defects: found.defects,
    activation: await open(tpm, { ek, ak, credential, secret }),
    facts: [
      fact(`endorsement certificate of ${context.targetName}`, der),
      fact(`attestation key of ${context.targetName}`, nameOf(ak.public)),
    ],
    validUntil: found.notAfter,
  };
}

/** True for an outcome, as opposed to what goes on. */
export function isOutcome(value: object): value is CheckOutcome {
  return 'verdict' in value;
}

export function fact(ref: string, bytes: Buffer): Fact {
  return { kind: 'observed', ref, digest: sha256(bytes) };
}

type Kind = keyof typeof PLACE;
const KINDS: readonly Kind[] = ['rsa', 'p256', 'p384'];

/** The first that there is. */
async function endorsementCertificate(
  tpm: Tpm,
): Promise<{ readonly kind: Kind; readonly der: Buffer } | undefined> {
  for (const kind of KINDS) {
    const der = await tpm.stored(PLACE[kind].certificate);
    if (der) return { kind, der };
  }
  return undefined;
}

/** At its usual place, or made again from the seed of the endorsement hierarchy. */
async function endorsementKey(tpm: Tpm, kind: Kind): Promise<TpmKey> {
  const kept = await tpm.key(PLACE[kind].key).catch((error: unknown) => {
    if (error instanceof TpmRefusal && error.said === 'TPM_RC_HANDLE') return undefined;
    throw error;
  });
  // Something else may have been put there.
  const isEndorsement = kept !== undefined && attributesOf(kept.public).has('decrypt');
  return isEndorsement ? kept : tpm.primary(endorsementTemplates[kind]());
}

interface Opening {
  readonly ek: TpmKey;
  readonly ak: TpmKey;
  readonly credential: Credential;
  readonly secret: Buffer;
}

/** Whether the TPM opens the credential. */
async function open(tpm: Tpm, { ek, ak, credential, secret }: Opening): Promise<Attempt> {
  const what = 'a credential for the attestation key, encrypted to the endorsement key, is opened';
  return attempted(what, async () => {
    const opened = await tpm.activate(ak, ek, credential);
    return opened.equals(secret) ? 'the secret came back' : undefined;
  });
}

/** Does it, and says what came of it: accepted with what it returns, refused by the TPM, or silent on nothing. */
export async function attempted(what: string, does: () => Promise<string | undefined>): Promise<Attempt> {
  try {
    const detail = await does();
    return detail === undefined
      ? tried(what, 'silent', 'it answered with something else')
      : tried(what, 'accepted', detail);
  } catch (error) {
    if (!(error instanceof TpmRefusal)) throw error;
    return tried(what, 'refused', error.said);
  }
}

/** The pinned PCR values, ascending; undefined where none are. */
export function pinnedPcrs({ pcrs = {} }: TpmTarget): PcrValues | undefined {
  const values = Object.entries(pcrs)
    .map(([pcr, hex]) => [Number(pcr), Buffer.from(hex, 'hex')] as const)
    .toSorted(([a], [b]) => a - b);
  return values.length === 0 ? undefined : new Map(values);
}

/** The digest of something made up for one signature. */
export function freshDigest(): { readonly message: Buffer; readonly digest: Buffer } {
  const message = randomBytes(32);
  return { message, digest: createHash('sha256').update(message).digest() };
}
