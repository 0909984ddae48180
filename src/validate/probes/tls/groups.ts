/** The groups of key exchanges (IANA "TLS Supported Groups"), and which of them no longer hold. */

/**
 * Curves of less than 224 bits: less work than 2^112 to break one session, which NIST SP 800-57 allows for nothing any
 * more. Curves that are spelled out (0xff01, 0xff02) may be of any size, and were given up (RFC 8422 section 5.1.1).
 */
const WEAK: Readonly<Record<number, string>> = {
  0x0001: 'sect163k1',
  0x0002: 'sect163r1',
  0x0003: 'sect163r2',
  0x0004: 'sect193r1',
  0x0005: 'sect193r2',
  0x000f: 'secp160k1',
  0x0010: 'secp160r1',
  0x0011: 'secp160r2',
  0x0012: 'secp192k1',
  0x0013: 'secp192r1',
  0xff01: 'an explicit curve over a prime field',
  0xff02: 'an explicit curve over a binary field',
};

const SOUND: Readonly<Record<number, string>> = {
  0x001d: 'x25519',
  0x0017: 'secp256r1',
  0x0018: 'secp384r1',
  0x0019: 'secp521r1',
  0x001e: 'x448',
  0x11ec: 'X25519MLKEM768',
  0x11eb: 'SecP256r1MLKEM768',
  0x11ed: 'SecP384r1MLKEM1024',
  0x001a: 'brainpoolP256r1',
  0x001b: 'brainpoolP384r1',
  0x001c: 'brainpoolP512r1',
  0x001f: 'brainpoolP256r1tls13',
  0x0020: 'brainpoolP384r1tls13',
  0x0021: 'brainpoolP512r1tls13',
  0x0016: 'secp256k1',
  0x0015: 'secp224r1',
  0x0014: 'secp224k1',
  0x0006: 'sect233k1',
  0x0007: 'sect233r1',
  0x0008: 'sect239k1',
  0x0009: 'sect283k1',
  0x000a: 'sect283r1',
  0x000b: 'sect409k1',
  0x000c: 'sect409r1',
  0x000d: 'sect571k1',
  0x000e: 'sect571r1',
  0x0100: 'ffdhe2048',
  0x0101: 'ffdhe3072',
  0x0102: 'ffdhe4096',
  0x0103: 'ffdhe6144',
  0x0104: 'ffdhe8192',
};

/** Weak ones, by number. */
export const WEAK_GROUPS: readonly number[] = Object.keys(WEAK).map(Number);

/** What almost every server has. */
const COMMON: readonly number[] = [0x001d, 0x0017, 0x0018, 0x0019, 0x001e];

/** What a careful client offers first, first; then all others, the weak ones last. */
export const ALL_GROUPS: readonly number[] = [
  ...new Set([...COMMON, ...Object.keys(SOUND).map(Number), ...WEAK_GROUPS]),
];

/** The registered name, or the number in hexadecimal when it has none here. */
export function groupName(id: number): string {
  return SOUND[id] ?? WEAK[id] ?? `0x${id.toString(16).padStart(4, '0')}`;
}

export function isWeakGroup(id: number): boolean {
  return id in WEAK;
}

/** The finite fields that have numbers of their own (RFC 7919). */
export function isFiniteField(id: number): boolean {
  return id >= 0x0100 && id <= 0x01ff;
}

/** Primes of a finite-field exchange shorter than this do not hold (RFC 9325 section 4.5 asks for 2048 bits). */
export const LEAST_PRIME_BITS = 2048;
