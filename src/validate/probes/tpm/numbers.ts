/** Numbers of the TPM 2.0 Library (Part 2, sections 6 to 8), by our names. */

export const ALG = {
  rsa: 0x0001,
  aes: 0x0006,
  sha256: 0x000b,
  sha384: 0x000c,
  sha512: 0x000d,
  null: 0x0010,
  rsassa: 0x0014,
  rsaes: 0x0015,
  rsapss: 0x0016,
  oaep: 0x0017,
  ecdsa: 0x0018,
  ecdaa: 0x001a,
  ecc: 0x0023,
  cfb: 0x0043,
} as const;

export type HashName = 'sha256' | 'sha384' | 'sha512';

/** The hash functions that are taken; SHA-1 is not among them. */
export const HASHES: ReadonlyMap<number, HashName> = new Map([
  [ALG.sha256, 'sha256'],
  [ALG.sha384, 'sha384'],
  [ALG.sha512, 'sha512'],
]);

/** Bits of TPMA_OBJECT. */
export const ATTRIBUTE = {
  fixedTPM: 1 << 1,
  fixedParent: 1 << 4,
  sensitiveDataOrigin: 1 << 5,
  userWithAuth: 1 << 6,
  adminWithPolicy: 1 << 7,
  noDA: 1 << 10,
  restricted: 1 << 16,
  decrypt: 1 << 17,
  sign: 1 << 18,
} as const;

export const HANDLE = { endorsement: 0x4000000b, null: 0x40000007, password: 0x40000009 } as const;

/**
 * Where makers put endorsement keys and their certificates (TCG EK Credential Profile; TCG Registry of Reserved Handles):
 * RSA 2048 (template L-1), ECC P-256 (L-2), ECC P-384 (H-3).
 */
export const PLACE = {
  rsa: { key: 0x81010001, certificate: 0x01c00002 },
  p256: { key: 0x81010002, certificate: 0x01c0000a },
  p384: { key: 0x81010016, certificate: 0x01c00016 },
} as const;

export const COMMAND = {
  createPrimary: 0x131,
  pcrReset: 0x13d,
  activateCredential: 0x147,
  certify: 0x148,
  duplicate: 0x14b,
  nvRead: 0x14e,
  policySecret: 0x151,
  quote: 0x158,
  sign: 0x15d,
  flushContext: 0x165,
  loadExternal: 0x167,
  nvReadPublic: 0x169,
  policyCommandCode: 0x16c,
  readPublic: 0x173,
  startAuthSession: 0x176,
  getRandom: 0x17b,
  pcrRead: 0x17e,
  policyPcr: 0x17f,
  pcrExtend: 0x182,
} as const;

/** Response codes that are told apart, without the bits that say which parameter was meant. */
const RESPONSES: Readonly<Record<number, string>> = {
  0x082: 'TPM_RC_ATTRIBUTES',
  0x084: 'TPM_RC_VALUE',
  0x08b: 'TPM_RC_HANDLE',
  0x08e: 'TPM_RC_AUTH_FAIL',
  0x09d: 'TPM_RC_POLICY_FAIL',
  0x09f: 'TPM_RC_INTEGRITY',
  0x0a0: 'TPM_RC_TICKET',
  0x0a2: 'TPM_RC_BAD_AUTH',
  0x0a4: 'TPM_RC_POLICY_CC',
  0x124: 'TPM_RC_AUTH_TYPE',
  0x125: 'TPM_RC_AUTH_MISSING',
  0x126: 'TPM_RC_POLICY',
  0x128: 'TPM_RC_PCR_CHANGED',
  0x12f: 'TPM_RC_AUTH_UNAVAILABLE',
  0x143: 'TPM_RC_COMMAND_CODE',
  0x907: 'TPM_RC_LOCALITY',
  0x921: 'TPM_RC_LOCKOUT',
  0x922: 'TPM_RC_RETRY',
};

/** `TPM_RC_INTEGRITY`; the number where it has no name here (Part 2, section 6.6). */
export function responseName(code: number): string {
  const bare = code & 0x80 ? code & 0xbf : code;
  return RESPONSES[bare] ?? `0x${code.toString(16)}`;
}
