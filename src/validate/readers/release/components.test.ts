import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { readAdvisories } from './advisories.ts';
import { readComponents } from './components.ts';
import { isDismissed, readDecisions } from './decisions.ts';
import { compare } from './known-holes.ts';
import { packageOf, parsePackageUrl } from './package-url.ts';
import { isSameSource, openProvenance, readProvenance } from './provenance.ts';

function named(url: string, version = '1.0'): unknown {
  const parsed = parsePackageUrl(url);
  return parsed && packageOf(parsed, version);
}

it('knows packages by the names that advisories use', () => {
  expect(named('pkg:npm/%40acme/bus@4.0.0', '4.0.0')).toEqual({
    ecosystem: 'npm',
    name: '@acme/bus',
    version: '4.0.0',
  });
  expect(named('pkg:pypi/Ruamel.Yaml@1.0')).toMatchObject({ ecosystem: 'PyPI', name: 'ruamel-yaml' });
  expect(named('pkg:maven/org.acme/bus@1.0')).toMatchObject({ ecosystem: 'Maven', name: 'org.acme:bus' });
  expect(named('pkg:golang/github.com/acme/bus@v1.0')).toMatchObject({ name: 'github.com/acme/bus' });
  expect(
    named('pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&upstream=openssl&distro=debian-12.5'),
  ).toMatchObject({ ecosystem: 'Debian:12', name: 'openssl' });
  expect(named('pkg:deb/debian/libx@1%2Bb1?upstream=x%401&distro=bookworm', '1+b1')).toEqual({
    ecosystem: 'Debian:12',
    name: 'x',
    version: '1',
  });
  expect(named('pkg:deb/debian/openssl@3.0.11-1')).toContain('which Debian');
  expect(named('pkg:deb/ubuntu/openssl@3.0.11-1?distro=ubuntu-22.04')).toContain('type deb');
  expect(named('pkg:npm/bus@1.0?repository_url=https://npm.acme.example')).toContain('does not come from');
  for (const none of [
    '',
    'npm/bus',
    'pkg:npm',
    'pkg:npm/',
    'pkg:npm/%E0%A4%A',
    'pkg:npm//bus',
    'x'.repeat(5000),
  ])
    expect([none, parsePackageUrl(none)]).toEqual([none, undefined]);
});

it('does not look up a component that says two versions', () => {
  const advisories = readAdvisories([{ name: 'k', text: '[]' }]);
  if (typeof advisories === 'string') throw new Error(advisories);
  const component = { ref: 'a', name: 'a', version: '2.0.0', url: 'pkg:npm/a@1.0.0' };
  expect(compare(component, advisories, [])).toMatchObject([{ standing: 'undecided' }]);
  expect(compare({ ...component, version: '1.0.0' }, advisories, [])).toEqual([]);
});

it('reads components within components, and leaves files and systems aside', () => {
  const inner = { type: 'library', name: 'inner', version: '1', purl: 'pkg:npm/inner@1' };
  const list = readComponents(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: {
        component: { type: 'firmware', name: 'pump', hashes: [{ alg: 'SHA-512', content: 'AB' }] },
      },
      components: [
        { type: 'library', name: 'outer', version: '1', components: [inner] },
        { type: 'file', name: '/etc/passwd' },
        { type: 'operating-system', name: 'debian', version: '12' },
      ],
    }),
  );
  expect(list).toMatchObject({ form: 'CycloneDX 1.6', of: { digests: { sha512: 'ab' } } });
  expect(typeof list === 'string' ? list : list.components.map(({ name }) => name)).toEqual([
    'outer',
    'inner',
  ]);
});

it('reads no other version, and no list of two things', () => {
  expect(readComponents('{"bomFormat":"CycloneDX","specVersion":"1.3"}')).toContain('1.4 to 1.6');
  expect(readComponents('{"spdxVersion":"SPDX-3.0"}')).toContain('2.3');
  const packages = [
    { SPDXID: 'a', name: 'a' },
    { SPDXID: 'b', name: 'b' },
  ];
  expect(
    readComponents(JSON.stringify({ spdxVersion: 'SPDX-2.3', documentDescribes: ['a', 'b'], packages })),
  ).toContain('which one thing');
  expect(readComponents('[]')).toContain('neither');
  let deep: object = { type: 'library', name: 'a' };
  for (let at = 0; at < 40; at += 1) deep = { type: 'library', name: 'a', components: [deep] };
  expect(
    readComponents(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components: [deep] })),
  ).toContain('cannot be read');
});

