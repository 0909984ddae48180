/** Whether what a TPM signed proves anything: each way in which it may not has its own reason. Never throws. */
import { attributesOf, nameOf, readAttest, readPublic, readSignature } from './structures.ts';
import type { TpmAttest, TpmPublic } from './structures.ts';
import { MalformedError, TpmReader } from './bytes.ts';
import { ALG } from './numbers.ts';
import { type PcrValues, pcrDigest } from './policy.ts';
import { isSigned } from './signature.ts';

/** A statement, its signature, and the key that is said to have made it; as they came. */
export interface Signed {
  /** TPMS_ATTEST. */
  readonly attest: Buffer;
  /** TPMT_SIGNATURE. */
  readonly signature: Buffer;
  /** TPMT_PUBLIC of the attestation key. */
  readonly key: Buffer;
}

/** What it must hold to. */
export interface Asked {
  /** The name of the key that the TPM showed to be its own (credential activation). */
  readonly keyName: Buffer;
  /** Made for this one question. */
  readonly nonce: Buffer;
}

/** Why evidence is worth nothing. */
export type Flaw =
  | 'malformed'
  | 'other-key'
  | 'key-signs-anything'
  | 'signature'
  | 'kind'
  | 'stale'
  | 'selection'
  | 'values'
  | 'other-object';

export type Judged =
  | { readonly ok: true; readonly attest: TpmAttest }
  | { readonly ok: false; readonly flaw: Flaw; readonly why: string };

/** A quote: over the fresh nonce, over exactly these PCRs, with exactly these values. */
export function judgeQuote(signed: Signed, asked: Asked & { readonly pcrs: PcrValues }): Judged {
  return judged(signed, asked, ({ said }) => {
    if (said.kind !== 'quote') return flawed('kind', `it is no quote (${said.kind})`);
    const [selection, ...more] = said.selections;
    const wanted = [...asked.pcrs.keys()];
    const same = more.length === 0 && selection?.hash === ALG.sha256 && isSame(selection.pcrs, wanted);
    if (!same)
      return flawed('selection', `it is not over exactly the pinned PCRs (${wanted.join(', ')} of SHA-256)`);
    return said.digest.equals(pcrDigest(asked.pcrs))
      ? undefined
      : flawed('values', 'the PCRs have other values than the approved ones');
  });
}

/** A certification: over the fresh nonce, that the TPM holds the object of this name. */
export function judgeCertification(signed: Signed, asked: Asked & { readonly object: Buffer }): Judged {
  return judged(signed, asked, ({ said }) => {
    if (said.kind !== 'certify') return flawed('kind', `it is no certification (${said.kind})`);
    return said.name.equals(asked.object) ? undefined : flawed('other-object', 'it is about another object');
  });
}

/**
 * What is missing of an attestation key: one that signs only what its TPM says of itself, and that never leaves it.
 * Empty: nothing.
 */
export function attestationKeyDefects(key: TpmPublic): string[] {
  const has = attributesOf(key);
  const wanted = ['restricted', 'sign', 'fixedTPM', 'fixedParent', 'sensitiveDataOrigin'];
  return [
    ...wanted.filter((one) => !has.has(one)).map((one) => `without ${one}`),
    ...(has.has('decrypt') ? ['with decrypt'] : []),
  ];
}

function judged(signed: Signed, asked: Asked, rest: (attest: TpmAttest) => Judged | undefined): Judged {
  try {
    const key = readPublic(signed.key);
    const attest = readAttest(signed.attest);
    const reader = new TpmReader(signed.signature);
    const signature = readSignature(reader);
    reader.end();
    if (!nameOf(key).equals(asked.keyName))
      return flawed('other-key', 'the key is not the one that the TPM showed to be its own');
    if (!isSigned(signed.attest, signature, key))
      return flawed('signature', 'the signature is not that of the attestation key');
    const defects = attestationKeyDefects(key);
    if (defects.length > 0)
      return flawed('key-signs-anything', `the key is no attestation key (${defects.join(', ')})`);
    if (!attest.nonce.equals(asked.nonce)) return flawed('stale', 'it was made for another nonce');
    return rest(attest) ?? { ok: true, attest };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return flawed('malformed', error.message);
  }
}

function flawed(flaw: Flaw, why: string): Judged {
  return { ok: false, flaw, why };
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
