/** What targets of kind `host-report` declare besides their file. */
import { z } from 'zod';

const Ports = z.array(z.int().min(1).max(65_535));

export const HostTarget = z.strictObject({
  open: Ports.describe(
    'The ports, TCP or UDP, that are meant to be open beyond the host itself. Any other is a finding.',
  ).optional(),
  asRoot: Ports.describe('Those of them that a program may serve as root.').optional(),
});
export type HostTarget = z.infer<typeof HostTarget>;
