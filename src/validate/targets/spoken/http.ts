/** What targets of kind `http` declare. */
import { z } from 'zod';

import { Id } from '../../../catalogue/schema.ts';

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

/** Something made for the checks, which they may change: a name, a note, the set-point of a test unit. */
const Change = z.strictObject({
  by: Id.describe('The identity that may make it; every other enrolled canary may at most look.'),
  method: z.enum(['POST', 'PUT', 'PATCH']).default('PUT'),
  path: Path,
  body: z
    .string()
    .regex(/\{text\}/, 'a text with {text} in it')
    .describe('What is sent, as application/json; {text} stands for a text that the check makes up.'),
  read: Path.describe('Where the text is found then, by everybody who may look.'),
  page: Path.describe('A page for people (text/html) on which the text is shown.').optional(),
});
export type Change = z.infer<typeof Change>;

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
  store: z
    .array(Path)
    .min(1)
    .max(8)
    .describe(
      'What is kept there, and the list of it: paths that an enrolled canary reads with what it has, and nobody without.',
    )
    .optional(),
  changes: z
    .array(Change)
    .min(1)
    .max(4)
    .describe(
      'What checks may change, and who may do it. The last text that they leave there is a harmless one.',
    )
    .optional(),
  origin: z
    .string()
    .regex(/^https?:\/\/[A-Za-z0-9.:[\]-]+$/, 'scheme and host, such as https://console.example')
    .describe(
      'The origin of the service’s own pages, as browsers send it; https and the name of the server where absent.',
    )
    .optional(),
  proof: z
    .strictObject({
      header: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of a header'),
      from: Path.describe('Where the service’s own pages get it, as JSON.'),
      pointer: z.string().regex(/^(\/[^/]*)+$/, 'a JSON pointer, such as /csrf'),
    })
    .describe(
      'A token of the session (against forged requests) that the service’s own pages send with each change.',
    )
    .optional(),
  login: z
    .strictObject({
      way: z.enum(['basic', 'form']),
      path: Path.describe(
        'Where one signs in: the page that asks (basic), or where the form is sent (form).',
      ),
      fields: z
        .strictObject({ username: z.string().default('username'), password: z.string().default('password') })
        .describe('What the form calls them.')
        .optional(),
      inside: Path.describe(
        'form: a page that is answered with 2xx only to those who are signed in, by the cookies that they got.',
      ).optional(),
    })
    .describe('How people sign in with a name and a password.')
    .optional(),
});
export type HttpTarget = z.infer<typeof HttpTarget>;
