/** targets.yaml: the declared places where checks may look, per named environment. */
import { z } from 'zod';

import { Id } from '../catalogue/schema.ts';

/** A secret is never written into the file: `env:NAME` or `file:PATH` (relative to the project). */
export const SecretRef = z.string().regex(/^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/, 'env:NAME or file:PATH');

/** `host:port`; IPv6 in brackets. */
export const Address = z.string().regex(/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, 'host:port');

/** A canary: an identity made for attacks, never a live device's. */
export const Identity = z.strictObject({
  cert: SecretRef.optional(),
  key: SecretRef.optional(),
  username: z.string().optional(),
  password: SecretRef.optional(),
  /** MQTT client id; the identity's name where absent. */
  clientId: z.string().optional(),
  /** What the server should make of it. */
  state: z.enum(['enrolled', 'expired', 'revoked']).default('enrolled'),
});
export type Identity = z.infer<typeof Identity>;

export const Target = z.strictObject({
  kind: z.string().describe('mqtt, tls, mosquitto-conf, document …: what checks call their kind of target'),
  address: Address.optional(),
  /** A file in the project, for targets that are read. */
  file: z.string().optional(),
  /** Elements and connections whose enforcement point this is. */
  covers: z.array(Id).min(1),
  /** Present: the listener speaks TLS from the first byte. */
  tls: z
    .strictObject({
      /** The CA that server certificates must chain to. */
      ca: SecretRef,
      /** The name the certificate must hold; the address's host where absent. */
      name: z.string().optional(),
    })
    .optional(),
  identities: z.record(Id, Identity).optional(),
  /** Topics checks may use; `{identity}` stands for the canary's name. */
  topics: z
    .strictObject({ publish: z.string(), subscribe: z.string() })
    .optional(),
  /** The version of the software whose defaults hold, for configuration readers. */
  version: z.string().optional(),
  /** The fleet unit this target is, for checks on a device. */
  unit: z.strictObject({ cohort: Id }).optional(),
});
export type Target = z.infer<typeof Target>;

export const TargetsFile = z.strictObject({
  bestride: z.literal(1).optional(),
  environments: z.record(Id, z.record(Id, Target)),
});
export type TargetsFile = z.infer<typeof TargetsFile>;
