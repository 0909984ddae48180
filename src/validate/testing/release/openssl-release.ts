/** Releases as `openssl` signs them, in a temporary folder: keys, files and signatures are made for each row. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runAgainst } from '../context.ts';
import { type Stand, asLines } from '../proof.ts';
import { type KeyKind, opensslKeys } from './openssl-keys.ts';

export interface ReleaseSetup {
  readonly scheme: KeyKind;
  /** What was signed; the release is 64 KiB that are no text. */
  readonly signed: 'the release' | 'the release before' | 'the release, of which a byte was changed since';
  readonly by: 'the pinned key' | 'another key';
  /** What lies at the place of the pinned key. */
  readonly pinned?: 'its public key' | 'the private key' | 'a text' | 'an RSA key of 1024 bits';
  /** Whether the signature file is there. */
  readonly signature?: 'bytes' | 'base64' | 'missing' | 'empty';
}

/** Where openssl is the software; the check is told the files and nothing else. */
export const onOpensslRelease: Stand<ReleaseSetup> = {
  software: 'files signed by openssl',
  text: asLines,
  async judge(check, setup) {
    const dir = await mkdtemp(join(tmpdir(), 'bestride-release-'));
    try {
      const files = await made(dir, setup);
      return await runAgainst(check, {
        port: 0,
        kind: 'release',
        identities: [],
        files,
        declares: {
          file: 'firmware.bin',
          release: {
            signature: 'firmware.bin.sig',
            key: 'release.pem',
            scheme: setup.scheme,
            other: { signature: 'before.bin.sig' },
          },
        },
      });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

async function made(dir: string, setup: ReleaseSetup): Promise<Record<string, string | Uint8Array>> {
  const { scheme, signed, by, pinned = 'its public key', signature = 'bytes' } = setup;
  const openssl = opensslKeys(dir, scheme);
  const own = await openssl.make('own.key');
  const [release, last] = [randomBytes(65_536), randomBytes(4096)];
  const signer = by === 'the pinned key' ? own : await openssl.make('other.key');
  const good = await openssl.sign(signer, signed === 'the release before' ? last : release);
  if (signed === 'the release, of which a byte was changed since')
    release[40_000] = (release[40_000] ?? 0) ^ 0x80;
  const before = signed === 'the release before' ? randomBytes(good.length) : await openssl.sign(own, last);
  const key = {
    'its public key': () => openssl.publicOf(own),
    'the private key': () => readFile(own, 'utf8'),
    'a text': () => Promise.resolve('no key'),
    'an RSA key of 1024 bits': async () =>
      openssl.publicOf(
        await openssl.make('weak.key', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024']),
      ),
  }[pinned];
  return {
    'firmware.bin': release,
    'release.pem': await key(),
    'before.bin.sig': before,
    ...(signature !== 'missing' && {
      'firmware.bin.sig': {
        bytes: good,
        base64: `${Buffer.from(good).toString('base64')}\n`,
        empty: new Uint8Array(0),
      }[signature],
    }),
  };
}
