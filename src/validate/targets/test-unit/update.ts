/** What a target of kind `update` declares: a test unit, releases to offer it, and where it says which one it runs. */
import { z } from 'zod';

import { Id } from '../../../catalogue/schema.ts';
import { Place, Pointer } from './places.ts';

const InProject = z
  .string()
  .regex(/^(?![A-Za-z]:|[\\/])(?!.*(^|[\\/])\.\.([\\/]|$)).+$/, 'a path in the project');

const Part = z
  .union([
    Pointer,
    z.strictObject({
      at: z.int().min(0).describe('the byte at which it begins, from 0'),
      bytes: z.int().min(1).describe('how many bytes it has'),
    }),
  ])
  .describe(
    'in a package that is JSON, the text at this place (JSON pointer); in any other, some of its bytes',
  );

const Parts = z.strictObject({
  content: Part.describe('what of a package is software, and is put on the unit'),
  signature: Part.describe('what of it is the signature'),
});

const Release = z.strictObject({
  file: InProject.describe('the package, as it is sent'),
  version: z.string().min(1).describe('what the unit says that it runs, once it runs this'),
});

/** A test unit whose software may be changed: it ends on a newer release than it began with. */
export const UpdateTarget = z
  .strictObject({
    over: z.enum(['https', 'mqtt']).describe('how one talks to it'),
    by: Id.describe('the identity that may send it updates, and watch what it reports'),
    send: Place.describe('where packages are sent: the body of a POST, or one message'),
    observe: Place.describe(
      'where it reports: a path that is read, or a topic on which it speaks again and again',
    ),
    version: Pointer.describe('where the report holds the version that it runs'),
    direct: z
      .boolean()
      .describe(
        'the unit itself answers at the address, so that a refusal there is its own; where absent, only what got through to it shows something of it',
      )
      .optional(),
    newer: z
      .array(Release.extend({ parts: Parts.describe('where they differ in this one').optional() }))
      .min(1)
      .describe(
        'genuine releases, each newer than those before it. A check has the unit take the first of those that follow the one that it runs: each time it is run, it needs some that the unit has not had',
      ),
    parts: Parts.describe('where content and signature stand in the newer ones').optional(),
    older: Release.describe('a genuine release that is older than all others').optional(),
    other: Release.describe('a genuine release for another kind of device').optional(),
    foreign: Release.describe('a release for this unit that is newer and signed with another key').optional(),
    unsigned: Release.describe(
      'a release for this unit that is newer and not signed; where packages are JSON, a check makes one',
    ).optional(),
    faulty: Release.describe(
      'a genuine, newer release that does not work: one that does not start, or fails its check of health',
    ).optional(),
    failed: Pointer.describe(
      'where the report says which version failed last; with the time, or a count, so that it is seen to change when the same one fails again',
    ).optional(),
    settleSeconds: z
      .number()
      .positive()
      .max(120)
      .describe('by when it runs a release, and says so; 5 where absent')
      .optional(),
    recoverSeconds: z
      .number()
      .positive()
      .max(300)
      .describe('by when it is back after a release that does not work; as `settleSeconds` where absent')
      .optional(),
  })
  .refine(({ newer, older, other, foreign, unsigned, faulty }) => {
    const versions = [...newer, older, other, foreign, unsigned, faulty].flatMap((one) => one?.version ?? []);
    return new Set(versions).size === versions.length;
  }, 'each release must have a version of its own, by which one sees which of them the unit runs');
export type UpdateTarget = z.infer<typeof UpdateTarget>;
