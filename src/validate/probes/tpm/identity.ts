/** The key by which a unit proves who it is: whether the TPM holds it, and how it may be used. */
import { X509Certificate, randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import type { TpmTarget } from '../../targets/tpm.ts';
import { inconclusive } from '../../verdict.ts';
import { TpmReader } from './bytes.ts';
import { attestationKeyDefects, judgeCertification } from './evidence.ts';
import { type Right, TpmRefusal } from './line.ts';
import { type PcrValues, boundTo } from './policy.ts';
import { isSigned } from './signature.ts';
import { type Identified, attempted, freshDigest } from './stage.ts';
import { type TpmPublic, attributesOf, nameOf, publicKeyOf, readSignature } from './structures.ts';
import type { Tpm, TpmKey } from './tpm.ts';

/**
 * The identity key, of which the TPM has certified with its attestation key, over a fresh nonce, that it holds it as it
 * shows it; or why that cannot be said. What a stranger's TPM certifies counts for nothing.
 */
export async function identityKey(
  context: CheckContext,
  tpm: Tpm,
  declared: TpmTarget,
  { ak, defects, activation }: Identified,
): Promise<TpmKey | CheckOutcome> {
  const tried = { control: activation };
  if (!declared.key) return inconclusive('targets.yaml names no identity key (tpm.key)');
  if (defects.length > 0)
    return inconclusive(
      `the TPM is not shown to be one of the pinned maker (of its endorsement certificate: ${defects.join('; ')})`,
      tried,
    );
  if (activation.outcome !== 'accepted')
    return inconclusive(
      `the TPM did not show that it holds the attestation key (${activation.detail})`,
      tried,
    );
  const weak = attestationKeyDefects(ak.public);
  if (weak.length > 0)
    return inconclusive(`what the attestation key signs shows nothing (${weak.join(', ')})`, tried);
  const key = await tpm.key(declared.key.handle);
  const known = certificateKey(await context.readFile(declared.key.certificate));
  const held = publicKeyOf(key.public).export({ type: 'spki', format: 'der' });
  if (known === undefined || !known.equals(held))
    return inconclusive('the key at that handle is not the one in the unit’s certificate', tried);
  const nonce = randomBytes(32);
  const asked = { keyName: nameOf(ak.public), nonce, object: nameOf(key.public) };
  const judged = judgeCertification(await tpm.certify(key, ak, nonce), asked);
  return judged.ok ? key : inconclusive(`the TPM did not certify the identity key: ${judged.why}`, tried);
}

/** The SPKI of a certificate; undefined where there is none to read. */
function certificateKey(pem: string): Buffer | undefined {
  try {
    return new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  } catch {
    return undefined;
  }
}

/** Whether the key signs something made up, by this right, which is used up; accepted only when the signature holds. */
export function signs(
  tpm: Tpm,
  key: TpmKey,
  what: string,
  right: Right | (() => Promise<Right>),
): Promise<Attempt> {
  return attempted(what, async () => {
    const { message, digest } = freshDigest();
    const by = typeof right === 'function' ? await right() : right;
    // TPMs have room for few sessions: this one has served its turn, whatever came of it.
    const end = async (): Promise<void> => (by === 'password' ? undefined : tpm.drop(by));
    const reader = new TpmReader(await tpm.sign(key, digest, by).finally(end));
    return isSigned(message, readSignature(reader), key.public) ? 'a valid signature' : undefined;
  });
}

/** A session in which the PCRs were held against a key's policy. `values`: their digest as we claim it to be. */
export async function pcrSession(tpm: Tpm, pcrs: readonly number[], values?: Buffer): Promise<number> {
  const session = await tpm.policySession();
  try {
    await tpm.policyPcr(session, pcrs, values);
  } catch (error) {
    if (error instanceof TpmRefusal) await tpm.drop(session);
    throw error;
  }
  return session;
}

/** The legitimate use: without ado, or in the state of the PCRs that the key is bound to. */
export function signsLegitimately(tpm: Tpm, key: TpmKey, values: PcrValues | undefined): Promise<Attempt> {
  const bound = values && boundTo(key.public.policy, values);
  const how = bound ? ` in the approved state of PCR ${[...bound.keys()].join(', ')}` : '';
  const right = bound ? () => pcrSession(tpm, [...bound.keys()]) : 'password';
  return signs(tpm, key, `the identity key signs${how}`, right);
}

const NEEDED: Readonly<Record<string, string>> = {
  fixedTPM: 'may be taken to another TPM',
  fixedParent: 'may be put under another parent',
  sensitiveDataOrigin: 'was made outside the TPM',
};

/** How its attributes would let a key leave the TPM, or have it exist elsewhere. Empty: they do not. */
export function waysOut(key: TpmPublic): string[] {
  const has = attributesOf(key);
  return Object.entries(NEEDED).flatMap(([name, risk]) => (has.has(name) ? [] : [`${risk} (no ${name})`]));
}
