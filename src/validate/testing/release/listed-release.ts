/** Releases with lists of their components, made by `npm sbom` or of what `dpkg-query` says; advisories of ours. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { runAgainst } from '../context.ts';
import { type Stand, asLines } from '../proof.ts';

const run = promisify(execFile);
const DAY = 24 * 3_600_000;

export interface ListedSetup {
  readonly list: 'cyclonedx' | 'spdx' | 'dpkg';
  /** Whether a version with a known hole is in it. */
  readonly part: 'mended' | 'with a known hole';
  readonly of: 'the release' | 'the release before' | 'nothing named';
  readonly says?:
    | 'one part without a package URL'
    | 'one part without a version'
    | 'no parts'
    | 'that it is incomplete'
    | 'a package URL of another kind';
  readonly answer?:
    | 'in the list, with a reason'
    | 'in the list, without one'
    | 'affected'
    | 'OpenVEX'
    | 'OpenVEX of another release'
    | 'OpenVEX, taken back';
  readonly advisories?: 'fetched ten days ago' | 'missing' | 'of another ecosystem' | 'years old' | 'a text';
  readonly file?: 'missing' | 'a text';
}

function stand(software: string): Stand<ListedSetup> {
  return {
    software,
    text: asLines,
    async judge(check, setup) {
      const now = Date.now();
      const fetched = now - (setup.advisories === 'fetched ten days ago' ? 10 : 1) * DAY;
      const vex = setup.answer?.startsWith('OpenVEX') === true;
      return runAgainst(check, {
        port: 0,
        kind: 'release',
        identities: [],
        now: new Date(now),
        files: await made(setup, fetched),
        declares: {
          file: 'pump.tgz',
          release: {
            components: {
              file: 'parts.json',
              advisories: ['known.json'],
              taken: new Date(fetched).toISOString(),
              ...(vex && { decisions: ['vex.json'] }),
            },
          },
        },
      });
    },
  };
}

export const onNpmList = stand('lists by npm sbom, with advisories of ours in OSV form');
export const onDebianList = stand('a list of what dpkg-query says, with advisories of ours in OSV form');

/** JSON of others, of which this stand changes single places. */
type Json = Record<string, unknown>;

async function made(setup: ListedSetup, fetched: number): Promise<Record<string, string | Uint8Array>> {
  const release = randomBytes(4096);
  const named = setup.of === 'the release' ? release : randomBytes(4096);
  const digest = createHash('sha256').update(named).digest('hex');
  const { text, part, version, ecosystem } =
    setup.list === 'dpkg' ? await debianList() : await npmList(setup.list, setup.part);
  const list = completed(JSON.parse(text), setup, setup.of === 'nothing named' ? undefined : digest);
  const fixed = setup.list === 'dpkg' ? `${version}${setup.part === 'mended' ? '' : '+deb12u9'}` : '4.1.0';
  return {
    'pump.tgz': release,
    ...(setup.file !== 'missing' && {
      'parts.json': setup.file === 'a text' ? 'flour, eggs, milk' : JSON.stringify(list),
    }),
    ...(setup.advisories !== 'missing' && {
      'known.json':
        setup.advisories === 'a text'
          ? 'no holes'
          : JSON.stringify(
              advisories(
                setup.advisories === 'of another ecosystem' ? 'PyPI' : ecosystem,
                part,
                fixed,
                setup,
                fetched,
              ),
            ),
    }),
    'vex.json': JSON.stringify(openVex(setup, digest, randomBytes(32).toString('hex'))),
  };
}

const BUS = '@acme/bus';
const BUS_URL = 'pkg:npm/%40acme/bus@4.0.0';
const HOLE = 'CVE-2026-10001';

interface Listed {
  readonly text: string;
  /** The part in question. */
  readonly part: string;
  readonly version: string;
  readonly ecosystem: string;
}

/** What npm makes of a lock file; made once for each. */
const lists: Map<string, Promise<string>> = new Map();

async function npmList(format: 'cyclonedx' | 'spdx', part: ListedSetup['part']): Promise<Listed> {
  const version = part === 'mended' ? '4.1.0' : '4.0.0';
  const key = `${format} ${version}`;
  const text = lists.get(key) ?? npmSbom(format, version);
  lists.set(key, text);
  return { text: await text, part: BUS, version, ecosystem: 'npm' };
}

