/** What a target of kind `mqtt` declares of its limits, in targets.yaml under `mqtt`. */
import { z } from 'zod';

export const MqttTarget = z.strictObject({
  packetBytes: z
    .int()
    .min(256)
    .describe('the largest packet, in bytes, that the listener means to take')
    .optional(),
  queuedMessages: z
    .int()
    .min(1)
    .describe('how many messages, at most, it means to keep for a client that is away')
    .optional(),
  connectSeconds: z
    .number()
    .positive()
    .describe('how long a connection may last, in seconds, without its client saying who it is')
    .optional(),
});
