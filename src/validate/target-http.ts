/** What targets of kind `http` declare. */
import { z } from 'zod';

export const HttpTarget = z.strictObject({
  path: z
    .string()
    .regex(/^\/[!-~]*$/, 'a path that begins with / and has no blanks')
    .describe(
      'A page that an enrolled canary may read and that answers with a status of 2xx; / where absent.',
    )
    .optional(),
});
