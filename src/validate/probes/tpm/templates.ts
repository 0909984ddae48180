/** Keys that a check has a TPM make or take, as TPMT_PUBLIC. */
import { generateKeyPairSync } from 'node:crypto';

import { sized, u16, u32 } from './bytes.ts';
import { ALG, ATTRIBUTE, type PLACE } from './numbers.ts';

const FIXED = ATTRIBUTE.fixedTPM | ATTRIBUTE.fixedParent | ATTRIBUTE.sensitiveDataOrigin;
const AES_128_CFB = Buffer.concat([u16(ALG.aes), u16(128), u16(ALG.cfb)]);

/** The policies of endorsement keys: the authorisation of their hierarchy (A), or that or another one (B). */
const POLICY_A = Buffer.from('837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa', 'hex');
const POLICY_B = Buffer.from(
  'b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419cacb47ba09699646150f9fc000f3f80e12',
  'hex',
);
const ENDORSEMENT = FIXED | ATTRIBUTE.adminWithPolicy | ATTRIBUTE.restricted | ATTRIBUTE.decrypt;

/** Endorsement keys of the usual forms (TCG EK Credential Profile, templates L-1, L-2 and H-3). */
export const endorsementTemplates: Readonly<Record<keyof typeof PLACE, () => Buffer>> = {
  rsa: () => Buffer.concat([rsaHead(ENDORSEMENT, POLICY_A), sized(Buffer.alloc(256))]),
  p256: () =>
    Buffer.concat([
      eccHead({ hash: ALG.sha256, attributes: ENDORSEMENT, policy: POLICY_A }, 128, 0x0003),
      sized(Buffer.alloc(32)),
      sized(Buffer.alloc(32)),
    ]),
  p384: () =>
    Buffer.concat([
      eccHead(
        { hash: ALG.sha384, attributes: ENDORSEMENT | ATTRIBUTE.userWithAuth, policy: POLICY_B },
        256,
        0x0004,
      ),
      sized(),
      sized(),
    ]),
};

function eccHead(
  {
    hash,
    attributes,
    policy,
  }: { readonly hash: number; readonly attributes: number; readonly policy: Buffer },
  aesBits: number,
  curve: number,
): Buffer {
  return Buffer.concat([
    u16(ALG.ecc),
    u16(hash),
    u32(attributes),
    sized(policy),
    u16(ALG.aes),
    u16(aesBits),
    u16(ALG.cfb),
    u16(ALG.null),
    u16(curve),
    u16(ALG.null),
  ]);
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
