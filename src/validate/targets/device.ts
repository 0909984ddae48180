/** What targets declare that are a device: where it calls, and which of its ports are looked at. */
import { z } from 'zod';

import { Address } from './address.ts';

export const DeviceTarget = z.strictObject({
  listen: Address.describe(
    'Where the device (or the unit of it that is tried) has been told to find its server: a check takes the server’s place there, binds this address and nothing else, and waits for the device to call. Whatever serves there otherwise has to be stopped meanwhile.',
  ),
  returnsWithin: z
    .number()
    .positive()
    .max(60)
    .describe(
      'The longest time, in seconds, until the device calls again after it was cut off; 15 where absent.',
    )
    .optional(),
});

const Port = z.int().min(1).max(65_535);

export const PortsTarget = z.strictObject({
  look: z
    .array(
      z.union([
        Port,
        z.string().regex(/^\d{1,5}-\d{1,5}$/, 'a port, or the first and the last of a range: 1-1024'),
      ]),
    )
    .min(1)
    .describe('The TCP ports of the address that are tried, each once: numbers and ranges such as 1-1024.'),
  open: z
    .array(Port)
    .describe(
      'Those that are meant to be open, beside that of the address. Any other that takes a connection is a finding.',
    )
    .optional(),
});
export type PortsTarget = z.infer<typeof PortsTarget>;

/** The ports that `look` lists, ascending, each once; ranges that run backwards list none. */
export function portsOf({ look }: PortsTarget): readonly number[] {
  const found = new Set<number>();
  for (const one of look) {
    const [first = 0, last = first] = typeof one === 'number' ? [one] : one.split('-').map(Number);
    for (let port = Math.max(first, 1); port <= Math.min(last, 65_535); port += 1) found.add(port);
  }
  return [...found].toSorted((a, b) => a - b);
}
