/** What targets of kind `release` declare: the `file` that is released, and what proves from whom it is. */
import { z } from 'zod';

const InProject = z
  .string()
  .regex(/^(?![A-Za-z]:|[\\/])(?!.*(^|[\\/])\.\.([\\/]|$)).+$/, 'a path in the project');

export const ReleaseTarget = z.strictObject({
  signature: InProject.describe(
    'The detached signature of `file`: its bytes, or base64 of them (as cosign writes).',
  ),
  key: InProject.describe('The pinned public key, in PEM: Ed25519, ECDSA or RSA of 2048 bits and more.'),
  scheme: z
    .enum(['ed25519', 'ecdsa', 'rsa-pkcs1', 'rsa-pss'])
    .describe('How it is signed; where absent, as the key is: Ed25519, ECDSA, or RSA with PKCS #1 v1.5.')
    .optional(),
  hash: z
    .enum(['sha256', 'sha384', 'sha512'])
    .describe('sha256 where absent; Ed25519 has its own.')
    .optional(),
  other: z
    .strictObject({ signature: InProject.describe('The signature of another release by the same key.') })
    .describe('Another release, whose signature must not do for this one.')
    .optional(),
});
export type ReleaseTarget = z.infer<typeof ReleaseTarget>;
