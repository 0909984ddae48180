/**
 * What is wrong with a cipher suite, read from its registered name. The grades are those of the property `tls.suites`;
 * they follow RFC 9325 sections 4.1 and 4.2.
 */

/** Ascending; `static` is what is neither weak nor ephemeral. */
const GRADES = ['weak', 'static', 'ephemeral', 'aead'] as const;
export type Grade = (typeof GRADES)[number];

/** Ciphers that anybody breaks, or that are none. */
const BROKEN: readonly (readonly [RegExp, string])[] = [
  [/_anon_/, 'no proof of the server'],
  [/_WITH_NULL_|^TLS_SHA(256|384)_SHA\1$/, 'no encryption'],
  [/_EXPORT_/, 'an export key'],
  [/_RC4_/, 'RC4'],
  [/_RC2_/, 'RC2'],
  [/_3DES_/, '3DES'],
  [/_DES(40)?_/, 'DES'],
  [/_IDEA_/, 'IDEA'],
  [/_MD5$/, 'MD5'],
];

/** What makes it no protection at all, whatever is claimed; undefined: nothing does. */
export function brokenCipher(suite: string): string | undefined {
  return BROKEN.find(([pattern]) => pattern.test(suite))?.[1];
}

/** Whether it may be in use where `wanted` is claimed; the reason why not, for a reader, else undefined. */
export function cipherDefect(suite: string, wanted: Grade): string | undefined {
  const broken = brokenCipher(suite);
  if (broken !== undefined) return broken;
  if (!suite.includes('_CBC_')) return undefined;
  // Lucky 13 and its kin; where SHA-2 is used it is TLS 1.2 at least, where this is graded and not failed.
  if (suite.endsWith('_SHA')) return wanted === 'weak' ? undefined : 'CBC with SHA-1';
  return wanted === 'aead' ? 'CBC' : undefined;
}

/**
 * Whether each session has keys of its own, made from secrets that are forgotten: a Diffie-Hellman exchange with
 * ephemeral keys. All of TLS 1.3 has (as long as nobody resumes with `psk_ke`, which cannot be told from a suite).
 */
export function isForwardSecret(suite: string): boolean {
  return !suite.includes('_WITH_') || /^TLS_((EC)?DHE_|(EC)?DH_anon_|PSK_DHE_|SRP_)/.test(suite);
}
