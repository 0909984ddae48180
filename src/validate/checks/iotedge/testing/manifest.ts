/** A deployment of IoT Edge that does everything right, and what the checks of it are told. */
import type { CheckContext } from '../../../check.ts';
import { type Files, onFiles, unreadable } from '../../../testing/files.ts';
import { type Row, rowsOn } from '../../../testing/proof.ts';

const FILE = 'deploy/deployment.json';

/** What of the deployment a row changes. */
export interface DeploymentParts {
  /** HostConfig of the module. */
  readonly host?: Readonly<Record<string, unknown>>;
  readonly image?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly routes?: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, unknown>>;
  /** Further options of the container. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly twin?: Readonly<Record<string, unknown>>;
  /** How long the hub keeps what it cannot send. */
  readonly hubEnv?: Readonly<Record<string, unknown>>;
  readonly keeps?: Readonly<Record<string, unknown>>;
}

const DIGEST = 'sha256:'.padEnd(7 + 64, '3f');
const LIMITS = { Memory: 67_108_864, NanoCpus: 500_000_000 };

const IN_MEMORY = { UsePersistentStorage: { value: 'false' } };
const KEEPS = { timeToLiveSecs: 7200, storeLimits: { maxSizeBytes: 50_000_000 } };

/** createOptions are a text in what is deployed. */
function system(
  name: string,
  ports: readonly number[],
  env: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const bindings = Object.fromEntries(ports.map((port) => [`${port}/tcp`, [{ HostPort: String(port) }]]));
  return {
    type: 'docker',
    settings: {
      image: `mcr.microsoft.com/${name}@${DIGEST}`,
      createOptions: JSON.stringify({ HostConfig: { ...LIMITS, PortBindings: bindings } }),
    },
    env,
  };
}

export function deployment(parts: DeploymentParts = {}): Files {
  const { host, image, env, options, twin } = parts;
  const filter = {
    version: '1.0',
    type: 'docker',
    status: 'running',
    restartPolicy: 'always',
    settings: {
      image: image ?? `registry.example.org/filter@${DIGEST}`,
      createOptions: {
        Env: ['TZ=UTC'],
        ...options,
        HostConfig: { ...LIMITS, Binds: ['/data/filter:/data'], CapAdd: ['NET_ADMIN'], ...host },
      },
    },
    env: { THRESHOLD: { value: '19' }, API_KEY_FILE: { value: '/run/secrets/key' }, ...env },
  };
  const content = {
    $edgeAgent: {
      'properties.desired': {
        schemaVersion: '1.1',
        runtime: { type: 'docker', settings: { registryCredentials: parts.credentials ?? {} } },
        systemModules: {
          edgeAgent: system('agent', []),
          edgeHub: system('hub', [8883], parts.hubEnv ?? IN_MEMORY),
        },
        modules: { filter },
      },
    },
    $edgeHub: {
      'properties.desired': {
        schemaVersion: '1.1',
        routes: {
          readings: 'FROM /messages/modules/filter/outputs/readings INTO $upstream',
          devices: {
            route:
              'FROM /messages/* WHERE NOT IS_DEFINED($connectionModuleId) INTO BrokeredEndpoint("/modules/filter/inputs/in")',
          },
          ...parts.routes,
        },
        storeAndForwardConfiguration: parts.keeps ?? KEEPS,
      },
    },
    filter: { 'properties.desired': { interval: 5, ...twin } },
  };
  return { [FILE]: JSON.stringify({ modulesContent: content }, null, 2) };
}

/** The rows of a check of deployments. */
export function rows(
  weakened: Readonly<Record<string, Files>>,
  more: { readonly dead?: Readonly<Record<string, Files>>; readonly expects?: CheckContext['expects'] } = {},
): readonly Row[] {
  const stand = onFiles('IoT Edge', {
    kind: 'iotedge-manifest',
    file: FILE,
    expects: more.expects ?? {},
    declares: { containers: { ports: [8883], rights: ['NET_ADMIN', '/data/filter'] } },
  });
  return [
    ...rowsOn(stand, 'a deployment as it should be', {
      intact: deployment(),
      weakened,
      dead: more.dead ?? {},
    }),
    ...unreadable(stand, {
      file: FILE,
      nonsense: '{ "$schema": "…/deploymentTemplate.json#", "resources": [] }',
    }),
  ];
}
