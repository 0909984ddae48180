/**
 * What the Docker Engine API says of one container, in the words with which it is asked for one
 * (`POST /containers/create`, createOptions of IoT Edge) and with which it tells of one (`docker inspect`).
 */
import { type Published, type Right, type Told } from './container.ts';
import { isHostPath, mountIn } from './parts.ts';
import { hasBlank } from './placeholders.ts';
import {
  bind,
  capability,
  device,
  deviceRule,
  other,
  privileged,
  securityOption,
  sharing,
} from './rights.ts';
import type { Scope, Value } from './scope.ts';
import { truthOf } from '../tree.ts';
import type { Where } from '../../../text/problem.ts';

const ORDINARY_RUNTIMES: ReadonlySet<string> = new Set(['', 'runc', 'crun', 'oci', 'io.containerd.runc.v2']);

/** The member under these keys, in any case. */
export type Get = (...keys: readonly string[]) => Value;

/** What is read of the member `HostConfig`. */
export interface EngineOptions {
  readonly rights: readonly Right[];
  readonly ports: readonly Published[];
  readonly hostNetwork: boolean;
  readonly publishesAll: boolean;
  readonly memoryBound: Told | undefined;
  readonly processorBound: Told | undefined;
}

/** `get` leads from the container, which has its options in `HostConfig` and its networks in `NetworkingConfig`. */
export function engineOptions(scope: Scope, get: Get): EngineOptions {
  const endpoints = scope.pairs(get('NetworkingConfig', 'EndpointsConfig')).map(([name]) => name);
  const mode = scope.told(get('HostConfig', 'NetworkMode'))?.text.trim().toLowerCase();
  return {
    rights: [...rightsOf(scope, get), ...mountsOf(scope, get), ...devicesOf(scope, get)],
    ports: portsOf(scope, get('HostConfig', 'PortBindings')),
    hostNetwork: mode === 'host' || endpoints.includes('host'),
    publishesAll: truthOf(get('HostConfig', 'PublishAllPorts').data) === true,
    memoryBound: scope.told(get('HostConfig', 'Memory')),
    processorBound: boundOf(scope, get('HostConfig', 'NanoCpus'), get('HostConfig', 'CpuQuota')),
  };
}

/** The engine tells of both, and one that is zero is none. */
function boundOf(scope: Scope, ...values: readonly Value[]): Told | undefined {
  const told = values.flatMap((value) => scope.told(value) ?? []);
  return told.find(({ text }) => !/^-|^0*$/.test(text.trim())) ?? told[0];
}

function rightsOf(scope: Scope, get: Get): readonly Right[] {
  const host = (key: string): Value => get('HostConfig', key);
  const each = (key: string, make: (text: string, where: Where) => Right | undefined): Right[] =>
    scope.texts(host(key)).flatMap((told) => make(told.text, told.where) ?? []);
  const shares = (key: string, what: Parameters<typeof sharing>[0]): Right[] =>
    each(key, (text, where) => sharing(what, text, where));
  const all = host('Privileged');
  const is = all.data === undefined || all.data === null ? false : truthOf(scope.told(all)?.text);
  if (is === undefined) scope.lost(all, 'is neither true nor false');
  const joins = scope
    .pairs(get('NetworkingConfig', 'EndpointsConfig'))
    .flatMap(([name, value]) =>
      name === 'host' ? (sharing('network', 'host', scope.where(value.path)) ?? []) : [],
    );
  return [
    ...(is === true ? [privileged(scope.where(all.path))] : []),
    ...each('CapAdd', capability),
    ...each('SecurityOpt', securityOption),
    ...each('DeviceCgroupRules', deviceRule),
    ...shares('NetworkMode', 'network'),
    ...(scope.told(host('NetworkMode'))?.text === 'host' ? [] : joins),
    ...shares('PidMode', 'processes'),
    ...shares('IpcMode', 'memory between processes'),
    ...shares('UsernsMode', 'user ids'),
    ...shares('UTSMode', 'name'),
    ...shares('CgroupnsMode', 'control groups'),
    ...each('VolumesFrom', (text, where) =>
      other(`volumes of ${text}`, `has the folders of ${text} in it`, where),
    ),
    ...each('Runtime', (text, where) =>
      ORDINARY_RUNTIMES.has(text) ? undefined : other(`runtime ${text}`, `runs under "${text}"`, where),
    ),
  ];
}

/** `Binds` (source:target[:ro]; a source that is no path is a volume) and `Mounts`. */
function mountsOf(scope: Scope, get: Get): readonly Right[] {
  const binds = scope.texts(get('HostConfig', 'Binds')).flatMap((told) => {
    const mount = mountIn(told.text) ?? { source: told.text.trim(), readOnly: false };
    const isHost = isHostPath(mount.source) || hasBlank(mount.source);
    return isHost ? (bind({ ...mount, where: told.where }) ?? []) : [];
  });
  const mounts = scope.items(get('HostConfig', 'Mounts')).flatMap((mount) => {
    const type = scope.told(scope.anyCase(mount, 'Type'))?.text ?? 'volume';
    const options = scope.anyCase(mount, 'VolumeOptions', 'DriverConfig', 'Options');
    const behind = scope.told(scope.anyCase(options, 'device'))?.text;
    const named = scope.told(scope.anyCase(mount, 'Source'))?.text;
    const source = type === 'bind' || type === 'npipe' ? named : behind;
    if (type === 'bind' && source === undefined) scope.lost(mount, 'has a bind without source');
    const readOnly = truthOf(scope.anyCase(mount, 'ReadOnly').data) === true;
    return source === undefined || (type !== 'bind' && !isHostPath(source))
      ? []
      : (bind({ source, readOnly, where: scope.where(mount.path) }) ?? []);
  });
  return [...binds, ...mounts];
}

function devicesOf(scope: Scope, get: Get): readonly Right[] {
  const devices = scope.items(get('HostConfig', 'Devices')).flatMap((one) => {
    const path = scope.told(scope.anyCase(one, 'PathOnHost'));
    if (!path) scope.lost(one, 'has an item that is no device');
    return path ? [device(path.text, path.where)] : [];
  });
  const requests = scope.items(get('HostConfig', 'DeviceRequests'));
  return [
    ...devices,
    ...requests.map(({ path }) => other('accelerators', 'has accelerators of the host', scope.where(path))),
  ];
}

/** `{ "8883/tcp": [{ "HostPort": "8883", "HostIp": "…" }] }` */
export function portsOf(scope: Scope, bindings: Value): readonly Published[] {
  return scope.pairs(bindings).flatMap(([inside, value]): readonly Published[] => {
    const all = scope.items(value);
    if (!Array.isArray(value.data) && value.data !== null) scope.lost(value, 'is no list of ports');
    return all.map((one) => {
      const where = scope.where(one.path);
      const host = scope.told(scope.anyCase(one, 'HostPort')) ?? { text: '', open: [], assumed: [], where };
      return { host, inside, address: scope.told(scope.anyCase(one, 'HostIp')), where };
    });
  });
}