it('takes the last word of OpenVEX, for the release and the part it names', () => {
  const part = { ref: '', name: 'a', version: '1', url: 'pkg:npm/a@1' };
  const vex = (...statements: object[]): boolean => {
    const text = JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      timestamp: '2026-11-01T00:00:00Z',
      statements,
    });
    const read = readDecisions(text, { digests: { sha256: 'ab' }, url: 'pkg:npm/pump@2' });
    if (typeof read === 'string') throw new Error(read);
    return isDismissed(read, part, new Set(['GHSA-1', 'CVE-1']));
  };
  const word = {
    vulnerability: { name: 'CVE-1' },
    status: 'not_affected',
    justification: 'component_not_present',
  };
  expect(vex({ ...word, products: ['pkg:npm/a@1'] })).toBe(true);
  expect(vex({ ...word, products: ['pkg:npm/a@2'] })).toBe(false);
  expect(vex({ ...word, products: ['pkg:npm/pump@2'] })).toBe(true);
  expect(vex({ ...word, products: [{ hashes: { 'sha-256': 'AB' } }] })).toBe(true);
  expect(vex({ ...word, products: [{ '@id': 'pkg:npm/pump@2', hashes: { 'sha-256': 'cd' } }] })).toBe(false);
  expect(vex({ ...word, products: [{ '@id': 'pkg:npm/pump@2', subcomponents: ['pkg:npm/b@1'] }] })).toBe(
    false,
  );
  expect(vex({ ...word, vulnerability: 'CVE-2', products: ['pkg:npm/a@1'] })).toBe(false);
  expect(vex({ ...word, justification: ' ', products: ['pkg:npm/a@1'] })).toBe(false);
  expect(
    vex(
      { ...word, products: ['pkg:npm/a@1'] },
      { ...word, status: 'under_investigation', products: ['pkg:npm/a@1'] },
    ),
  ).toBe(false);
  expect(vex(word)).toBe(false);
});

it('takes spellings of one repository for one, and no other', () => {
  for (const same of [
    'git+https://git.example/pump.git@refs/tags/v1',
    'https://git.example/pump#main',
    'https://git.example/pump/',
  ])
    expect([same, isSameSource(same, 'https://git.example/pump')]).toEqual([same, true]);
  for (const other of [
    'https://git.example/pump2',
    'https://git.example.evil/pump',
    'https://git.example/pump/fork',
    'https://git.example',
  ])
    expect([other, isSameSource(other, 'https://git.example/pump')]).toEqual([other, false]);
});

it('never throws, whatever it is given', () => {
  const keys = fc.constantFrom(
    'bomFormat',
    'specVersion',
    'components',
    'packages',
    'spdxVersion',
    'documentDescribes',
    'name',
    'type',
    '__proto__',
    'payload',
    'payloadType',
    'signatures',
    'sig',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('CycloneDX', '1.5', 'SPDX-2.3', 'library', 'e30=', '', 7, null),
      fc.dictionary(keys, tie('tree')),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        tree.map((one) => JSON.stringify(one)),
      ),
      (text) => {
        readComponents(text);
        readDecisions(text, { digests: {}, url: '' });
        parsePackageUrl(text);
        const envelope = openProvenance(text);
        if (typeof envelope !== 'string') readProvenance(envelope);
        readProvenance({
          type: 'application/vnd.in-toto+json',
          payload: new TextEncoder().encode(text),
          signatures: [],
        });
      },
    ),
  );
  const nested = `${'[{"components":'.repeat(20_000)}1${'}]'.repeat(20_000)}`;
  expect(typeof readComponents(`{"bomFormat":"CycloneDX","specVersion":"1.5","components":${nested}}`)).toBe(
    'string',
  );
});
