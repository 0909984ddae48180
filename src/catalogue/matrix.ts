/**
 * The STRIDE matrix as data (O-05, S-30): for kinds and types of elements, and for what crosses a boundary, which
 * of the six letters apply and why, for the cells in which no rule raises a threat.
 */
import { z } from 'zod';

import { Condition } from './condition.ts';
import { Id, Letter } from './schema.ts';

/**
 * What is to be said of some letters on some subjects. Of the entries that fit a cell the first one counts, so
 * the particular ones stand before the general ones.
 */
export const MatrixEntry = z.strictObject({
  letters: z.array(Letter).min(1),
  on: z.enum(['element', 'crossing']).describe('a crossing is a flow that passes a trust boundary'),
  kinds: z.array(z.enum(['process', 'store', 'external'])).optional(),
  types: z.array(Id).optional().describe('element types, descendants included'),
  when: Condition.optional().describe('facts that must be known to be so'),
  profile: z.enum(['source', 'originals']).optional().describe('only under this profile of letters (S-46)'),
  applies: z
    .boolean()
    .describe('false: the letter has no meaning there; true: it has, and no rule speaks of it'),
  reason: z.string().min(1),
  trace: z.array(z.string()).optional(),
});
export type MatrixEntry = z.infer<typeof MatrixEntry>;

/** `matrix.yaml`. */
export const MatrixFile = z.strictObject({ matrix: z.array(MatrixEntry) });
