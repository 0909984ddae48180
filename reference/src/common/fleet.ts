/** Who is who in the solution: the parts, the names in their certificates, and what each may do where. */
import type { Permission, Permissions } from './permissions.ts';
import { allCommands, allMessages, auditOf, commands, statusOf } from './topics.ts';

/** The running parts, in the order in which they are started. Each is a process of its own. */
export const PARTS = [
  'cloud-gateway',
  'field-gateway',
  'valve',
  'smoke-sensor',
  'camera',
  'command-service',
  'monitor',
] as const;
export type Part = (typeof PARTS)[number];

/** Devices that reach the cloud through the field gateway. The camera connects to the cloud gateway itself. */
export const BEHIND_FIELD_GATEWAY = ['valve', 'smoke-sensor'] as const;

/** Parts that dial another. Of each there is one in its place, and a test unit of the same make on the bench. */
export const DIALLERS = [
  'valve',
  'smoke-sensor',
  'camera',
  'field-gateway',
  'command-service',
  'monitor',
] as const satisfies readonly Part[];
export type Dialler = (typeof DIALLERS)[number];

/**
 * The test units on the bench, each an identity that no gateway knows; but canary-a is a smoke sensor, which the
 * brokers let in for drills. They differ from the parts in place by it, and by the name of the server they expect.
 */
export const BENCH_UNITS: Readonly<Record<Dialler, string>> = {
  valve: 'bench-valve',
  'smoke-sensor': 'canary-a',
  camera: 'bench-camera',
  'field-gateway': 'bench-field-gateway',
  'command-service': 'bench-command-service',
  monitor: 'bench-monitor',
};

/** Whom test units expect to reach. No part that is in its place calls it. */
export const BENCH_SERVER = 'bench';

/** The production lot: what the factory makes in one go is alike. */
export const LOT = 'lot';

/** Identities made for attacks: never a live device's. */
export const CANARIES = ['canary-a', 'canary-b'] as const;

/** Who may set the valve, sign its configuration and send it software: the operator, and one made for drills, which checks use. */
export const OPERATORS = ['operator', 'canary-operator'] as const;

/** Releases of the valve's software that follow the one it leaves the factory with: some for each time it is tried. */
export const RELEASES: readonly number[] = Array.from({ length: 30 }, (_, index) => index + 2);

/** Further ones, by what is the matter with them; the foreign one alone is not the factory's. */
export const OTHER_RELEASES = { older: 0, other: 100, foreign: 101, faulty: 102 } as const;

/** The DNS name that a listener's certificate holds and that clients verify, wherever it listens. */
export const hostName = (part: string): string => `${part}.reference.test`;

/** At the cloud gateway. Devices behind the field gateway are not known there: only it speaks for them. */
export const atHub: Permissions = {
  camera: ownTopics('camera'),
  'field-gateway': {
    publish: BEHIND_FIELD_GATEWAY.map(allMessages),
    subscribe: BEHIND_FIELD_GATEWAY.map(allCommands),
  },
  'command-service': {
    publish: ['position', 'configuration', 'update'].map((what) => commands('valve', what)),
    subscribe: [allMessages('valve')],
  },
  monitor: { publish: [statusOf('+')], subscribe: [allMessages('+')] },
  ...canaries(),
};

/** At the field gateway's own listener: only the devices behind it. */
export const atFieldGateway: Permissions = {
  ...Object.fromEntries(BEHIND_FIELD_GATEWAY.map((device) => [device, ownTopics(device)])),
  ...canaries(),
};

function ownTopics(device: string): Permission {
  return { publish: [allMessages(device)], subscribe: [allMessages(device), allCommands(device)] };
}

/** Canaries are devices like others; the observer looks on, at theirs and at nobody else's, and reads the audit. */
function canaries(): Permissions {
  return {
    ...Object.fromEntries(CANARIES.map((name) => [name, ownTopics(name)])),
    observer: {
      publish: CANARIES.map(allCommands),
      subscribe: [
        ...CANARIES.flatMap((name) => [allMessages(name), allCommands(name), statusOf(name)]),
        auditOf('cloud-gateway'),
      ],
    },
  };
}
