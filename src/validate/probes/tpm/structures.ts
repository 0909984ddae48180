/** What a TPM says of keys and signs: TPM2B_PUBLIC, TPMS_ATTEST, TPMT_SIGNATURE (TPM 2.0 Library, Part 2). */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

import { MalformedError, TpmReader, sized, u16, u32, u8 } from './bytes.ts';
import { ALG, ATTRIBUTE, HASHES, type HashName } from './numbers.ts';

/** The public part of an asymmetric key (section 12.2.4). */
export interface TpmPublic {
  readonly nameHash: HashName;
  readonly attributes: number;
  readonly policy: Buffer;
  /** Bits of the AES key with which it encrypts for others (CFB mode); undefined: it does not. */
  readonly symmetricBits: number | undefined;
  /** Algorithm and hash that its signatures always have; undefined: said with each signature. */
  readonly scheme: { readonly algorithm: number; readonly hash: HashName } | undefined;
  readonly key:
    | { readonly kind: 'rsa'; readonly modulus: Buffer; readonly exponent: number }
    | { readonly kind: 'ecc'; readonly curve: Curve; readonly x: Buffer; readonly y: Buffer };
  /** TPMT_PUBLIC, as it was read. */
  readonly bytes: Buffer;
}

interface Curve {
  readonly jwk: string;
  readonly bytes: number;
}

const CURVES: ReadonlyMap<number, Curve> = new Map([
  [0x0003, { jwk: 'P-256', bytes: 32 }],
  [0x0004, { jwk: 'P-384', bytes: 48 }],
  [0x0005, { jwk: 'P-521', bytes: 66 }],
]);

/** Reads TPMT_PUBLIC. */
export function readPublic(bytes: Buffer): TpmPublic {
  const reader = new TpmReader(bytes);
  const type = reader.u16();
  const nameHash = hashOf(reader.u16());
  const attributes = reader.u32();
  const policy = reader.sized(64);
  if (type !== ALG.rsa && type !== ALG.ecc) throw new MalformedError('the key is neither RSA nor ECC');
  const symmetricBits = readSymmetric(reader);
  const scheme = readScheme(reader);
  const key = type === ALG.rsa ? readRsa(reader) : readEcc(reader);
  reader.end();
  return { nameHash, attributes, policy, symmetricBits, scheme, key, bytes };
}

/** TPMT_SYM_DEF_OBJECT. */
function readSymmetric(reader: TpmReader): number | undefined {
  const algorithm = reader.u16();
  if (algorithm === ALG.null) return undefined;
  const bits = reader.u16();
  const mode = reader.u16();
  return algorithm === ALG.aes && mode === ALG.cfb ? bits : undefined;
}

function readScheme(reader: TpmReader): TpmPublic['scheme'] {
  const algorithm = reader.u16();
  if (algorithm === ALG.null || algorithm === ALG.rsaes) return undefined;
  const hash = hashOf(reader.u16());
  if (algorithm === ALG.ecdaa) reader.u16();
  return { algorithm, hash };
}

function readRsa(reader: TpmReader): TpmPublic['key'] {
  const bits = reader.u16();
  const exponent = reader.u32() || 65537;
  const modulus = reader.sized(1024);
  if (modulus.length * 8 !== bits)
    throw new MalformedError(`an RSA key of ${bits} bits in ${modulus.length} bytes`);
  return { kind: 'rsa', modulus, exponent };
}

function readEcc(reader: TpmReader): TpmPublic['key'] {
  const curve = CURVES.get(reader.u16());
  if (!curve) throw new MalformedError('the key is on a curve that is not known here');
  if (reader.u16() !== ALG.null) reader.u16();
  const x = padded(reader.sized(curve.bytes), curve.bytes);
  return { kind: 'ecc', curve, x, y: padded(reader.sized(curve.bytes), curve.bytes) };
}

function padded(number: Buffer, length: number): Buffer {
  return Buffer.concat([Buffer.alloc(length - number.length), number]);
}

function hashOf(algorithm: number): HashName {
  const hash = HASHES.get(algorithm);
  if (hash === undefined) throw new MalformedError(`hash algorithm 0x${algorithm.toString(16)} is not taken`);
  return hash;
}

/** The name of an object: the algorithm and the hash of its public part (Part 1, section 16). */
export function nameOf({ nameHash, bytes }: TpmPublic): Buffer {
  const [algorithm = 0] = [...HASHES].find(([, name]) => name === nameHash) ?? [];
  return Buffer.concat([u16(algorithm), createHash(nameHash).update(bytes).digest()]);
}

