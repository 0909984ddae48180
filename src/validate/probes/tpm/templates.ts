/** Keys that a check has a TPM make or take, as TPMT_PUBLIC. */
import { generateKeyPairSync } from 'node:crypto';

import { sized, u16, u32 } from './bytes.ts';
import { ALG, ATTRIBUTE } from './numbers.ts';

const FIXED = ATTRIBUTE.fixedTPM | ATTRIBUTE.fixedParent | ATTRIBUTE.sensitiveDataOrigin;
const AES_128_CFB = Buffer.concat([u16(ALG.aes), u16(128), u16(ALG.cfb)]);

/** The RSA endorsement key of the usual form (TCG EK Credential Profile, template L-1). */
export function endorsementTemplate(): Buffer {
  // The policy asks for the authorisation of the endorsement hierarchy (TPM2_PolicySecret).
  const policy = Buffer.from('837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa', 'hex');
  const attributes = FIXED | ATTRIBUTE.adminWithPolicy | ATTRIBUTE.restricted | ATTRIBUTE.decrypt;
  return Buffer.concat([rsaHead(attributes, policy), sized(Buffer.alloc(256))]);
}

/** An attestation key: ECDSA on P-256, which signs only what its TPM says of itself. */
export function attestationTemplate(): Buffer {
  const attributes = FIXED | ATTRIBUTE.userWithAuth | ATTRIBUTE.noDA | ATTRIBUTE.restricted | ATTRIBUTE.sign;
  return Buffer.concat([
    u16(ALG.ecc),
    u16(ALG.sha256),
    u32(attributes),
    sized(),
    u16(ALG.null),
    u16(ALG.ecdsa),
    u16(ALG.sha256),
    u16(0x0003),
    u16(ALG.null),
    sized(),
    sized(),
  ]);
}

/** A storage key whose private half is gone the moment it was made: what is wrapped for it, nobody reads. */
export function bottomlessParent(): Buffer {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');
  const attributes = ATTRIBUTE.userWithAuth | ATTRIBUTE.restricted | ATTRIBUTE.decrypt;
  return Buffer.concat([rsaHead(attributes, Buffer.alloc(0)), sized(modulus)]);
}

function rsaHead(attributes: number, policy: Buffer): Buffer {
  return Buffer.concat([
    u16(ALG.rsa),
    u16(ALG.sha256),
    u32(attributes),
    sized(policy),
    AES_128_CFB,
    u16(ALG.null),
    u16(2048),
    u32(0),
  ]);
}
