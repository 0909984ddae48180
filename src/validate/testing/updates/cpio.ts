/** cpio archives of the kind that swupdate takes: "new ASCII format" with a checksum (magic 070702, cpio(5)). */

/** An archive, and where the content of each of its files stands in it. */
export function archive(files: readonly (readonly [name: string, content: Uint8Array])[]): {
  readonly bytes: Uint8Array;
  readonly places: ReadonlyMap<string, { readonly at: number; readonly bytes: number }>;
} {
  const pieces: Buffer[] = [];
  const places = new Map<string, { at: number; bytes: number }>();
  const length = (): number => pieces.reduce((sum, piece) => sum + piece.length, 0);
  for (const [index, [name, content]] of files.entries()) {
    pieces.push(head(name, index + 1, content));
    places.set(name, { at: length(), bytes: content.length });
    pieces.push(padded(Buffer.from(content), 4));
  }
  pieces.push(head('TRAILER!!!', 0, new Uint8Array(0)));
  return { bytes: padded(Buffer.concat(pieces), 512), places };
}

function head(name: string, inode: number, content: Uint8Array): Buffer {
  const mode = inode === 0 ? 0 : 0o100_644;
  const checksum = content.reduce((sum, byte) => (sum + byte) >>> 0, 0);
  const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, checksum];
  const digits = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return padded(Buffer.from(`070702${digits}${name}\0`, 'latin1'), 4);
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
}
