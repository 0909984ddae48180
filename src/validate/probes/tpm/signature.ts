/** Whether a signature is that of a TPM's key. */
import { constants, verify } from 'node:crypto';

import { ALG } from './numbers.ts';
import { type TpmPublic, type TpmSignature, publicKeyOf } from './structures.ts';

/** True when the key signed the data in the way it always signs. Throws a MalformedError for a key that is none. */
export function isSigned(data: Buffer, signature: TpmSignature, by: TpmPublic): boolean {
  const { algorithm, hash, parts } = signature;
  if (by.scheme && (by.scheme.algorithm !== algorithm || by.scheme.hash !== hash)) return false;
  const key = publicKeyOf(by);
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = parts;
  if (by.key.kind === 'ecc') {
    const size = by.key.curve.bytes;
    if (algorithm !== ALG.ecdsa || first.length > size || second.length > size) return false;
    const pair = Buffer.alloc(2 * size);
    first.copy(pair, size - first.length);
    second.copy(pair, 2 * size - second.length);
    return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, pair);
  }
  if (algorithm === ALG.rsassa) return verify(hash, data, key, first);
  if (algorithm !== ALG.rsapss) return false;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return verify(hash, data, { key, ...pss }, first);
}
