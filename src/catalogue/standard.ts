/** A standard or catalogue of others: which of its points ours refer to, under titles of our own. */
import { z } from 'zod';

import { Id } from './schema.ts';

export const Standard = z.strictObject({
  id: Id.describe('the word after --by'),
  name: z.string(),
  cites: z.array(z.string()).min(1).describe('`standard` in the references of rules and mitigations'),
  notice: z.string().describe('whose it is; the line stands in NOTICE too'),
  /** Ids as in the references, with short titles in our own words. */
  points: z.record(z.string(), z.string().min(1)),
});
export type Standard = z.infer<typeof Standard>;
