/**
 * A log that shows when it was changed: each line is a JSON object that holds `previous`, the SHA-256 of the bytes
 * of the line before (hexadecimal digits, empty in the first), and last `signature`, over all that stands before it
 * (SHA-256 with ECDSA or RSA, or Ed25519; Base64). Without the key nobody can make it anew.
 */
import { type KeyObject, createHash, createPublicKey, verify } from 'node:crypto';

import { textAt } from './json.ts';

const SIGNATURE = /^(.*),"signature":\s*"([A-Za-z0-9+/=]+)"\s*\}$/s;

/** The public key in a certificate or of its own, in PEM; undefined for anything else. */
export function publicKeyIn(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** What is wrong with the first line that is not as it must be; undefined: all are. */
export function brokenAt(lines: readonly string[], key: KeyObject): string | undefined {
  for (const [index, text] of lines.entries()) {
    const before = lines[index - 1];
    const expected = before === undefined ? '' : hashOf(before);
    if (textAt(text, '/previous') !== expected)
      return `line ${index + 1} does not hold the hash of the line before`;
    if (!SIGNATURE.test(text)) return `line ${index + 1} is not signed`;
    if (!isSigned(text, key)) return `the signature of line ${index + 1} does not hold`;
  }
  return undefined;
}

/** The hash by which a line names the one before it. */
function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

/** Whether the signature of a line holds. */
export function isSigned(line: string, key: KeyObject): boolean {
  const [, signed = '', signature = ''] = SIGNATURE.exec(line) ?? [];
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  try {
    return verify(algorithm, Buffer.from(signed), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Ways to change a log of at least three lines so that an entry is gone or another; each must show. */
export function tampered(
  lines: readonly string[],
): readonly { readonly how: string; readonly lines: readonly string[] }[] {
  const middle = Math.floor(lines.length / 2);
  const changed = lines.map((text, index) => (index === middle ? altered(text) : text));
  return [
    { how: 'one line changed', lines: changed },
    { how: 'one line removed', lines: lines.filter((_, index) => index !== middle) },
    {
      how: 'two lines in another order',
      lines: lines.toSpliced(middle - 1, 2, lines[middle] ?? '', lines[middle - 1] ?? ''),
    },
    { how: 'one line changed and all hashes made anew', lines: rechained(changed) },
  ];
}

/** Another entry of the same form: one letter of its first text is another one. */
function altered(text: string): string {
  return text.replace(/:\s*"([^"\\])/, (whole, letter: string) =>
    whole.replace(letter, letter === 'x' ? 'y' : 'x'),
  );
}

function rechained(lines: readonly string[]): string[] {
  const made: string[] = [];
  for (const text of lines) {
    const last = made.at(-1);
    made.push(
      text.replace(/"previous":\s*"[0-9a-f]*"/, `"previous":"${last === undefined ? '' : hashOf(last)}"`),
    );
  }
  return made;
}
