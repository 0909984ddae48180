/** Twins of the agent and the hub on a gateway as the cloud has them, made of deployments: one wanted, one reported. */
import { type Files, onFiles, unreadable } from '../../../testing/files.ts';
import { deadRow, type Row, rowsOn } from '../../../testing/proof.ts';
import { type DeploymentParts, deployment } from './manifest.ts';

export const AGENT = 'plant/edge-agent.json';
export const HUB = 'plant/edge-hub.json';

type Tree = Record<string, unknown>;

export interface Reports {
  /** Version of the desired properties, and what of them was carried out. */
  readonly version?: number;
  readonly code?: number;
  /** Modules that the agent does not report. */
  readonly lacks?: readonly string[];
  readonly device?: string;
}

/** What runs, by the word of the gateway; what is wanted is always as it should be, but for the hub's routes. */
export function running(parts: DeploymentParts = {}, reports: Reports = {}): Files {
  const { version = 4, code = 200, lacks = [], device = 'edge-7' } = reports;
  const wanted = desired('$edgeAgent', {});
  const runs = desired('$edgeAgent', parts);
  const status = { lastDesiredVersion: version, lastDesiredStatus: { code, description: '' } };
  const agent = {
    ...twin('$edgeAgent', 'edge-7'),
    properties: {
      desired: { ...wanted, $version: 4 },
      reported: {
        ...status,
        schemaVersion: '1.1',
        version: { version: '1.5.21' },
        runtime: { ...child(runs, 'runtime'), platform: { os: 'linux', architecture: 'x86_64' } },
        systemModules: reported(child(runs, 'systemModules'), lacks),
        modules: reported(child(runs, 'modules'), lacks),
        $version: 196,
      },
    },
  };
  const hub = {
    ...twin('$edgeHub', device),
    properties: {
      desired: { ...desired('$edgeHub', parts), $metadata: {}, $version: 4 },
      reported: { ...status, schemaVersion: '1.1', clients: {}, $version: 77 },
    },
  };
  return { [AGENT]: JSON.stringify(agent, null, 2), [HUB]: JSON.stringify([hub], null, 2) };
}

/** The rows of a check, on what runs. */
export function runningRows(
  weakened: Readonly<Record<string, Files>>,
  dead: Readonly<Record<string, Files>> = {},
): readonly Row[] {
  const how = { kind: 'iotedge-manifest', file: AGENT };
  const declares = {
    includes: [HUB],
    containers: { ports: [8883], rights: ['NET_ADMIN', '/data/filter'] },
  };
  const stand = onFiles('IoT Edge', { ...how, declares: { ...declares, taken: new Date().toISOString() } });
  const old = onFiles('IoT Edge', { ...how, declares: { ...declares, taken: '2026-01-10' } });
  return [
    ...rowsOn(stand, 'what a gateway reports to run', {
      intact: running(),
      weakened,
      dead: {
        'wanted and not carried out': running({}, { code: 406 }),
        'told an earlier version': running({}, { version: 3 }),
        'twins of two gateways': running({}, { device: 'edge-8' }),
        ...dead,
      },
    }),
    deadRow('twins of long ago', old.software, (check, bench) => old.judge(check, running(), bench)),
    ...unreadable(stand, { file: AGENT, nonsense: '{ "deviceId": "edge-7", "properties": {} }' }).slice(1),
  ];
}

function twin(moduleId: string, deviceId: string): Tree {
  return { deviceId, moduleId, etag: 'AAAAAAAAAAU=', status: 'enabled', connectionState: 'Disconnected' };
}

function desired(module: string, parts: DeploymentParts): Tree {
  const [text = ''] = Object.values(deployment(parts));
  const whole: Tree = JSON.parse(text);
  return child(child(child(whole, 'modulesContent'), module), 'properties.desired');
}

/** The agent writes options as a text, and beside them how the module fares. */
function reported(modules: Tree, lacks: readonly string[]): Tree {
  return Object.fromEntries(
    Object.keys(modules)
      .filter((name) => !lacks.includes(name))
      .map((name) => {
        const module = child(modules, name);
        const settings = child(module, 'settings');
        const options = settings['createOptions'];
        const createOptions = typeof options === 'string' ? options : JSON.stringify(options);
        const faring = {
          runtimeStatus: 'running',
          exitCode: 0,
          statusDescription: 'running',
          restartCount: 0,
        };
        const imageHash = 'sha256:'.padEnd(7 + 64, '9c');
        return [name, { ...module, ...faring, settings: { ...settings, imageHash, createOptions } }];
      }),
  );
}

function child(tree: Tree, key: string): Tree {
  const found = tree[key];
  if (typeof found !== 'object' || found === null) throw new TypeError(`there is no ${key}`);
  return { ...found };
}
