/** Keys that a TPM uses only while its PCRs have certain values: what their policy says, worked out again. */
import { createHash } from 'node:crypto';

import { u32 } from './bytes.ts';
import { COMMAND } from './numbers.ts';
import { writeSelection } from './structures.ts';

/** PCR → value of the SHA-256 bank, ascending. */
export type PcrValues = ReadonlyMap<number, Buffer>;

/** The digest that a quote gives of them (Part 1, section 17.5): over the values one after the other. */
export function pcrDigest(values: PcrValues): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([...values.values()]))
    .digest();
}

/** The policy that TPM2_PolicyPCR alone makes (Part 3, section 23.7). */
export function pcrPolicy(values: PcrValues): Buffer {
  return createHash('sha256')
    .update(Buffer.alloc(32))
    .update(u32(COMMAND.policyPcr))
    .update(writeSelection([...values.keys()]))
    .update(pcrDigest(values))
    .digest();
}

/** More PCRs than these have too many parts to try all of them. */
const MOST = 12;

/** Those of the values that a key's policy binds it to; undefined: it is bound to something else, or to nothing. */
export function boundTo(policy: Buffer, values: PcrValues): PcrValues | undefined {
  if (pcrPolicy(values).equals(policy)) return values;
  const all = [...values];
  if (all.length > MOST) return undefined;
  for (let part = 1; part < 2 ** all.length; part += 1) {
    const some = new Map(all.filter((_, index) => part & (1 << index)));
    if (pcrPolicy(some).equals(policy)) return some;
  }
  return undefined;
}
