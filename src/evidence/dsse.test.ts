import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { toBase64 } from './base64.ts';
import { openEnvelope, preAuthEncoding, signEnvelope, verifyEnvelope } from './dsse.ts';
import { verifyingKey } from './keys.ts';
import { makeSigner } from './testing/runs.ts';

const { key, signer } = await makeSigner();
const envelope = await signEnvelope('{"a":1}', key);
const known = await verifyingKey(signer.key);
const keys = new Map(known ? [[known.keyId, known]] : []);

/** The envelope with a part of it replaced. */
const altered = (change: object, signature: object = {}): string => {
  const [first] = openEnvelope(envelope)?.signatures ?? [];
  const sig = toBase64(first?.signature ?? new Uint8Array());
  return JSON.stringify({
    payload: toBase64(new TextEncoder().encode('{"a":1}')),
    payloadType: 'application/vnd.in-toto+json',
    signatures: [{ keyid: key.keyId, sig, ...signature }],
    ...change,
  });
};

describe('an envelope', () => {
  it('signs what the specification says: its example', () => {
    const bytes = preAuthEncoding('http://example.com/HelloWorld', new TextEncoder().encode('hello world'));
    expect(new TextDecoder().decode(bytes)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('verifies with another implementation of Ed25519', () => {
    const opened = openEnvelope(envelope);
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: signer.key.slice('ed25519:'.length) },
      format: 'jwk',
    });
    const message = preAuthEncoding('application/vnd.in-toto+json', opened?.payload ?? new Uint8Array());
    expect(verify(null, message, publicKey, opened?.signatures[0]?.signature ?? new Uint8Array())).toBe(true);
  });

  it('is trusted by a known key, and by no other', async () => {
    const opened = openEnvelope(altered({}));
    if (!opened) throw new Error('it does not open');
    expect(await verifyEnvelope(opened, keys)).toEqual({ outcome: 'trusted', keyIds: [key.keyId] });
    expect(await verifyEnvelope(opened, new Map())).toEqual({ outcome: 'unknown-key' });
    const other = openEnvelope(altered({ payload: toBase64(new TextEncoder().encode('{"a":2}')) }));
    if (!other) throw new Error('it does not open');
    expect(await verifyEnvelope(other, keys)).toEqual({ outcome: 'bad-signature', keyId: key.keyId });
  });

  it.each([
    ['another type', altered({ payloadType: 'text/plain' })],
    ['a further member', altered({ note: 'x' })],
    ['no signature', altered({ signatures: [] })],
    ['a short signature', altered({}, { sig: 'AAAA' })],
    ['a payload that is no base64', altered({ payload: 'e30' })],
    ['no JSON', envelope.slice(1)],
    ['a list', `[${envelope}]`],
  ])('with %s does not open', (_, text) => {
    expect(openEnvelope(text)).toBeUndefined();
  });
});
