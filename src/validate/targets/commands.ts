/** What targets of kinds `commands`, `audit` and `readings` declare: a test object, what to send it, where to look. */
import { z } from 'zod';

import { Id } from '../../catalogue/schema.ts';

const Over = z.enum(['https', 'mqtt']).describe('how one talks to it');

const Place = z
  .string()
  .regex(/^[!-~]+$/, 'a path or a topic without blanks')
  .describe('the path, over HTTPS, or the topic, over MQTT');

/** RFC 6901. */
const Pointer = z
  .string()
  .regex(/^(\/[^/]*)+$/, 'a JSON pointer, such as /position')
  .describe('where in the JSON text it stands (JSON pointer, RFC 6901)');

const Body = z
  .string()
  .regex(/\{value\}/, 'a text with {value} in it')
  .describe('what is sent; {value} stands for the number and {id} for a new UUID');

/** A test object that may be moved: checks send it values, and the last of them is the one it had at first. */
export const CommandsTarget = z.strictObject({
  over: Over,
  by: Id.describe('the identity that may command it'),
  send: Place,
  body: Body,
  observe: Place.describe('where it reports: a path that is read, or a topic that is watched'),
  pointer: Pointer,
  permitted: z
    .tuple([z.number(), z.number()])
    .refine(([one, other]) => one !== other, 'two different values')
    .describe('two values that it may be told without harm'),
  beyond: z.array(z.number()).min(1).describe('values that it must not reach, which are tried').optional(),
  least: z.number().describe('the least it may ever report').optional(),
  most: z.number().describe('the most it may ever report').optional(),
  settleSeconds: z
    .number()
    .positive()
    .max(10)
    .describe('by when it has moved, and said so; 2 where absent')
    .optional(),
});
export type CommandsTarget = z.infer<typeof CommandsTarget>;

/** What an entry must hold, by JSON pointer: the text at that place contains this. */
const Entry = z.record(Pointer, z.string().min(1));

/** A log of who did what: one JSON object a line. */
export const AuditTarget = z.strictObject({
  over: Over,
  by: Id.describe('the identity that may read it'),
  log: Place.describe('a path at which all of it is read, or a topic on which each entry appears'),
  who: Pointer,
  when: Pointer,
  accepted: Entry.describe('what the entry of a command that was accepted holds').optional(),
  refused: Entry.describe('what the entry of one that was refused holds').optional(),
  key: z
    .string()
    .describe(
      'a file of the project: certificate or public key, in PEM, of who signs the entries. Each holds `previous`, the SHA-256 of the line before in hexadecimal digits, and last `signature`, over all that stands before it',
    )
    .optional(),
});
export type AuditTarget = z.infer<typeof AuditTarget>;

/** A monitor of readings, over MQTT: a canary plays the sensor. */
export const ReadingsTarget = z.strictObject({
  by: Id.describe('the identity that plays the sensor'),
  reader: Id.describe('the identity that watches what the monitor says'),
  send: Place,
  body: Body,
  plausible: z.number(),
  implausible: z.number().describe('of the right form and range, and not to be believed').optional(),
  status: Place.describe('the topic on which the monitor says how it stands with the sensor'),
  pointer: Pointer,
  well: z.string().describe('what it says of a sensor that is well'),
  flagged: z.string().describe('what it says of a reading that is not to be believed').optional(),
  silent: z.string().describe('what it says of a sensor that is silent').optional(),
  everySeconds: z.number().positive().max(5).describe('how often the sensor speaks'),
  alarmSeconds: z.number().positive().max(30).describe('by when silence is an alarm').optional(),
});
export type ReadingsTarget = z.infer<typeof ReadingsTarget>;
