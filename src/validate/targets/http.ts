/** What targets of kind `http` declare. */
import { z } from 'zod';

const Path = z.string().regex(/^\/[!-~]*$/, 'a path that begins with / and has no blanks');

/** A request that the checks may send as a canary, and that its service then does. */
const Route = z.strictObject({
  method: z
    .enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
    .default('GET')
    .describe('What another method than GET does is done, as the canary: name only what was made for it.'),
  path: Path.describe(
    'With {identity} in it, which stands for the canary’s name, it is a thing that only this canary may reach.',
  ),
  body: z.string().describe('Sent as application/json.').optional(),
});
export type Route = z.infer<typeof Route>;

export const HttpTarget = z.strictObject({
  path: Path.describe(
    'A page that an enrolled canary may read and that answers with a status of 2xx; / where absent.',
  ).optional(),
  routes: z
    .array(Route)
    .min(1)
    .max(8)
    .describe('Requests that only a canary with its token may make; each is answered with 2xx then.')
    .optional(),
  token: z
    .strictObject({
      header: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of a header')
        .default('Authorization'),
      scheme: z
        .string()
        .regex(/^[A-Za-z0-9-]*$/, 'a word such as Bearer, or nothing')
        .describe('The word before the token; Bearer where absent, empty for none.')
        .default('Bearer'),
    })
    .describe('How a canary’s token is sent.')
    .optional(),
  requestLimit: z
    .strictObject({ requests: z.int().min(1).max(50), seconds: z.number().positive().max(60) })
    .describe('How many requests of one caller are served in so many seconds; the next is answered with 429.')
    .optional(),
});
