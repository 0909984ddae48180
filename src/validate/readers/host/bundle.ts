/**
 * A report in an envelope: the text that the host signed, the digest of its public key, and the signature. What was
 * signed is the text itself, byte for byte, so that `openssl` verifies it without us.
 */
import { z } from 'zod';

import type { Fact } from '../../../evidence/run.ts';
import { sha256 } from '../../../text/digest.ts';
import { type Signing, signingOf, verifies } from '../../probes/release.ts';

const Bundle = z.strictObject({
  bundle: z.literal('bestride-host-bundle-1'),
  report: z.string(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo in DER), by which a mix-up is told from a forgery. */
  signer: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  signature: z.base64(),
});

/** The text of a report, and the pinned key that signed it; null: nothing vouches for it. */
export interface Opened {
  readonly text: string;
  readonly signedBy: Fact | null;
}

/**
 * Takes the report out of what the collector printed. Where a key is pinned (PEM), only what it signed is let
 * through; a text says why something else was not. Where none is, a signature counts for nothing.
 */
export function openBundle(data: unknown, text: string, pinned: string | undefined): Opened | string {
  const { data: bundle } = Bundle.safeParse(data);
  if (pinned === undefined) return { text: bundle?.report ?? text, signedBy: null };
  const signing = signingOf(pinned, {});
  if (typeof signing === 'string') return signing;
  if (!bundle) return 'the report is not signed, and the target pins a key (host.key)';
  const digest = digestOf(signing);
  if (bundle.signer !== digest)
    return `the report is signed by another key (${bundle.signer}) than the pinned one (${digest}): it is of another host, or forged`;
  const signature = Buffer.from(bundle.signature, 'base64');
  if (!verifies(signing, Buffer.from(bundle.report), signature))
    return 'the signature does not hold: the report was changed after it was signed, or somebody without the key made it';
  return { text: bundle.report, signedBy: { kind: 'observed', ref: 'key of the report', digest } };
}

function digestOf({ key }: Signing): string {
  return sha256(key.export({ type: 'spki', format: 'der' }));
}
