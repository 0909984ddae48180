/**
 * ZIP files, as far as workbooks need them: the directory at the end, stored and deflated parts. What a part unpacks
 * to is counted while it is unpacked, whatever the directory says of it: a small file that unpacks to a huge one
 * is refused before it has.
 */
import { Inflate } from 'fflate';

/** Why a ZIP file cannot be read; the message is for people. */
export class ZipError extends Error {
  readonly tooLarge: boolean;

  constructor(message: string, tooLarge = false) {
    super(message);
    this.name = 'ZipError';
    this.tooLarge = tooLarge;
  }
}

export interface Zip {
  /** The names of its parts, `/` between folders. */
  readonly names: ReadonlySet<string>;
  /** Unpacks a part. Throws a {@link ZipError}; undefined where there is no such part. */
  read(name: string): Uint8Array | undefined;
}

/** What all parts that are read may unpack to together. Workbooks of 10,000 threats need about 15 MiB. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_PARTS = 5_000;
/** As much is unpacked at a time as these bytes can become: DEFLATE makes at most 1,032 of one. */
const STEP = 16 * 1024;

interface Part {
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly header: number;
}

/** Opens a ZIP file. Throws a {@link ZipError} for what is none. */
export function openZip(bytes: Uint8Array, mostBytes: number = MOST_BYTES): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = readDirectory(view, bytes);
  let left = mostBytes;
  return {
    names: new Set(parts.keys()),
    read(name) {
      const part = parts.get(name);
      if (!part) return undefined;
      const packed = packedBytes(view, bytes, part, name);
      const data = part.method === 0 ? packed : inflate(packed, left, name);
      if (data.length !== part.unpacked) throw new ZipError(`its part "${name}" is damaged`);
      left -= data.length;
      if (left < 0) throw unpacksTooFar(name);
      return data;
    },
  };
}

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;

function readDirectory(view: DataView, bytes: Uint8Array): ReadonlyMap<string, Part> {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xff_ff || at === 0xff_ff_ff_ff)
    throw new ZipError('it is larger than any workbook of threats');
  if (count > MOST_PARTS) throw new ZipError(`it has more than ${MOST_PARTS} parts`, true);
  const parts = new Map<string, Part>();
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw new ZipError('its directory is damaged');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder()
      .decode(bytes.subarray(at + 46, at + 46 + nameLength))
      .replaceAll('\\', '/');
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw new ZipError('it is encrypted');
    if (parts.has(name)) throw new ZipError(`it has two parts named "${name}"`);
    parts.set(name, {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      header: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return parts;
}

/** The directory's end is the last thing in the file but for a comment of at most 64 KiB. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xff_ff); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new ZipError('it has no directory, so it is cut off or no ZIP file at all');
}

function packedBytes(
  view: DataView,
  bytes: Uint8Array,
  { method, packed, header }: Part,
  name: string,
): Uint8Array {
  const damaged = new ZipError(`its part "${name}" is damaged`);
  if (method !== 0 && method !== 8)
    throw new ZipError(`its part "${name}" is packed in a way that no workbook is`);
  if (header + 30 > bytes.length || view.getUint32(header, true) !== LOCAL) throw damaged;
  const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (from + packed > bytes.length) throw damaged;
  return bytes.subarray(from, from + packed);
}

function inflate(packed: Uint8Array, mostBytes: number, name: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((piece) => {
    length += piece.length;
    if (length > mostBytes) throw unpacksTooFar(name);
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < packed.length; at += STEP) {
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    }
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError(`its part "${name}" is damaged`);
  }
  const data = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return data;
}

function unpacksTooFar(name: string): ZipError {
  return new ZipError(`it unpacks to more than ${MOST_BYTES / 1024 / 1024} MiB (at "${name}")`, true);
}
