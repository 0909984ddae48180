/** targets.yaml: the declared places where checks may look, per named environment. */
import { z } from 'zod';

import { Id } from '../../catalogue/schema.ts';
import { dataDigest } from '../../evidence/facts.ts';
import type { EvidenceTarget } from '../../mitigate/standing/evidence.ts';
import type { Outcome } from '../../text/problem.ts';
import { suggestion } from '../../text/suggest.ts';
import { AmqpTarget } from './spoken/amqp.ts';
import { ArmTarget } from './read/arm.ts';
import { CoapTarget } from './spoken/coap.ts';
import { Address } from './address.ts';
import { AuditTarget, CommandsTarget, ReadingsTarget } from './commands.ts';
import { ContainersTarget } from './read/containers.ts';
import { DeviceTarget, PortsTarget } from './device.ts';
import { HostTarget } from './read/host.ts';
import { HttpTarget } from './spoken/http.ts';
import { ModbusTarget } from './spoken/modbus.ts';
import { MqttTarget } from './spoken/mqtt.ts';
import { RegistryTarget } from './read/registry.ts';
import { ReleaseTarget } from './read/release.ts';
import { SettingsTarget } from './test-unit/settings.ts';
import { UpdateTarget } from './test-unit/update.ts';
import { TpmTarget } from './tpm.ts';

export { Address, splitAddress } from './address.ts';

/** A secret is never written into the file: `env:NAME` or `file:PATH` (relative to the project). */
export const SecretRef = z.string().regex(/^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/, 'env:NAME or file:PATH');

/** A canary: an identity made for attacks, never a live device's. */
export const Identity = z.strictObject({
  cert: SecretRef.optional(),
  key: SecretRef.optional(),
  username: z.string().optional(),
  password: SecretRef.optional(),
  /** A pre-shared key, in hexadecimal digits; `username` is its identity, the name where absent. */
  psk: SecretRef.optional(),
  /** A bearer token. */
  token: SecretRef.optional(),
  /** MQTT client id; the identity's name where absent. */
  clientId: z.string().optional(),
  /** What the server should make of it; `weak`: its key is too short to be trusted. */
  state: z.enum(['enrolled', 'expired', 'revoked', 'weak']).default('enrolled'),
});
export type Identity = z.infer<typeof Identity>;

