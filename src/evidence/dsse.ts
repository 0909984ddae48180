/**
 * Dead Simple Signing Envelope 1.0 (secure-systems-lab/dsse): a payload, its type, and signatures over both.
 * A signature says who signed, not that what is written in the payload happened.
 */
import { z } from 'zod';

import { fromBase64, toBase64 } from './base64.ts';
import type { SigningKey, VerifyingKey } from './keys.ts';

/** The payload type of every envelope here: an in-toto Statement as JSON. */
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

const Envelope = z.strictObject({
  payload: z.string(),
  payloadType: z.literal(PAYLOAD_TYPE),
  signatures: z
    .array(z.strictObject({ keyid: z.string().min(1).max(200), sig: z.string().max(200) }))
    .min(1)
    .max(16),
});

/** An envelope whose form is right; its signatures are not checked yet. */
export interface OpenedEnvelope {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly signatures: readonly { readonly keyId: string; readonly signature: Uint8Array<ArrayBuffer> }[];
}

/**
 * `trusted`: at least one signature is by a known key and all such verify. `unknown-key`: none is by a known
 * key. `bad-signature`: one by a known key does not verify.
 */
export type Verification =
  | { readonly outcome: 'trusted'; readonly keyIds: readonly string[] }
  | { readonly outcome: 'unknown-key' }
  | { readonly outcome: 'bad-signature'; readonly keyId: string };

/** Pre-authentication encoding, what is really signed: lengths make type and payload unambiguous. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const type = encoder.encode(payloadType);
  const head = encoder.encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  const all = new Uint8Array(head.length + payload.length);
  all.set(head);
  all.set(payload, head.length);
  return all;
}

/** Signs a text; the envelope comes back as JSON text that ends in a line feed. */
export async function signEnvelope(payload: string, key: SigningKey): Promise<string> {
  const bytes = new TextEncoder().encode(payload);
  const message = preAuthEncoding(PAYLOAD_TYPE, bytes);
  const signature = new Uint8Array(
    await globalThis.crypto.subtle.sign({ name: 'Ed25519' }, key.privateKey, message),
  );
  const envelope: z.infer<typeof Envelope> = {
    payload: toBase64(bytes),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: key.keyId, sig: toBase64(signature) }],
  };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

/** Takes an envelope apart. Undefined for everything that is not exactly one; never throws. */
export function openEnvelope(text: string): OpenedEnvelope | undefined {
  const parsed = Envelope.safeParse(parseJsonQuietly(text));
  if (!parsed.success) return undefined;
  const payload = fromBase64(parsed.data.payload);
  if (!payload) return undefined;
  const signatures = [];
  for (const { keyid, sig } of parsed.data.signatures) {
    const signature = fromBase64(sig);
    if (signature?.length !== 64) return undefined;
    signatures.push({ keyId: keyid, signature });
  }
  return { payload, signatures };
}

/** Checks the signatures by keys in `keys` (by key id); signatures by others are ignored. Never throws. */
export async function verifyEnvelope(
  envelope: OpenedEnvelope,
  keys: ReadonlyMap<string, VerifyingKey>,
): Promise<Verification> {
  const message = preAuthEncoding(PAYLOAD_TYPE, envelope.payload);
  const keyIds: string[] = [];
  for (const { keyId, signature } of envelope.signatures) {
    const known = keys.get(keyId);
    if (!known) continue;
    if (!(await verifies(known, signature, message))) return { outcome: 'bad-signature', keyId };
    keyIds.push(keyId);
  }
  return keyIds.length > 0 ? { outcome: 'trusted', keyIds } : { outcome: 'unknown-key' };
}

/** JSON text to data; undefined when it is none. */
export function parseJsonQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function verifies(
  known: VerifyingKey,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    return await globalThis.crypto.subtle.verify({ name: 'Ed25519' }, known.key, signature, message);
  } catch {
    return false;
  }
}
