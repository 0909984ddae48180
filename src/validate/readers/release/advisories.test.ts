import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { readAdvisories } from './advisories.ts';

type Json = Record<string, unknown>;

function standings(ecosystem: string, affected: Json, versions: readonly string[], name = 'part'): string {
  const advisory = {
    id: 'X-1',
    modified: '2026-11-01T00:00:00Z',
    affected: [{ package: { ecosystem, name: 'part' }, ...affected }],
  };
  const read = readAdvisories([{ name: 'known.json', text: JSON.stringify(advisory) }]);
  if (typeof read === 'string') throw new Error(read);
  return versions
    .map((version) => read.holesIn({ ecosystem, name, version })[0]?.standing ?? 'clear')
    .join(' ');
}

const range = (type: string, ...events: Json[]): Json => ({ ranges: [{ type, events }] });

it('evaluates ranges as the specification does, in whatever order their events stand', () => {
  const twice = range(
    'SEMVER',
    { fixed: '2.2.0' },
    { introduced: '2.0.0' },
    { fixed: '1.0.1' },
    { introduced: '0' },
  );
  expect(standings('npm', twice, ['0.1.0', '1.0.1', '2.0.0', '2.1.9', '2.2.0'])).toBe(
    'affected clear affected affected clear',
  );
  const last = range('SEMVER', { introduced: '1.0.0' }, { last_affected: '1.5.0' });
  expect(standings('npm', last, ['0.9.0', '1.5.0', '1.5.1'])).toBe('clear affected clear');
  const open = range('SEMVER', { introduced: '1.0.0' });
  expect(standings('npm', open, ['1.0.0-rc.1', '99.0.0'])).toBe('clear affected');
  const limited = range('ECOSYSTEM', { introduced: '0' }, { limit: '2' });
  expect(standings('PyPI', limited, ['1.9', '2.0'])).toBe('affected clear');
  const debian = range('ECOSYSTEM', { introduced: '0' }, { fixed: '1.2-3+deb12u2' });
  expect(standings('Debian:12', debian, ['1.2-3+deb12u1', '1.2-3+deb12u2', '1:0.1-1'])).toBe(
    'affected clear clear',
  );
  expect(standings('npm', open, ['1.0.0'], 'other')).toBe('clear');
});

it('does not guess where versions cannot be ordered', () => {
  const affected = {
    ...range('ECOSYSTEM', { introduced: '0' }, { fixed: '2.0' }),
    versions: ['1.0rc1', '1.5'],
  };
  expect(standings('PyPI', affected, ['1.0rc1', '1.5.0', '1.9', '2.1', '2.0rc1'])).toBe(
    'affected affected affected clear undecided',
  );
  expect(standings('npm', range('SEMVER', { introduced: '0' }, { fixed: '2.0.0' }), ['next'])).toBe(
    'undecided',
  );
  expect(standings('npm', range('GIT', { introduced: '0' }), ['1.0.0'])).toBe('undecided');
  expect(standings('npm', {}, ['1.0.0'])).toBe('undecided');
  expect(
    standings('npm', { ...range('GIT', { introduced: '0' }), versions: ['1.0.0'] }, ['1.0.0', '1.0.1']),
  ).toBe('affected clear');
});

it('takes lists, lines and answers of a query, leaves out what was withdrawn, and says what it cannot read', () => {
  const one = {
    id: 'X-1',
    modified: '2026-11-01T00:00:00Z',
    affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }],
  };
  const gone = { ...one, id: 'X-2', modified: '2026-11-03T00:00:00Z', withdrawn: '2026-11-02T00:00:00Z' };
  for (const text of [
    JSON.stringify([one, gone]),
    JSON.stringify({ vulns: [one, gone] }),
    `${JSON.stringify(one)}\n${JSON.stringify(gone)}\n`,
  ])
    expect(judged(text)).toEqual([2, 'X-1', true]);
  expect(judged('')).toContain('no JSON');
  expect(judged('7')).toContain('no JSON');
  expect(judged(`${JSON.stringify(one)}\n{`)).toContain('no JSON');
  expect(judged('[{"id":"X"}]')).toContain('number 1 of k');
});

it('answers a bundle of other holes by its own id alone', () => {
  expect(bundle('CVE-1')).toEqual(['DSA-1', 'CVE-1']);
  expect(bundle('CVE-1', 'CVE-2')).toEqual(['DSA-1']);
});

it('never throws, whatever it is given', () => {
  const advisory = fc.record({
    id: fc.string(),
    modified: fc.constantFrom('2026-11-01T00:00:00Z', 'yesterday'),
    affected: fc.array(
      fc.record({
        package: fc.record({
          ecosystem: fc.constantFrom('npm', 'PyPI', 'Debian:12', '__proto__'),
          name: fc.constantFrom('a', '__proto__'),
        }),
        ranges: fc.array(
          fc.record({
            type: fc.constantFrom('SEMVER', 'ECOSYSTEM', 'GIT'),
            events: fc.array(
              fc.dictionary(fc.constantFrom('introduced', 'fixed', 'last_affected', 'limit'), fc.string()),
            ),
          }),
        ),
      }),
    ),
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.array(advisory).map((all) => JSON.stringify(all)),
      ),
      fc.string(),
      (text, version) => {
        const read = readAdvisories([{ name: 'k', text }]);
        expect(['string', 'object']).toContain(typeof read);
        if (typeof read === 'string') return;
        for (const ecosystem of ['npm', 'PyPI', 'Debian:12', '__proto__']) {
          read.holesIn({ ecosystem, name: 'a', version });
          read.known(ecosystem);
        }
      },
    ),
  );
});

function bundle(...upstream: string[]): readonly string[] {
  const text = JSON.stringify({
    id: 'DSA-1',
    modified: '2026-11-01T00:00:00Z',
    upstream,
    affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }],
  });
  const read = readAdvisories([{ name: 'k', text }]);
  if (typeof read === 'string') throw new Error(read);
  return [...(read.holesIn({ ecosystem: 'npm', name: 'a', version: '1.0.0' })[0]?.ids ?? [])];
}

function judged(text: string): unknown {
  const known = readAdvisories([{ name: 'k', text }]);
  if (typeof known === 'string') return known;
  const holes = known.holesIn({ ecosystem: 'npm', name: 'a', version: '1.0.0' }).map(({ id }) => id);
  return [known.count, holes.join(), known.newest('npm') === Date.parse('2026-11-03T00:00:00Z')];
}
