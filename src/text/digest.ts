/** Digests as they are written in evidence and caches. */
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 (FIPS 180-4) of bytes, or of a text's UTF-8 bytes, as `sha256:<64 lower-case hex digits>`. */
export function sha256(data: string | Uint8Array): string {
  return `sha256:${bytesToHex(hash(typeof data === 'string' ? new TextEncoder().encode(data) : data))}`;
}
