/** Releases with a record of their build, signed by `openssl`; keys, files and records are made for each row. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runAgainst } from '../context.ts';
import { type Stand, asLines } from '../proof.ts';
import { type KeyKind, opensslKeys } from './openssl-keys.ts';

export interface AttestedSetup {
  readonly form: 'SLSA v1' | 'SLSA v0.2';
  readonly keys: KeyKind;
  /** What the record names as built. */
  readonly subject: 'the release' | 'the release before';
  readonly by: 'the pinned key' | 'another key' | 'nobody' | 'nobody, without an envelope';
  readonly builder: 'https://build.example/farm' | 'https://build.example/desk-of-bob';
  readonly source: 'https://git.example/pump' | 'https://git.example/fork-of-pump' | 'named nowhere';
  readonly inputs: 'named by digest' | 'named without one';
  readonly changedSince?: 'a byte of the record' | 'a byte of the release';
  readonly about?: 'a test';
  /** Whether the record is there. */
  readonly record?: 'missing' | 'a text';
  readonly pinned?: 'a text';
}

/** Where openssl signs; the check is told the files, the builder and the source, and nothing else. */
export const onAttestedRelease: Stand<AttestedSetup> = {
  software: 'records of builds (DSSE, in-toto), signed by openssl',
  text: asLines,
  async judge(check, setup) {
    const dir = await mkdtemp(join(tmpdir(), 'bestride-attested-'));
    try {
      const files = await made(dir, setup);
      return await runAgainst(check, {
        port: 0,
        kind: 'release',
        identities: [],
        files,
        declares: {
          file: 'firmware.bin',
          taken: new Date().toISOString(),
          release: {
            provenance: {
              file: 'firmware.intoto.json',
              key: 'builder.pem',
              builder: 'https://build.example/farm',
              source: { uri: 'https://git.example/pump' },
            },
          },
        },
      });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

const TYPE = 'application/vnd.in-toto+json';

async function made(dir: string, setup: AttestedSetup): Promise<Record<string, string | Uint8Array>> {
  const { keys, by, changedSince, record = 'there', pinned } = setup;
  const openssl = opensslKeys(dir, keys);
  const own = await openssl.make('own.key');
  const release = randomBytes(65_536);
  const payload = Buffer.from(JSON.stringify(statement(release, setup)));
  const signer = by === 'another key' ? await openssl.make('other.key') : own;
  const message = Buffer.concat([Buffer.from(`DSSEv1 ${TYPE.length} ${TYPE} ${payload.length} `), payload]);
  const signature = by.startsWith('nobody') ? undefined : await openssl.sign(signer, message);
  if (changedSince === 'a byte of the record') payload[payload.length >> 1] = 0x20;
  if (changedSince === 'a byte of the release') release[40_000] = (release[40_000] ?? 0) ^ 0x80;
  const envelope = {
    payloadType: TYPE,
    payload: payload.toString('base64'),
    signatures: signature ? [{ sig: signature.toString('base64') }] : [],
  };
  const bare = by === 'nobody, without an envelope';
  return {
    'firmware.bin': release,
    'builder.pem': pinned ?? (await openssl.publicOf(own)),
    ...(record !== 'missing' && {
      'firmware.intoto.json':
        record === 'a text' ? 'built by Bob' : bare ? payload.toString() : JSON.stringify(envelope),
    }),
  };
}

function statement(release: Uint8Array, setup: AttestedSetup): object {
  const { form, subject, builder, source, inputs, about } = setup;
  const named = source === 'named nowhere' ? undefined : source;
  const input = {
    uri: `git+${named ?? 'https://git.example/pump'}@refs/tags/v2.4.0`,
    ...(inputs === 'named by digest' && { digest: { gitCommit: '7'.repeat(40) } }),
  };
  const buildType = 'https://build.example/makefile/v1';
  const [version, predicate] =
    form === 'SLSA v1'
      ? [
          'v1',
          {
            buildDefinition: {
              buildType,
              externalParameters: { ref: 'refs/tags/v2.4.0', ...(named && { repository: named }) },
              resolvedDependencies: [input],
            },
            runDetails: { builder: { id: builder } },
          },
        ]
      : [
          'v0.2',
          {
            builder: { id: builder },
            buildType,
            invocation: { configSource: { ...(named && { uri: `git+${named}.git@refs/tags/v2.4.0` }) } },
            materials: [input],
          },
        ];
  return {
    _type: form === 'SLSA v1' ? 'https://in-toto.io/Statement/v1' : 'https://in-toto.io/Statement/v0.1',
    subject: [
      {
        name: 'firmware.bin',
        digest: { sha256: sha256(subject === 'the release' ? release : randomBytes(4096)) },
      },
    ],
    predicateType:
      about === undefined
        ? `https://slsa.dev/provenance/${version}`
        : 'https://in-toto.io/attestation/test-result/v0.1',
    predicate,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
