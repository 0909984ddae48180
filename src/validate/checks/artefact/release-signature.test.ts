import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { sha256 } from '../../../text/digest.ts';
import { signatureIn, signingOf, verifies } from '../../probes/release.ts';
import { readProjectBytes, readProjectFile } from '../../project-files.ts';
import { runAgainst } from '../../testing/context.ts';
import { releaseSignature } from './release-signature.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const RELEASE = { signature: 'r.sig', key: 'r.pem' };

function judge(files: Record<string, string | Uint8Array>, release: object = {}) {
  return runAgainst(releaseSignature, {
    port: 0,
    kind: 'release',
    identities: [],
    files: { 'r.pem': PEM, ...files },
    declares: { file: 'r.bin', release: { ...RELEASE, ...release } },
  });
}

it('says what it did not look at, and which key it believed', async () => {
  const bytes = Buffer.from([0, 1, 2, 255]);
  const found = await judge({ 'r.bin': bytes, 'r.sig': sign(null, bytes, privateKey) });
  expect(found.verdict).toBe('pass');
  expect(found.reason).toContain('That a device verifies it was not looked at');
  expect(found.facts).toEqual([
    {
      kind: 'observed',
      ref: 'pinned key',
      digest: sha256(publicKey.export({ type: 'spki', format: 'der' })),
    },
  ]);
});

it('is inconclusive where there is nothing to verify, or nothing to verify by', async () => {
  const bytes = Buffer.from('x');
  const signed = { 'r.bin': bytes, 'r.sig': sign(null, bytes, privateKey) };
  expect((await judge({ ...signed, 'r.bin': '' })).reason).toContain('is empty');
  expect((await judge({ 'r.sig': 'x' })).reason).toContain('r.bin');
  expect((await judge(signed, { scheme: 'rsa-pss' })).reason).toContain('cannot sign by rsa-pss');
  expect((await judge(signed, { other: { signature: 'r.sig' } })).reason).toContain('is the same as');
  const bare = { port: 0, kind: 'release', identities: [] };
  expect((await runAgainst(releaseSignature, bare)).verdict).toBe('inconclusive');
});

it('takes no signature for one that is not, whatever the file holds', () => {
  const signing = signingOf(PEM, {});
  if (typeof signing === 'string') throw new Error(signing);
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array({ maxLength: 80 }), (bytes, signature) => {
      expect(verifies(signing, bytes, signatureIn(signature))).toBe(false);
    }),
  );
});

it('pins no private key, no weak one and nothing else', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const texts = [
    createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
      type: 'pkcs8',
      format: 'pem',
    }),
    createPublicKey(weak.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'pem' }),
    generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }),
    generateKeyPairSync('ec', { namedCurve: 'secp160r1' }).publicKey.export({ type: 'spki', format: 'pem' }),
    'text',
  ];
  for (const text of texts) expect(typeof signingOf(text.toString(), {})).toBe('string');
});

it('reads a file that is no text from the project, and none from elsewhere', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'bestride-files-'));
  try {
    const bytes = Buffer.from([0xff, 0, 0xfe]);
    await writeFile(join(dir, 'r.bin'), bytes);
    await writeFile(join(dir, 'r.txt'), 'text');
    const read = await readProjectBytes(dir, 'r.bin');
    expect(Buffer.from(read.bytes)).toEqual(bytes);
    expect(read.fact).toEqual({ kind: 'file', ref: 'r.bin', digest: sha256(bytes) });
    expect((await readProjectBytes(dir, 'r.txt')).fact).toEqual((await readProjectFile(dir, 'r.txt')).fact);
    await expect(readProjectBytes(dir, '../r.bin')).rejects.toThrow('lies outside');
    await expect(readProjectBytes(dir, 'none')).rejects.toThrow('cannot be read');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