/** `devices/{identity}/messages`: `{identity}` stands for the canary's name; no wildcards. */
const IdentityTopic = z
  .string()
  .regex(/^[^#+]*\{identity\}[^#+]*$/, 'a topic with {identity} in it and without wildcards');

export const Target = z.strictObject({
  kind: z.string().describe('mqtt, tls, mosquitto-conf, document …: what checks call their kind of target'),
  address: Address.optional(),
  plain: Address.describe(
    'Beside an address with TLS or DTLS: where the same thing would be reached without it (1883 beside 8883, 80 beside 443, 5683 beside 5684). Nothing may be served there; a check looks whether that is so.',
  ).optional(),
  /** A file in the project, for targets that are read. */
  file: z.string().optional(),
  taken: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .describe(
      'When the file was taken from the machine or service where it takes effect (2026-11-20, or 2026-11-20T09:30:00Z): your word that it shows what runs. What is read of it counts for seven days from then on as configuration of the running system; without this, as configuration in the repository.',
    )
    .optional(),
  includes: z
    .array(z.string())
    .describe(
      'Further files of the project that belong to it: those that mosquitto includes by naming a folder, in the order they are read; compose files that it extends or includes; more output of docker inspect, of containers and of volumes; more twins of the gateway; templates that an ARM template links to by an address, or more exports beside an export.',
    )
    .optional(),
  /** Elements and connections whose enforcement point this is. */
  covers: z.array(Id).min(1),
  /** Present: the listener speaks TLS from the first byte. */
  tls: z
    .strictObject({
      /** The CA that server certificates must chain to. */
      ca: SecretRef,
      /** The name the certificate must hold; the address's host where absent. */
      name: z.string().optional(),
      crl: z
        .string()
        .describe('A file of the project: the list of certificates that the CA has revoked, in PEM.')
        .optional(),
    })
    .optional(),
  amqp: AmqpTarget.describe(
    'the addresses of an AMQP 1.0 server (kind amqp) that canaries may use, and its limits',
  ).optional(),
  arm: ArmTarget.optional().describe('how a template (kind arm), or an export of what runs, is read'),
  host: HostTarget.optional().describe(
    'what a host is meant to be like, whose report (kind host-report) is read',
  ),
  http: HttpTarget.optional(),
  release: ReleaseTarget.optional().describe(
    'what lies beside a released file (kind release): its signature, the record of its build, the list of its components',
  ),
  registry: RegistryTarget.optional().describe(
    'what an export of a device registry (kind registry-export) is compared with',
  ),
  device: DeviceTarget.describe(
    'Where a device under test dials, for checks that take the place of its server.',
  ).optional(),
  ports: PortsTarget.describe(
    'Which ports of a device are looked at, and which are meant to be open.',
  ).optional(),
  commands: CommandsTarget.describe(
    'A test object that may be commanded (kinds commands, audit).',
  ).optional(),
  audit: AuditTarget.describe('A log of who did what (kind audit).').optional(),
  readings: ReadingsTarget.describe('A monitor of readings (kind readings).').optional(),
  settings: SettingsTarget.describe(
    'A test unit whose configuration may be changed (kind settings).',
  ).optional(),
  update: UpdateTarget.describe('A test unit whose software may be changed (kind update).').optional(),
  coap: CoapTarget.optional().describe('how a CoAP server (kind coap or coaps) may be tried'),
  tpm: TpmTarget.optional().describe('what a TPM (kind tpm) is to hold: its maker, its keys, its PCRs'),
  mqtt: MqttTarget.optional().describe(
    'the limits of an MQTT listener (kind mqtt), for the checks that try them',
  ),
  modbus: ModbusTarget.optional().describe(
    'which functions and registers of a Modbus server (kind modbus) are meant to be reached, and which may be tried',
  ),
  containers: ContainersTarget.optional().describe(
    'which containers of a file of them (kind compose or iotedge-manifest) are judged, and what of them is meant to be so',
  ),
  identities: z.record(Id, Identity).optional(),
  defaultLogins: z
    .array(z.strictObject({ username: z.string(), password: z.string() }))
    .min(1)
    .max(5)
    .describe(
      'Names and passwords with which its maker delivers it, as its manual prints them (kinds http, mqtt and amqp). They are no secrets and must not open it. Each is tried once; a failed try counts against the account where accounts are locked.',
    )
    .optional(),
  /** Topics checks may use: what an identity may publish to, and what it may subscribe to. */
  topics: z
    .strictObject({
      publish: IdentityTopic,
      subscribe: IdentityTopic,
      /**
       * The identity that stands for the services: it may read what every canary publishes and send what
       * every canary subscribes to. Absent: each canary may do both on its own topics.
       */
      service: Id.optional(),
    })
    .optional(),
  /** The version of the software whose defaults hold, for configuration readers. */
  version: z.string().optional(),
  /** The fleet unit this target is, for checks on a device. */
  unit: z
    .strictObject({
      cohort: Id.describe('The cohort it is of.'),
      id: z
        .string()
        .min(1)
        .describe(
          'Which unit it is, by its id in the inventory. Only one that the inventory places in the cohort speaks for the others there.',
        )
        .optional(),
    })
    .optional(),
  names: z
    .record(z.string(), Id)
    .describe(
      'What is called otherwise on the target than in the model (a module, a user, a port): its name there, and the element it is. What is neither named here nor in the model is reported as a stranger.',
    )
    .optional(),
});
export type Target = z.infer<typeof Target>;

export const TargetsFile = z.strictObject({
  bestride: z.literal(1).optional(),
  environments: z.record(Id, z.record(Id, Target)),
});
export type TargetsFile = z.infer<typeof TargetsFile>;

/** The address that has to be permitted: where it is dialled, or where a device that dials is waited for. */
export function addressOf({ address, device }: Target): string | undefined {
  return address ?? device?.listen;
}

/** All declared targets of a project, read and checked ({@link readTargets}). */
export interface Targets {
  /** The name of the file they were read from. */
  readonly file: string;
  /** Environment name → target name → declaration, in the order of the file. */
  readonly environments: ReadonlyMap<string, ReadonlyMap<string, Target>>;
  /** What the register needs to know of an environment's targets, by name; empty for one that is not declared. */
  digests(environment: string): ReadonlyMap<string, EvidenceTarget>;
}

/**
 * What identifies a target as the one that was looked at. References to secrets are left out: where a canary's
 * key is kept does not change the target, nor do the `names` by which the model is told. The file that a target is, and its CA, are cited as facts of their own.
 */
export function targetDigest(target: Target): string {
  const { identities = {}, names: _, ...rest } = target;
  const open = Object.entries(identities).map(([name, { username, clientId, state }]) => [
    name,
    { username, clientId, state },
  ]);
  return dataDigest({ ...rest, covers: rest.covers.toSorted(), identities: Object.fromEntries(open) });
}

/** The environment meant: the named one, or the only one. Problem: TGT06 when there is none such, or no saying which. */
export function environmentOf(targets: Targets, name?: string): Outcome<string> {
  const known = [...targets.environments.keys()];
  const [only] = known;
  if (name === undefined && known.length === 1 && only !== undefined) return { value: only, problems: [] };
  if (name !== undefined && known.includes(name)) return { value: name, problems: [] };
  const hint = name === undefined ? `Name one: ${known.join(', ')}.` : suggestion(name, known);
  const message =
    name !== undefined
      ? `there is no environment "${name}"`
      : known.length === 0
        ? 'no environment is declared'
        : 'there is more than one environment, and none was named';
  return {
    problems: [
      {
        code: 'TGT06',
        severity: 'error',
        message,
        ...(hint !== undefined && known.length > 0 && { hint }),
        where: { file: targets.file, line: 1, column: 1 },
      },
    ],
  };
}
