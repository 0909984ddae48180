import { proof, rowsOn } from '../../testing/proof.ts';
import { type ReleaseSetup, onOpensslRelease } from '../../testing/release/openssl-release.ts';
import { releaseSignature } from './release-signature.ts';

const ED25519: ReleaseSetup = { scheme: 'ed25519', signed: 'the release', by: 'the pinned key' };
const ECDSA: ReleaseSetup = { ...ED25519, scheme: 'ecdsa', signature: 'base64' };
const RSA: ReleaseSetup = { ...ED25519, scheme: 'rsa-pss' };
const CHANGED = 'the release, of which a byte was changed since';

export const releaseSignatureProof = proof(
  releaseSignature,
  rowsOn(onOpensslRelease, 'signed with Ed25519', {
    intact: ED25519,
    weakened: {
      'changed after it was signed': { ...ED25519, signed: CHANGED },
      'with the signature of the release before': { ...ED25519, signed: 'the release before' },
      'signed by another key': { ...ED25519, by: 'another key' },
      'its signature is empty': { ...ED25519, signature: 'empty' },
    },
    dead: {
      'there is no signature file': { ...ED25519, signature: 'missing' },
      'the pinned key is a text': { ...ED25519, pinned: 'a text' },
      'the pinned key is a private one': { ...ED25519, pinned: 'the private key' },
    },
  }),
  rowsOn(onOpensslRelease, 'signed with ECDSA P-256, in base64', {
    intact: ECDSA,
    weakened: {
      'changed after it was signed (ECDSA)': { ...ECDSA, signed: CHANGED },
      'signed by another key (ECDSA)': { ...ECDSA, by: 'another key' },
    },
  }),
  rowsOn(onOpensslRelease, 'signed with RSA-PSS', {
    intact: RSA,
    weakened: {
      'changed after it was signed (RSA)': { ...RSA, signed: CHANGED },
      'signed by another key (RSA)': { ...RSA, by: 'another key' },
    },
    dead: { 'the pinned key is too short': { ...RSA, pinned: 'an RSA key of 1024 bits' } },
  }),
);
