/** What a target of kind coap or coaps declares beside its address. */
import { z } from 'zod';

const Resource = z
  .string()
  .regex(
    /^(\/|[^/?#\s]+(\/[^/?#\s]+)*)$/,
    'a path without a slash in front, such as test/canary, or / alone',
  );

export const CoapTarget = z.strictObject({
  canary: z
    .string()
    .regex(/^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/, 'a path without a slash in front, such as test/canary')
    .optional()
    .describe(
      'the one resource that checks may write to; it gets its old content back. Absent: nothing is written',
    ),
  open: z
    .array(Resource)
    .max(256)
    .optional()
    .describe(
      'resources that are meant to be read by anybody, as paths without a slash in front, / for the root; .well-known/core among them, where the list of resources is',
    ),
  resources: z
    .array(Resource)
    .max(256)
    .optional()
    .describe(
      'resources that are meant to be there, and to be read only by those who show a credential. What is listed beside these and coap.open is reported as a stranger',
    ),
});
