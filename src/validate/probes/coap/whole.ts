/** A content that is longer than one message, read block by block (RFC 7959 section 2.4). */
import { type CoapCarrier, type CoapOutcome, askCoap } from './exchange.ts';

/** No more of a content is read. */
const MOST_BLOCKS = 128;
const MOST_BYTES = 64 * 1024;

export type Whole =
  | { readonly kind: 'whole'; readonly payload: Buffer; readonly blocks: number }
  /** It begins well and does not end: why not, and what came until then. */
  | { readonly kind: 'part'; readonly payload: Buffer; readonly why: string }
  /** There is no content at all. */
  | { readonly kind: 'none'; readonly outcome: CoapOutcome };

/** Reads all of it. Never rejects; a server that sends blocks without end, or out of order, is left. */
export async function readWhole(carrier: CoapCarrier, path: string): Promise<Whole> {
  const first = await askCoap(carrier, { method: 'GET', path });
  if (first.kind !== 'answered' || first.code !== '2.05') return { kind: 'none', outcome: first };
  const parts = [first.payload];
  let { more, block } = first;
  const part = (why: string): Whole => ({ kind: 'part', payload: Buffer.concat(parts), why });
  while (more) {
    if (!block) return part('a block does not say which one it is');
    // The size may shrink after the first block; the number then counts in the smaller ones.
    const size: number = block.size;
    const received = parts.reduce((sum, { length }) => sum + length, 0);
    const number = received / (16 << size);
    if (!Number.isInteger(number)) return part('a block is not as long as it says');
    if (parts.length >= MOST_BLOCKS || received > MOST_BYTES)
      return part(`it is longer than ${received} bytes, and no more was read`);
    const next = await askCoap(carrier, { method: 'GET', path, block: { number, size } });
    if (next.kind !== 'answered' || next.code !== '2.05')
      return part(`block ${number} did not come (${next.kind === 'answered' ? next.code : next.kind})`);
    if (next.block?.number !== number || next.block.size > size)
      return part(`another block came in the place of block ${number}`);
    parts.push(next.payload);
    ({ more, block } = next);
  }
  return { kind: 'whole', payload: Buffer.concat(parts), blocks: parts.length };
}
