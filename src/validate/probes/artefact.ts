/** What checks of released files share: reading them, and changing them as an attacker would. */
import { createHash } from 'node:crypto';

import type { Attempt } from '../../evidence/run.ts';
import type { CheckContext } from '../check.ts';

/** It is held in memory while it is tried. */
const MOST_BYTES = 512 * 1024 ** 2;
const PLACES = 5;

/** The released file. Rejects with an Error that a person understands. */
export async function readRelease(context: CheckContext, file: string): Promise<Uint8Array> {
  const bytes = await context.readBytes(file);
  if (bytes.length === 0) throw new Error(`the file "${file}" is empty`);
  if (bytes.length > MOST_BYTES) throw new Error(`the file "${file}" has more than ${MOST_BYTES} bytes`);
  return bytes;
}

/** Its digests in hexadecimal digits, by the names that lists and records use. */
export function digestsOf(bytes: Uint8Array): Readonly<Record<'sha256' | 'sha384' | 'sha512', string>> {
  const hex = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  return { sha256: hex('sha256'), sha384: hex('sha384'), sha512: hex('sha512') };
}

/** One bit changed at each of several places, one after the other; the bytes are as they were afterwards. */
export function changes(
  bytes: Uint8Array,
  name: string,
  holds: (changed: Uint8Array) => boolean,
): readonly Attempt[] {
  const places = Array.from({ length: PLACES }, (_, at) =>
    Math.floor(((bytes.length - 1) * at) / (PLACES - 1)),
  );
  const scratch = Uint8Array.from(bytes);
  return [...new Set(places)].map((place) => {
    flip(scratch, place);
    const attempt = verified(`${name} ${place} changed`, holds(scratch));
    flip(scratch, place);
    return attempt;
  });
}

/** The verification is ours: it stands for one that a device or a release step would make with the same key. */
export function verified(what: string, holds: boolean): Attempt {
  return holds
    ? { what, outcome: 'accepted', refusedBy: null, detail: 'the signature verifies' }
    : { what, outcome: 'refused', refusedBy: null, detail: 'the signature does not verify' };
}

/** With its last bit changed. */
export function flipped(signature: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(signature);
  flip(changed, signature.length - 1);
  return changed;
}

function flip(bytes: Uint8Array, at: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
}
