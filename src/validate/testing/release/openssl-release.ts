/** Releases as `openssl` signs them, in a temporary folder: keys, files and signatures are made for each row. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { runAgainst } from '../context.ts';
import type { Stand } from '../proof.ts';

const run = promisify(execFile);

export interface ReleaseSetup {
  readonly scheme: 'ed25519' | 'ecdsa' | 'rsa-pss';
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
  text: (setup) =>
    Object.entries(setup)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
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

const KEY_ARGUMENTS = {
  ed25519: ['-algorithm', 'ed25519'],
  ecdsa: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'rsa-pss': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
} as const;
const SIGN_ARGUMENTS = {
  ed25519: ['-rawin'],
  ecdsa: ['-rawin', '-digest', 'sha256'],
  'rsa-pss': ['-rawin', '-digest', 'sha256', '-pkeyopt', 'rsa_padding_mode:pss'],
} as const;

async function made(dir: string, setup: ReleaseSetup): Promise<Record<string, string | Uint8Array>> {
  const { scheme, signed, by, pinned = 'its public key', signature = 'bytes' } = setup;
  const path = (name: string): string => join(dir, name);
  const makeKey = async (name: string, args: readonly string[] = KEY_ARGUMENTS[scheme]): Promise<string> => {
    await run('openssl', ['genpkey', ...args, '-out', path(name)]);
    return path(name);
  };
  const sign = async (key: string, name: string): Promise<Uint8Array> => {
    const to = path(`${name}.sig`);
    await run('openssl', [
      'pkeyutl',
      '-sign',
      '-inkey',
      key,
      ...SIGN_ARGUMENTS[scheme],
      '-in',
      path(name),
      '-out',
      to,
    ]);
    return readFile(to);
  };
  const own = await makeKey('own.key');
  const release = randomBytes(65_536);
  await writeFile(path('firmware.bin'), release);
  await writeFile(path('before.bin'), randomBytes(4096));
  const signer = by === 'the pinned key' ? own : await makeKey('other.key');
  const good = await sign(signer, signed === 'the release before' ? 'before.bin' : 'firmware.bin');
  if (signed === 'the release, of which a byte was changed since')
    release[40_000] = (release[40_000] ?? 0) ^ 0x80;
  const before = signed === 'the release before' ? randomBytes(good.length) : await sign(own, 'before.bin');
  const key = {
    'its public key': () => publicOf(own),
    'the private key': () => readFile(own, 'utf8'),
    'a text': () => Promise.resolve('no key'),
    'an RSA key of 1024 bits': async () =>
      publicOf(await makeKey('weak.key', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'])),
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

async function publicOf(key: string): Promise<string> {
  return (await run('openssl', ['pkey', '-in', key, '-pubout'])).stdout;
}