async function npmSbom(format: string, version: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'bestride-npm-'));
  try {
    const own = { name: 'pump', version: '2.4.0', dependencies: { [BUS]: version, 'left-tap': '1.2.3' } };
    const packages = {
      '': own,
      [`node_modules/${BUS}`]: { version },
      'node_modules/left-tap': { version: '1.2.3' },
    };
    const lock = { name: 'pump', version: '2.4.0', lockfileVersion: 3, requires: true, packages };
    await writeFile(join(dir, 'package.json'), JSON.stringify(own));
    await writeFile(join(dir, 'package-lock.json'), JSON.stringify(lock));
    const args = ['sbom', '--package-lock-only', '--offline', `--sbom-format=${format}`];
    return (await run('npm', args, { cwd: dir, timeout: 60_000 })).stdout;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function debianList(): Promise<Listed> {
  const { stdout } = await run('dpkg-query', [
    '-W',
    '-f',
    '${source:Package} ${source:Version}\n',
    'dpkg',
    'base-files',
  ]);
  const parts = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const components = parts.map(([name = '', version = '']) => ({
    'bom-ref': name,
    type: 'library',
    name,
    version,
    purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=source&distro=debian-12`,
  }));
  const metadata = { component: { type: 'firmware', name: 'pump', version: '2.4.0' } };
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata, components };
  const [part = '', version = ''] = parts.find(([name]) => name === 'dpkg') ?? [];
  return { text: JSON.stringify(bom), part, version, ecosystem: 'Debian:12' };
}

/** The step of a release that names the file in the list, and the row's own change. */
function completed(
  list: Json,
  { says, answer, list: format }: ListedSetup,
  digest: string | undefined,
): Json {
  const components = list[format === 'spdx' ? 'packages' : 'components'];
  if (!Array.isArray(components)) throw new Error('the list has no components');
  const last: Json = components[components.length - 1];
  if (says === 'one part without a package URL') delete last[format === 'spdx' ? 'externalRefs' : 'purl'];
  if (says === 'one part without a version') delete last[format === 'spdx' ? 'versionInfo' : 'version'];
  if (says === 'a package URL of another kind') last['purl'] = 'pkg:generic/left-tap@1.2.3';
  if (format === 'spdx') {
    if (digest !== undefined) components[0].checksums = [{ algorithm: 'SHA256', checksumValue: digest }];
    return list;
  }
  const metadata = list['metadata'];
  if (typeof metadata !== 'object' || metadata === null || !('component' in metadata))
    throw new Error('no root');
  const hashes = digest === undefined ? [] : [{ alg: 'SHA-256', content: digest }];
  const said = {
    'in the list, with a reason': 'not_affected',
    'in the list, without one': 'not_affected',
    affected: 'exploitable',
  };
  const state = Object.entries(said).find(([name]) => name === answer)?.[1];
  const reason = answer !== 'in the list, without one' && { detail: 'the pump never calls it' };
  return {
    ...list,
    metadata: { ...metadata, component: Object.assign({}, metadata.component, { hashes }) },
    components: says === 'no parts' ? [] : components,
    ...(says === 'that it is incomplete' && { compositions: [{ aggregate: 'incomplete' }] }),
    ...(state !== undefined && {
      vulnerabilities: [{ id: HOLE, analysis: { state, ...reason }, affects: [{ ref: `${BUS}@4.0.0` }] }],
    }),
  };
}

function advisories(
  ecosystem: string,
  name: string,
  fixed: string,
  setup: ListedSetup,
  fetched: number,
): readonly Json[] {
  const modified = new Date(fetched - (setup.advisories === 'years old' ? 900 : 1) * DAY).toISOString();
  const advisory = (id: string, what: string, events: readonly Json[]): Json => ({
    schema_version: '1.6.0',
    id,
    modified,
    aliases: [id.replace('ACME', 'CVE')],
    affected: [
      {
        package: { ecosystem, name: what },
        ranges: [{ type: ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM', events }],
      },
    ],
  });
  return [
    advisory('ACME-2026-10001', name, [{ introduced: '0' }, { fixed }]),
    advisory('ACME-2026-10002', 'something-else', [{ introduced: '1.0.0' }]),
  ];
}

function openVex({ answer }: ListedSetup, digest: string, other: string): Json {
  const product = {
    '@id': 'https://acme.example/pump',
    hashes: { 'sha-256': answer === 'OpenVEX of another release' ? other : digest },
    subcomponents: [{ '@id': BUS_URL }],
  };
  const word = { vulnerability: { name: HOLE }, products: [product] };
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://acme.example/vex/1',
    author: 'Acme',
    timestamp: '2026-11-01T00:00:00Z',
    version: 1,
    statements: [
      { ...word, status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path' },
      ...(answer === 'OpenVEX, taken back'
        ? [{ ...word, status: 'affected', timestamp: '2026-11-02T00:00:00Z' }]
        : []),
    ],
  };
}
