import { spawnSync } from 'node:child_process';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Order, byDebian, byNumbers, bySemver } from './versions.ts';

function sorted(order: Order, versions: readonly string[]): void {
  for (const [at, one] of versions.entries()) {
    for (const [against, other] of versions.entries())
      expect([one, other, Math.sign(order(one, other) ?? NaN)]).toEqual([
        one,
        other,
        Math.sign(at - against),
      ]);
  }
}

it('orders as Semantic Versioning does, from its own example on', () => {
  sorted(bySemver, [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    'v1.0.1',
    '1.9.0',
    '1.10.0',
  ]);
  expect(bySemver('1.0.0+linux', '1.0.0+windows')).toBe(0);
  for (const odd of ['1.0', '1.0.0.0', '', 'latest', '01.0.0', '1.0.0-'])
    expect([odd, bySemver(odd, '1.0.0')]).toEqual([odd, undefined]);
});

it('orders plain numbers, and guesses at nothing else', () => {
  sorted(byNumbers, ['0.9', '1', '1.0.1', '1.2', '1.10']);
  expect(byNumbers('1.2', '1.2.0')).toBe(0);
  for (const odd of ['1.0rc1', '1!2.0', '1.0.post1', '1.0-1', '', '1..2'])
    expect([odd, byNumbers(odd, '1.0')]).toEqual([odd, undefined]);
});

const dpkg = spawnSync('dpkg', ['--version']).status === 0;
if (!dpkg) console.warn('skipped: versions as dpkg orders them, which is not installed');

describe.skipIf(!dpkg)('Debian versions', () => {
  it.each([
    ['1.0~rc1-1', '1.0-1'],
    ['1.0', '1.0-0'],
    ['1.0-1', '1.0-1+deb12u1'],
    ['1:0.9-1', '2.0-1'],
    ['3.0.11-1~deb12u2', '3.0.11-1'],
    ['1.2.3+dfsg-4', '1.2.3-4'],
    ['1.00', '1.0'],
    ['1.0a', '1.0+'],
    ['2.36-9+deb12u10', '2.36-9+deb12u9'],
    ['0:1', '1'],
    ['1-2-3', '1-2-4'],
  ])('%s and %s', (one, other) => {
    expect(Math.sign(byDebian(one, other) ?? NaN)).toBe(asDpkg(one, other));
    expect(Math.sign(byDebian(other, one) ?? NaN)).toBe(asDpkg(other, one));
  });

  it('are ordered as dpkg orders them, whatever they are', { timeout: 120_000 }, () => {
    const signs = fc.string({
      unit: fc.constantFrom('0', '1', '9', 'a', 'b', 'Z', '.', '+', '~'),
      maxLength: 6,
    });
    const version = fc
      .tuple(fc.constantFrom('', '', '0:', '1:'), fc.constantFrom('0', '1', '10'), signs, signs, fc.boolean())
      .map(
        ([epoch, first, rest, revision, has]) =>
          `${epoch}${first}${rest}${has && revision !== '' ? `-${revision}` : ''}`,
      );
    fc.assert(
      fc.property(version, version, (one, other) => {
        expect([one, other, Math.sign(byDebian(one, other) ?? NaN)]).toEqual([
          one,
          other,
          asDpkg(one, other),
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('that are none are not ordered', () => {
    for (const odd of ['', 'unstable', '1.0 ', '1.0_1', 'x:1', '1.0-', '-1'])
      expect([odd, byDebian(odd, '1.0')]).toEqual([odd, undefined]);
  });
});

function asDpkg(one: string, other: string): number {
  const is = (how: string): boolean =>
    spawnSync('dpkg', ['--compare-versions', one, how, other]).status === 0;
  return is('lt') ? -1 : is('eq') ? 0 : 1;
}
