/** Who is joined to whom, in two typed arrays per relation: no objects, one pass to build. */

/** For each owner 0..n-1 its members, in the order they were given. */
export interface Adjacency {
  /** `members` of owner `i` stand from `start[i]` up to `start[i + 1]`. Length n + 1. */
  readonly start: Int32Array;
  readonly members: Int32Array;
}

/** Groups members 0..m-1 by their owner. */
export function groupBy(owners: Int32Array, ownerCount: number): Adjacency {
  const start = new Int32Array(ownerCount + 1);
  for (const owner of owners) start[owner + 1] = int(start, owner + 1) + 1;
  for (let i = 0; i < ownerCount; i++) start[i + 1] = int(start, i + 1) + int(start, i);
  const next = start.slice(0, ownerCount);
  const members = new Int32Array(owners.length);
  for (let member = 0; member < owners.length; member++) {
    const owner = int(owners, member);
    const place = int(next, owner);
    members[place] = member;
    next[owner] = place + 1;
  }
  return { start, members };
}

/** The entry of a typed array at an index known to be inside it. */
export function int(array: Int32Array | Uint32Array | Uint8Array, index: number): number {
  return array[index] ?? 0;
}
