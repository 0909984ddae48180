/** What an attacker makes of a genuine package: one thing is changed, and all else stays as it is, byte for byte. */
import type { UpdateTarget } from '../../targets/test-unit/update.ts';
import { textAt } from '../commands/json.ts';

export type Parts = NonNullable<UpdateTarget['parts']>;
type Part = Parts['content'];

/** Where something stands in a package, in bytes. */
interface Range {
  readonly at: number;
  readonly bytes: number;
}

/** With one change in the middle of that part; undefined where the package has no such part. */
export function altered(packed: Uint8Array, part: Part): Uint8Array | undefined {
  const range = rangeOf(packed, part);
  if (!range) return undefined;
  const copy = Uint8Array.from(packed);
  const middle = range.at + Math.floor(range.bytes / 2);
  if (typeof part !== 'string') {
    copy[middle] = (copy[middle] ?? 0) ^ 1;
    return copy;
  }
  // In a text another character takes its place, so that it is still JSON, hexadecimal digits or Base64.
  const place = [...Array(Math.floor(range.bytes / 2)).keys()]
    .flatMap((away) => [middle + away, middle - away])
    .find((at) => /[0-9A-Za-z]/.test(charAt(copy, at)) && charAt(copy, at - 1) !== '\\');
  if (place === undefined) return undefined;
  copy[place] = exchanged(charAt(copy, place)).charCodeAt(0);
  return copy;
}

/** Its generator in its order of bits: what any bytes are changed by that leaves their CRC-32 as it is. */
const GENERATOR = [0x41, 0x06, 0x71, 0xdb, 0x01];

/**
 * With changes in the middle of that part of which its CRC-32 tells nothing; undefined where the package has no such part,
 * or it is too short. Of a text, those bytes are changed that it stands for, in Base64 or hexadecimal digits.
 */
export function alteredUnderChecksum(packed: Uint8Array, part: Part): Uint8Array | undefined {
  const range = rangeOf(packed, part);
  if (!range) return undefined;
  const stands = Buffer.from(packed.subarray(range.at, range.at + range.bytes));
  const text = stands.toString('latin1');
  const form =
    typeof part === 'string'
      ? (['hex', 'base64'] as const).find((one) => Buffer.from(text, one).toString(one) === text)
      : undefined;
  if (typeof part === 'string' && form === undefined) return undefined;
  const meant = form === undefined ? stands : Buffer.from(text, form);
  if (meant.length < 2 * GENERATOR.length) return undefined;
  const middle = Math.floor(meant.length / 2);
  for (const [index, bits] of GENERATOR.entries())
    meant[middle + index] = (meant[middle + index] ?? 0) ^ bits;
  const copy = Uint8Array.from(packed);
  copy.set(form === undefined ? meant : Buffer.from(meant.toString(form), 'latin1'), range.at);
  return copy;
}

/** The part before the middle of its content; undefined where the package has no such part. */
export function cutShort(packed: Uint8Array, { content }: Parts): Uint8Array | undefined {
  const range = rangeOf(packed, content);
  return range && packed.slice(0, range.at + Math.floor(range.bytes / 2));
}

/** JSON without the field that is the signature; undefined where the package is none, or has no such field. */
export function unsigned(packed: Uint8Array, { signature }: Parts): Uint8Array | undefined {
  if (typeof signature !== 'string') return undefined;
  const range = rangeOf(packed, signature);
  if (!range) return undefined;
  const text = latin1(packed);
  const before = text.slice(0, range.at - 1);
  const after = text.slice(range.at + range.bytes + 1);
  const name = /\s*"(?:[^"\\]|\\.)*"\s*:\s*$/.exec(before);
  if (!name) return undefined;
  const kept = before.slice(0, name.index);
  const last = kept.trimEnd().endsWith(',');
  return Buffer.from(
    last ? kept.trimEnd().slice(0, -1) + after : kept + after.replace(/^\s*,/, ''),
    'latin1',
  );
}

/** Where the part is: of a text, what stands between its quotation marks. It must stand there once. */
function rangeOf(packed: Uint8Array, part: Part): Range | undefined {
  if (typeof part !== 'string') return part.at + part.bytes <= packed.length ? part : undefined;
  const value = textAt(Buffer.from(packed).toString('utf8'), part);
  const literal = Buffer.from(JSON.stringify(value)).toString('latin1');
  const text = latin1(packed);
  const at = text.indexOf(literal);
  if (value === '' || at < 0 || text.includes(literal, at + 1)) return undefined;
  return { at: at + 1, bytes: literal.length - 2 };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function charAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at] ?? 0);
}

/** Another character of the same kind. */
function exchanged(char: string): string {
  const [one, other] = /[0-9]/.test(char) ? ['0', '1'] : /[a-z]/.test(char) ? ['a', 'b'] : ['A', 'B'];
  return char === one ? other : one;
}