/** As node holds keys. Throws a {@link MalformedError} for a point that is not on its curve. */
export function publicKeyOf({ key }: TpmPublic): KeyObject {
  const jwk =
    key.kind === 'rsa'
      ? { kty: 'RSA', n: text(key.modulus), e: text(u32(key.exponent)) }
      : { kty: 'EC', crv: key.curve.jwk, x: text(key.x), y: text(key.y) };
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new MalformedError('the numbers of the key are no key');
  }
}

function text(bytes: Buffer): string {
  return bytes.toString('base64url');
}

/** Names of attributes it has. */
export function attributesOf({ attributes }: TpmPublic): ReadonlySet<string> {
  return new Set(Object.entries(ATTRIBUTE).flatMap(([name, bit]) => (attributes & bit ? [name] : [])));
}

/** PCRs of one bank. */
export interface PcrSelection {
  readonly hash: number;
  /** Ascending. */
  readonly pcrs: readonly number[];
}

/** TPMS_ATTEST (section 10.12.12). */
export interface TpmAttest {
  readonly nonce: Buffer;
  /** Milliseconds. */
  readonly clock: bigint;
  readonly resetCount: number;
  readonly restartCount: number;
  /** Its clock was not set back by a loss of power. */
  readonly safe: boolean;
  readonly firmware: bigint;
  readonly said:
    | { readonly kind: 'quote'; readonly selections: readonly PcrSelection[]; readonly digest: Buffer }
    | { readonly kind: 'certify'; readonly name: Buffer }
    /** Another statement, left unread. */
    | { readonly kind: 'other'; readonly type: number };
}

/** With which everything begins that a TPM signs of itself. */
export const GENERATED = 0xff544347;

/** Reads TPMS_ATTEST. */
export function readAttest(bytes: Buffer): TpmAttest {
  const reader = new TpmReader(bytes);
  if (reader.u32() !== GENERATED) throw new MalformedError('it does not begin as what a TPM signs of itself');
  const type = reader.u16();
  reader.sized(130);
  const nonce = reader.sized(130);
  const clock = reader.u64();
  const resetCount = reader.u32();
  const restartCount = reader.u32();
  const safe = reader.u8();
  if (safe > 1) throw new MalformedError('a flag is neither yes nor no');
  const head = { nonce, clock, resetCount, restartCount, safe: safe === 1, firmware: reader.u64() };
  if (type === 0x8018) {
    const said = { kind: 'quote', selections: readSelections(reader), digest: reader.sized(64) } as const;
    reader.end();
    return { ...head, said };
  }
  if (type === 0x8017) {
    const name = reader.sized(66);
    reader.sized(130);
    reader.end();
    return { ...head, said: { kind: 'certify', name } };
  }
  return { ...head, said: { kind: 'other', type } };
}

/** Reads TPML_PCR_SELECTION. */
export function readSelections(reader: TpmReader): PcrSelection[] {
  const count = reader.u32();
  if (count > 16) throw new MalformedError(`${count} banks of PCRs`);
  return Array.from({ length: count }, () => {
    const hash = reader.u16();
    const bitmap = reader.take(Math.min(reader.u8(), 32));
    const pcrs = [...bitmap].flatMap((byte, at) =>
      [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit) => (byte & (1 << bit) ? [8 * at + bit] : [])),
    );
    return { hash, pcrs };
  });
}

/** Writes TPML_PCR_SELECTION, for PCRs of the SHA-256 bank. */
export function writeSelection(pcrs: readonly number[]): Buffer {
  const bitmap = Buffer.alloc(3);
  for (const pcr of pcrs) bitmap.writeUInt8(bitmap.readUInt8(pcr >> 3) | (1 << (pcr & 7)), pcr >> 3);
  return Buffer.concat([u32(1), u16(ALG.sha256), u8(3), bitmap]);
}

/** TPMT_SIGNATURE (section 11.3.4): RSA as the number, ECDSA as r and s. */
export interface TpmSignature {
  readonly algorithm: number;
  readonly hash: HashName;
  readonly parts: readonly Buffer[];
}

/** Reads TPMT_SIGNATURE from where the reader stands. */
export function readSignature(reader: TpmReader): TpmSignature {
  const algorithm = reader.u16();
  const two = algorithm === ALG.ecdsa;
  if (!two && algorithm !== ALG.rsassa && algorithm !== ALG.rsapss)
    throw new MalformedError('the signature is neither RSASSA, RSAPSS nor ECDSA');
  const hash = hashOf(reader.u16());
  return { algorithm, hash, parts: two ? [reader.sized(66), reader.sized(66)] : [reader.sized(1024)] };
}

/** Writes TPMT_SIGNATURE. */
export function writeSignature({ algorithm, hash, parts }: TpmSignature): Buffer {
  const [hashNumber = 0] = [...HASHES].find(([, name]) => name === hash) ?? [];
  return Buffer.concat([u16(algorithm), u16(hashNumber), ...parts.map((part) => sized(part))]);
}
