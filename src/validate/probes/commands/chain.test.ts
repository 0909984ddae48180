import { createHash, generateKeyPairSync } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { brokenAt, isSigned, publicKeyIn, tampered } from './chain.ts';
import { signedWith } from './message.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A log as it should be, with these entries. */
function logOf(entries: readonly string[]): string[] {
  const lines: string[] = [];
  for (const what of entries) {
    const last = lines.at(-1);
    const previous = last === undefined ? '' : createHash('sha256').update(last).digest('hex');
    lines.push(signedWith(JSON.stringify({ what, previous }), KEY));
  }
  return lines;
}

describe('a chained and signed log', () => {
  const entries = fc.array(fc.string(), { minLength: 3, maxLength: 8 });

  it('holds, whatever its entries say', () => {
    fc.assert(
      fc.property(entries, (all) => {
        expect(brokenAt(logOf(all), publicKey)).toBeUndefined();
      }),
    );
    expect(brokenAt([], publicKey)).toBeUndefined();
  });

  it('does not hold once a line is missing, another one, or moved', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(), (all, one, other) => {
        const log = logOf(all);
        const [a, b] = [one % log.length, other % log.length];
        const without = log.toSpliced(a, 1);
        // Of the last line nothing says that it is missing.
        expect(brokenAt(without, publicKey) !== undefined).toBe(a < log.length - 1);
        const swapped = log.with(a, log[b] ?? '').with(b, log[a] ?? '');
        expect(brokenAt(swapped, publicKey) !== undefined).toBe(a !== b);
        const line = log[a] ?? '';
        const at = other % line.length;
        const flipped = `${line.slice(0, at)}${line[at] === '!' ? '?' : '!'}${line.slice(at + 1)}`;
        expect(brokenAt(log.with(a, flipped), publicKey)).toBeDefined();
      }),
    );
  });

  it('shows each of the changes that the check makes', () => {
    const log = logOf(['a', 'bc', 'def', 'gh']);
    for (const { how, lines } of tampered(log))
      expect({ how, broken: brokenAt(lines, publicKey) !== undefined }).toEqual({ how, broken: true });
  });

  it('says what is wrong, and with which line', () => {
    const log = logOf(['a', 'b', 'c']);
    expect(brokenAt(log.with(1, JSON.stringify({ what: 'b' })), publicKey)).toContain('line 2 does not hold');
    expect(brokenAt([JSON.stringify({ what: 'a', previous: '' })], publicKey)).toBe('line 1 is not signed');
    const stranger = generateKeyPairSync('ed25519').publicKey;
    expect(brokenAt(log, stranger)).toBe('the signature of line 1 does not hold');
  });

  it('never throws on hostile lines', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => `{"a":1,"signature":"${text}"}`),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1 }), (lines) => {
        expect(typeof brokenAt(lines, publicKey)).toBe('string');
        expect(isSigned(lines[0] ?? '', publicKey)).toBe(false);
      }),
    );
  });

  it('knows a key, and what is none', () => {
    expect(publicKeyIn(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBeDefined();
    for (const text of ['', 'key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'])
      expect(publicKeyIn(text)).toBeUndefined();
  });
});
