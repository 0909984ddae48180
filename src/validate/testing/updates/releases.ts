/** Releases for the test units of rows: made for each row, signed with keys that nobody keeps. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { Target } from '../../targets/targets.ts';

export type Declared = NonNullable<Target['update']>;

/** What a unit is given to run: its version, and whether it works. */
interface Content {
  readonly version: string;
  readonly works: boolean;
}

export interface Wanted extends Content {
  readonly device: string;
  readonly by: 'the maker' | 'a stranger' | 'nobody';
}

const ours = { device: 'pump', works: true, by: 'the maker' } as const;

/** What a unit runs at first. */
export const HOME = '1.0.0';

/** All that a row needs, by the key of the target's declaration. */
const RELEASES = {
  newer: ['1.1.0', '1.2.0', '1.3.0'].map((version) => ({ ...ours, version })),
  older: { ...ours, version: '0.9.0' },
  other: { ...ours, version: '2.0.0', device: 'fan' },
  foreign: { ...ours, version: '2.1.0', by: 'a stranger' },
  unsigned: { ...ours, version: '2.2.0', by: 'nobody' },
  faulty: { ...ours, version: '2.3.0', works: false },
} as const;

/** The software itself, as it comes to lie on a unit. */
export function contentOf({ version, works }: Content): string {
  // Some bytes of code, as it were: of them any can be changed, and it still says its version.
  return `${JSON.stringify({ version, works })}\n${'x'.repeat(1000)}`;
}

/** Reads what lies on a unit. Undefined: no software. */
export function readContent(text: string): Content | undefined {
  try {
    const { version, works }: Partial<Content> = JSON.parse(text.split('\n', 1)[0] ?? '');
    return typeof version === 'string' && typeof works === 'boolean' ? { version, works } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether one version is higher than the other, number by number. */
export function isHigher(one: string, other: string): boolean {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  const at = (left ?? []).findIndex((number, index) => number !== right?.[index]);
  return (left?.[at] ?? 0) > (right?.[at] ?? 0);
}

export interface Maker {
  /** SPKI, PEM. */
  readonly publicKey: string;
  readonly strangersKey: string;
  /** A package of JSON, signed over what it is for and the digest of its content. */
  pack(wanted: Wanted): string;
}

export function newMaker(): Maker {
  const [maker, stranger] = [keys(), keys()];
  return {
    publicKey: maker.publicKey,
    strangersKey: stranger.publicKey,
    pack(wanted) {
      const { device, version, by } = wanted;
      const content = Buffer.from(contentOf(wanted)).toString('base64');
      const digest = createHash('sha256').update(content).digest('hex');
      const checksum = checksumOf(content);
      const signer = { 'the maker': maker, 'a stranger': stranger, nobody: undefined }[by];
      const signature =
        signer &&
        sign(
          'sha256',
          Buffer.from(signedText({ device, version, digest, checksum })),
          signer.privateKey,
        ).toString('base64');
      return JSON.stringify({ device, version, digest, checksum, content, signature });
    },
  };
}

/** What the signature of a package is over. */
export function signedText({
  device,
  version,
  digest,
  checksum,
}: Readonly<Record<'device' | 'version' | 'digest' | 'checksum', string>>): string {
  return `${device} ${version} ${digest} ${checksum}`;
}

/** The CRC-32 of what stands there in Base64. */
export function checksumOf(content: string): string {
  return crc32(Buffer.from(content, 'base64')).toString(16);
}

/** The declaration of all releases, and their files. */
export function declared(
  pack: (wanted: Wanted) => { readonly bytes: Uint8Array | string; readonly parts?: Declared['parts'] },
): {
  readonly files: Record<string, Uint8Array | string>;
  readonly releases: Pick<Declared, 'newer' | 'older' | 'other' | 'foreign' | 'unsigned' | 'faulty'>;
} {
  const files: Record<string, Uint8Array | string> = {};
  const one = (wanted: Wanted) => {
    const file = `releases/${wanted.version}`;
    const { bytes, parts } = pack(wanted);
    files[file] = bytes;
    return { file, version: wanted.version, ...(parts && { parts }) };
  };
  const plain = (wanted: Wanted) => {
    const { file, version } = one(wanted);
    return { file, version };
  };
  const releases = {
    newer: RELEASES.newer.map(one),
    older: plain(RELEASES.older),
    other: plain(RELEASES.other),
    foreign: plain(RELEASES.foreign),
    unsigned: plain(RELEASES.unsigned),
    faulty: plain(RELEASES.faulty),
  };
  return { files, releases };
}

function keys() {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
