/**
 * The verifier's side of credential activation (TPM 2.0 Library, Part 1, section 24, annexes B and C): a secret that only
 * the TPM with this endorsement key gives out, and only when it also holds the key of the given name.
 */
import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';

import { MalformedError, sized, u32 } from './bytes.ts';
import type { HashName } from './numbers.ts';
import { type TpmPublic, publicKeyOf } from './structures.ts';

/** What TPM2_ActivateCredential takes. */
export interface Credential {
  /** TPM2B_ID_OBJECT. */
  readonly blob: Buffer;
  /** TPM2B_ENCRYPTED_SECRET. */
  readonly seed: Buffer;
}

/** What is derived is never longer than one block of the hash. */
const SIZES: Readonly<Record<HashName, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/**
 * For an RSA or ECC endorsement key; `secret`: at most as long as its hash. Throws a {@link MalformedError} for a key to
 * which nobody can encrypt.
 */
export function makeCredential(endorsement: TpmPublic, name: Buffer, secret: Buffer): Credential {
  const { nameHash, symmetricBits } = endorsement;
  if (symmetricBits !== 128 && symmetricBits !== 256)
    throw new MalformedError('the endorsement key is not one to encrypt for, with AES in CFB mode');
  const { seed, sent } = sharedSeed(endorsement);
  const key = derive(nameHash, seed, 'STORAGE', name, symmetricBits);
  const cipher = createCipheriv(`aes-${symmetricBits}-cfb`, key, Buffer.alloc(16));
  const identity = Buffer.concat([cipher.update(sized(secret)), cipher.final()]);
  const protection = derive(nameHash, seed, 'INTEGRITY', Buffer.alloc(0), 8 * SIZES[nameHash]);
  const integrity = createHmac(nameHash, protection).update(identity).update(name).digest();
  return { blob: sized(sized(integrity), identity), seed: sized(sent) };
}

/** A seed, and what is sent for the TPM to come to the same: encrypted (RSA), or half of an exchange (ECC). */
function sharedSeed(endorsement: TpmPublic): { readonly seed: Buffer; readonly sent: Buffer } {
  const { nameHash, key } = endorsement;
  const publicKey = publicKeyOf(endorsement);
  if (key.kind === 'rsa') {
    const seed = randomBytes(SIZES[nameHash]);
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: nameHash };
    const sent = publicEncrypt({ key: publicKey, ...padding, oaepLabel: Buffer.from('IDENTITY\0') }, seed);
    return { seed, sent };
  }
  const own = generateKeyPairSync('ec', { namedCurve: key.curve.jwk });
  const { x = '', y = '' } = own.publicKey.export({ format: 'jwk' });
  const [ownX, ownY] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey });
  return { seed: agreed(nameHash, shared, ownX, key.x), sent: Buffer.concat([sized(ownX), sized(ownY)]) };
}

/** KDFe (Part 1, section 11.4.10.3), for as many bits as the hash has. */
function agreed(hash: HashName, shared: Buffer, own: Buffer, other: Buffer): Buffer {
  return createHash(hash)
    .update(u32(1))
    .update(shared)
    .update('IDENTITY\0')
    .update(own)
    .update(other)
    .digest();
}

/** KDFa (Part 1, section 11.4.10.2), for at most as many bits as the hash has. */
function derive(hash: HashName, key: Buffer, label: string, context: Buffer, bits: number): Buffer {
  return createHmac(hash, key)
    .update(u32(1))
    .update(`${label}\0`)
    .update(context)
    .update(u32(bits))
    .digest()
    .subarray(0, bits / 8);
}
