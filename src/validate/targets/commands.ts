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
  .describe(
    'what is sent; {value} stands for the number, {id} for a new UUID, {time} for the time (ISO 8601) and {number} for a number that rises from message to message (milliseconds since 1970)',
  );

const Signer = Id.describe(
  'the identity whose key signs what is sent: a last field `signature`, in Base64, over all that stands before it (SHA-256 with ECDSA or RSA, or Ed25519); `body` is then a JSON object. Only a key that is made for tests belongs here',
);

const Expiry = z.number().positive().max(86_400).describe('how old what is sent may be, by the {time} in it');

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
  direct: z
    .boolean()
    .describe(
      'the object itself answers at the address, so that a refusal there is its own; where absent, only what got through to it shows something of it',
    )
    .optional(),
  sets: z
    .enum(['mode'])
    .describe('what is commanded is a mode, which stops the object or its communication')
    .optional(),
  signer: Signer.optional(),
  expireSeconds: Expiry.optional(),
  unknown: z
    .array(
      z.strictObject({
        send: Place.describe('where it is sent; where commands are sent, if absent').optional(),
        body: z.string().describe('what is sent; {value} and the like stand for the same as in `body`'),
      }),
    )
    .min(1)
    .describe('commands that the object does not know, which are tried')
    .optional(),
  outside: z
    .strictObject({
      by: Id.describe('the identity that may command it, and watch it'),
      send: Place,
      observe: Place,
    })
    .describe('another test object of the same kind, which is none of the business of `by`')
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
  beyond: z.array(z.number()).min(1).describe('values out of the range that a reading can have').optional(),
  signer: Signer.optional(),
  expireSeconds: Expiry.optional(),
  status: Place.describe('the topic on which the monitor says how it stands with the sensor'),
  pointer: Pointer,
  well: z.string().describe('what it says of a sensor that is well'),
  flagged: z.string().describe('what it says of a reading that is not to be believed').optional(),
  silent: z.string().describe('what it says of a sensor that is silent').optional(),
  everySeconds: z.number().positive().max(5).describe('how often the sensor speaks'),
  alarmSeconds: z.number().positive().max(30).describe('by when silence is an alarm').optional(),
  other: z
    .strictObject({
      by: Id.describe('the identity that plays it'),
      send: Place,
      status: Place.describe('the topic on which the monitor says how it stands with this one'),
      body: Body.describe('a reading of this one’s, which says so; the first sensor sends it as well'),
    })
    .describe('a second sensor, whose name the first one takes in vain')
    .optional(),
});
export type ReadingsTarget = z.infer<typeof ReadingsTarget>;
