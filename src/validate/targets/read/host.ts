/** What targets of kind `host-report` declare besides their file. */
import { z } from 'zod';

const Ports = z.array(z.int().min(1).max(65_535));
const Names = z.array(z.string().min(1));

export const HostTarget = z.strictObject({
  key: z
    .string()
    .describe(
      'A file of the project: the public key, in PEM, by which this host signs its reports. Only what it signed is read then.',
    )
    .optional(),
  nonce: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{8,128}$/, '8 to 128 letters, digits, _ . -')
    .describe('The text that was given to the collector (--nonce): a report without it is an old one.')
    .optional(),
  name: z.string().describe('What the host calls itself (uname -n).').optional(),
  open: Ports.describe(
    'The ports, TCP or UDP, that are meant to be open beyond the host itself. Any other is a finding.',
  ).optional(),
  asRoot: Ports.describe('Those of them that a program may serve as root.').optional(),
  programs: z
    .record(
      z.string(),
      z.array(z.string().regex(/^(root|[a-z_]+)$/, 'root, or a capability such as net_bind_service')),
    )
    .describe(
      'The programs that talk to a network, and the capabilities that each needs; [root] for one that may be root. Any other is a stranger.',
    )
    .optional(),
  services: Names.describe(
    'The services and sockets that are meant to be enabled (systemctl list-unit-files --state=enabled,enabled-runtime,generated).',
  ).optional(),
  users: Names.describe('The accounts that are meant to be able to log in.').optional(),
  files: z
    .record(z.string().regex(/^\/.*[^/]$/, 'an absolute path'), Names)
    .describe(
      'Files that must be kept from others (named to the collector by --file), and the users who may write each beside root.',
    )
    .optional(),
});
export type HostTarget = z.infer<typeof HostTarget>;
