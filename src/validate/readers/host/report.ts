/** What the collector (collect/host.sh) reports of a host. Null: it could not see that. */
import { z } from 'zod';

const Policy = z.enum(['drop', 'accept']).nullable();
const Policies = z.strictObject({ ipv4: Policy, ipv6: Policy });
const UNSEEN = { ipv4: null, ipv6: null };
const Count = z.int().min(0);

/** Of files: as `ls -l` has it (`-rw-r-----`); null where the file is not there or was not seen. */
const Owned = z.strictObject({
  path: z.string(),
  mode: z.string().nullable(),
  uid: Count.nullable(),
  user: z.string().nullable(),
});
export type Owned = z.infer<typeof Owned>;

/** A program that holds a socket of a network. */
const Program = z.strictObject({
  program: z.string(),
  uid: Count,
  user: z.string(),
  /** The permitted set, in hexadecimal digits; null in a user namespace of its own. */
  capabilities: z
    .string()
    .regex(/^[0-9a-f]{1,16}$/)
    .nullable(),
  groups: z.array(z.string()),
});
export type Program = z.infer<typeof Program>;

/** An encrypted block device, and what opens it. */
const Ciphered = z.strictObject({
  name: z.string(),
  /** LUKS2, LUKS1, PLAIN … */
  type: z.string(),
  /** By /etc/crypttab. */
  keyFile: z.enum(['none', 'random', 'file']).nullable(),
  /** The key file lies on storage that is not encrypted. */
  beside: z.boolean().nullable(),
  slots: z.array(Count).nullable(),
  tokens: z
    .array(z.strictObject({ type: z.string(), slots: z.array(Count), pcrs: z.array(Count) }))
    .nullable(),
});
export type Ciphered = z.infer<typeof Ciphered>;

/** What reports of the first form do not have counts as not seen. */
export const HostReport = z.strictObject({
  report: z.enum(['bestride-host-1', 'bestride-host-2']),
  /** By the clock of the host. */
  taken: z.iso.datetime(),
  host: z.string(),
  /** What whoever asked for the report gave to be put into it. */
  nonce: z.string().optional(),
  listeners: z.array(
    z.strictObject({
      protocol: z.enum(['tcp', 'udp']),
      port: z.int().min(1).max(65_535),
      /** It is reached from the host itself only. */
      loopback: z.boolean(),
      /** The users whose processes hold it; null where the collector could not see them. */
      uids: z.array(Count).nullable(),
    }),
  ),
  programs: z.array(Program).nullable().default(null),
  /** Units of systemd that are started by themselves. */
  services: z.array(z.string()).nullable().default(null),
  /** Those with a login shell, and all with the rights of root. */
  accounts: z
    .array(
      z.strictObject({
        name: z.string(),
        uid: Count,
        password: z.enum(['set', 'locked', 'empty']).nullable(),
      }),
    )
    .nullable()
    .default(null),
  /** What it says of itself; false where there is none. */
  sshServer: z
    .union([
      z.literal(false),
      z.strictObject({
        passwords: z.boolean(),
        interactive: z.boolean(),
        emptyPasswords: z.boolean(),
        root: z.string(),
        /** Its settings differ for some users or addresses. */
        match: z.boolean(),
      }),
    ])
    .nullable()
    .default(null),
  /** Those that were named, and the folders above them. */
  files: z.array(Owned).default([]),
  mounts: z.array(
    z.strictObject({
      target: z.string(),
      type: z.string(),
      writable: z.boolean(),
      /** A layer below it encrypts; null where that cannot be seen. */
      encrypted: z.boolean().nullable(),
      /** A layer below it is a hash tree (dm-verity). */
      verity: z.boolean().nullable().default(null),
    }),
  ),
  verity: z
    .strictObject({
      /** The kernel was given a signature of the hash at the root, or takes none without. */
      signed: z.boolean().nullable(),
      /** What does not fit the tree is not read. */
      enforced: z.boolean().nullable(),
      /** Files are appraised one by one instead (IMA). */
      appraised: z.boolean().nullable(),
    })
    .default({ signed: null, enforced: null, appraised: null }),
  ciphered: z.array(Ciphered).nullable().default(null),
  media: z
    .strictObject({
      usbStorage: z.enum(['loaded', 'loadable', 'blocked', 'absent']).nullable(),
      /** Programs that mount what is plugged in. */
      mounters: z.array(z.string()).nullable(),
    })
    .default({ usbStorage: null, mounters: null }),
  secureBoot: z.boolean().nullable(),
  console: z
    .strictObject({
      /** Words of the kernel's command line that open it to whoever sits there. */
      words: z.array(z.string()).nullable(),
      /** Programs that read from a serial line. */
      readers: z.array(z.string()).nullable(),
      /** What the running kernel keeps even from root: none, integrity, confidentiality. */
      lockdown: z.string().nullable(),
    })
    .default({ words: null, readers: null, lockdown: null }),
  clock: z
    .strictObject({
      daemon: z.string().nullable(),
      sources: Count.nullable(),
      authenticated: Count.nullable(),
    })
    .default({ daemon: null, sources: null, authenticated: null }),
  /** What becomes of a packet that comes in and that no rule names. */
  firewall: Policies,
  egress: Policies.default(UNSEEN),
  forward: Policies.default(UNSEEN),
  /** It passes packets on from one network to another. */
  forwards: z.boolean().nullable().default(null),
});
export type HostReport = z.infer<typeof HostReport>;
