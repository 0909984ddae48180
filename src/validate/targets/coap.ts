/** What a target of kind coap or coaps declares beside its address. */
import { z } from 'zod';

export const CoapTarget = z.strictObject({
  canary: z
    .string()
    .regex(/^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/, 'a path without a slash in front, such as test/canary')
    .optional()
    .describe(
      'the one resource that checks may write to; it gets its old content back. Absent: nothing is written',
    ),
});
