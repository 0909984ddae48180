/** Threats that build on each other, told as one story (S-43, S-61). */
import { z } from 'zod';

import { Id } from './schema.ts';

const ChainStep = z.strictObject({
  rules: z
    .array(z.string())
    .min(1)
    .describe('any of these threats is a way to take the step; all about one kind'),
  at: z
    .array(z.string().regex(/^[a-z]+(\.[a-z]+)*$/))
    .min(1)
    .optional()
    .describe(
      'where the step lies, seen from the subject of the step before: same, or hops such as dials, to.accepts.from; ' +
        'any of them. The first step has none.',
    ),
  does: z.string().describe('what the attacker does in this step'),
});

export const Chain = z.strictObject({
  id: Id,
  title: z.string(),
  story: z.string().describe('what it comes to, in two or three sentences'),
  /** Each step needs the one before: where no way is left to take one, the story ends there. */
  steps: z.array(ChainStep).min(2),
  trace: z.array(z.string()).min(1),
});
export type Chain = z.infer<typeof Chain>;
