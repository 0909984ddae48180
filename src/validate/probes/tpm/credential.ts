/**
 * The verifier's side of credential activation (TPM 2.0 Library, Part 1, section 24): a secret that only the TPM with
 * this endorsement key gives out, and only when it also holds the key of the given name.
 */
import {
  type KeyObject,
  constants,
  createCipheriv,
  createHmac,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';

import { sized, u32 } from './bytes.ts';

/** What TPM2_ActivateCredential takes. */
export interface Credential {
  /** TPM2B_ID_OBJECT. */
  readonly blob: Buffer;
  /** TPM2B_ENCRYPTED_SECRET. */
  readonly seed: Buffer;
}

/** For an RSA endorsement key of the usual form: name by SHA-256, AES-128 in CFB mode. `secret`: at most 32 bytes. */
export function makeCredential(endorsement: KeyObject, name: Buffer, secret: Buffer): Credential {
  const seed = randomBytes(32);
  const encryptedSeed = publicEncrypt(
    {
      key: endorsement,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from('IDENTITY\0'),
    },
    seed,
  );
  const cipher = createCipheriv('aes-128-cfb', derive(seed, 'STORAGE', name, 128), Buffer.alloc(16));
  const identity = Buffer.concat([cipher.update(sized(secret)), cipher.final()]);
  const integrity = createHmac('sha256', derive(seed, 'INTEGRITY', Buffer.alloc(0), 256))
    .update(identity)
    .update(name)
    .digest();
  return { blob: sized(sized(integrity), identity), seed: sized(encryptedSeed) };
}

/** KDFa with SHA-256 (Part 1, section 11.4.10.2), for at most 256 bits. */
function derive(key: Buffer, label: string, context: Buffer, bits: number): Buffer {
  return createHmac('sha256', key)
    .update(u32(1))
    .update(`${label}\0`)
    .update(context)
    .update(u32(bits))
    .digest()
    .subarray(0, bits / 8);
}
