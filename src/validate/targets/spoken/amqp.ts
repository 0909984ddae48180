/** What a target of kind `amqp` declares, in targets.yaml under `amqp`. */
import { z } from 'zod';

import { Id } from '../../../catalogue/schema.ts';

/** `/amq/queue/commands.{identity}`: `{identity}` stands for the canary's name. */
const IdentityAddress = z.string().regex(/^[^{}]*\{identity\}[^{}]*$/, 'an address with {identity} in it');

export const AmqpTarget = z.strictObject({
  host: z
    .string()
    .describe('what a client calls the server when it opens a connection; its name for TLS where absent')
    .optional(),
  send: IdentityAddress.describe('the address that an identity may send to'),
  receive: IdentityAddress.describe('the address that an identity may read from'),
  service: Id.describe(
    'the identity that stands for the services: it reads what every canary sends and sends what every canary reads. Absent: each canary does both for itself',
  ).optional(),
  serviceReceives: IdentityAddress.describe(
    'where the services read what an identity sends, when that is another address than `send`',
  ).optional(),
  serviceSends: IdentityAddress.describe(
    'where the services send what an identity reads, when that is another address than `receive`',
  ).optional(),
  forms: z
    .array(z.string().regex(/^[^{}]*\{name\}[^{}]*$/, 'an address with {name} in it'))
    .describe(
      'further ways in which this server writes an address, beside those that are always tried; {name} stands for the part of an address that names the identity, to its end',
    )
    .optional(),
  messageBytes: z
    .int()
    .min(1024)
    .describe('the largest message, in bytes, that the listener means to take')
    .optional(),
  queuedMessages: z
    .int()
    .min(1)
    .describe('how many messages, at most, it means to keep for a client that is away')
    .optional(),
  openSeconds: z
    .number()
    .positive()
    .describe('how long a connection may last, in seconds, without its client saying who it is')
    .optional(),
});
export type AmqpTarget = z.infer<typeof AmqpTarget>;
