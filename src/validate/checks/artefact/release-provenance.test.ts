import { generateKeyPairSync, sign } from 'node:crypto';

import { expect, it } from 'vitest';

import { preAuthEncoding } from '../../../evidence/dsse.ts';
import { digestsOf } from '../../probes/artefact.ts';
import { runAgainst } from '../../testing/context.ts';
import type { ProvenanceTarget } from '../../targets/read/release.ts';
import { releaseProvenance } from './release-provenance.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const RELEASE = Buffer.from('firmware');
const TYPE = 'application/vnd.in-toto+json';

function judge(
  changed: { subject?: object; type?: string; extra?: object },
  declared: Partial<ProvenanceTarget> = {},
  taken?: string,
) {
  const { sha256 } = digestsOf(RELEASE);
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: 'other', digest: { sha256: '00' } },
        { name: 'r', digest: { sha256, ...changed.subject } },
      ],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'b',
          externalParameters: { app: { repo: 'https://git.example/pump' } },
          resolvedDependencies: [{ uri: 'x', digest: { sha1: 'ab' } }],
        },
        runDetails: { builder: { id: 'farm' }, metadata: { invocationId: '7' } },
      },
    }),
  );
  const type = changed.type ?? TYPE;
  const good = sign(null, preAuthEncoding(type, payload), privateKey);
  const record = {
    payloadType: type,
    payload: payload.toString('base64url'),
    signatures: [
      { keyid: '', sig: 'AAAA' },
      { keyid: 'k', cert: 'x', sig: good.toString('base64') },
    ],
    ...changed.extra,
  };
  return runAgainst(releaseProvenance, {
    port: 0,
    kind: 'release',
    identities: [],
    files: {
      r: RELEASE,
      'r.json': JSON.stringify(record),
      'b.pem': publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    declares: {
      file: 'r',
      ...(taken !== undefined && { taken }),
      release: { provenance: { file: 'r.json', key: 'b.pem', builder: 'farm', ...declared } },
    },
  });
}

it('takes envelopes as others write them, and says what it did not look at', async () => {
  const found = await judge({ extra: { more: 1 } });
  expect(found).toMatchObject({ verdict: 'pass', strength: 'repository-config' });
  expect(found.reason).toContain('from which source it may come is not declared');
  expect(found.reason).toContain('was not looked at');
  expect((await judge({}, {}, new Date().toISOString())).strength).toBe('live-config');
  expect((await judge({}, {}, '2020-01-01')).verdict).toBe('inconclusive');
});

it('looks for the source where it is said to stand', async () => {
  const source = {
    uri: 'https://git.example/pump',
    at: '/predicate/buildDefinition/externalParameters/app/repo',
  };
  expect((await judge({}, { source })).verdict).toBe('pass');
  expect((await judge({}, { source: { ...source, uri: 'https://git.example/pum' } })).verdict).toBe('fail');
  expect((await judge({}, { source: { ...source, at: '/predicate/nothing' } })).verdict).toBe('fail');
  expect((await judge({}, { source: { uri: source.uri } })).verdict).toBe('inconclusive');
});

it('counts no record whose digests disagree, or whose envelope holds something else', async () => {
  expect((await judge({ subject: { sha512: 'ff' } })).verdict).toBe('fail');
  expect((await judge({ subject: { md5: 'ff' } })).verdict).toBe('pass');
  expect((await judge({ type: 'text/plain' })).verdict).toBe('fail');
});

it('is inconclusive where nothing is declared', async () => {
  const bare = { port: 0, kind: 'release', identities: [] };
  expect((await runAgainst(releaseProvenance, bare)).verdict).toBe('inconclusive');
});
