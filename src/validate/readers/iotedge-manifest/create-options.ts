/**
 * `createOptions` of a module: what the container is made with, in the words of the Docker Engine API
 * (`POST /containers/create`). An object in templates, a string of JSON in what is deployed; a string that is too
 * long goes on in createOptions01, createOptions02 and so on.
 */
import type { Problem, Where } from '../../../text/problem.ts';
import { type Published, type Right, type Told } from '../containers/container.ts';
import { isHostPath, mountIn } from '../containers/parts.ts';
import { hasBlank } from '../containers/placeholders.ts';
import {
  bind,
  capability,
  device,
  deviceRule,
  other,
  privileged,
  securityOption,
  sharing,
} from '../containers/rights.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { isMapping, truthOf } from '../tree.ts';
import { CONTAINER, HOST_CONFIG } from './docker-keys.ts';
import { parseLooseJson } from './loose-json.ts';

/** What the options say; `problems` are what of them was not understood. */
export interface CreateOptions {
  readonly rights: readonly Right[];
  readonly ports: readonly Published[];
  readonly hostNetwork: boolean;
  readonly publishesAll: boolean;
  readonly environment: readonly (readonly [string, Told | undefined, Where])[];
  readonly words: readonly Told[];
  readonly memoryBound: Told | undefined;
  readonly processorBound: Told | undefined;
  readonly problems: readonly Problem[];
}

export interface Filling {
  readonly variables: ReadonlyMap<string, string>;
  readonly kept: ReadonlySet<string>;
}

/** Reads the options among a module's settings. */
export function readCreateOptions(scope: Scope, settings: Value, filling: Filling): CreateOptions {
  const pieces = scope
    .pairs(settings)
    .filter(([key]) => /^createOptions\d*$/.test(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
  const [first] = pieces;
  if (!first) return understood(scope, { path: settings.path, data: {} });
  if (isMapping(first.data) && pieces.length === 1) return understood(scope, first);
  const where = scope.where(first.path);
  const texts = pieces.map(({ data }) => data);
  if (!texts.every((text) => typeof text === 'string')) {
    return lost(scope, first, where, 'is neither an object nor a text of one');
  }
  const text = texts.join('');
  if (text.trim() === '') return understood(scope, { path: first.path, data: {} });
  const { value } = parseLooseJson({ file: where.file, text });
  if (!value || !isMapping(value.data)) {
    const why = text.includes('${') || hasBlank(text) ? 'is filled in later' : 'is no JSON object';
    return lost(scope, first, where, why);
  }
  const inner = new Scope({ ...value, where: () => where }, filling.variables, filling.kept);
  const found = understood(inner, inner.root);
  return { ...found, problems: inner.problems };
}

function lost(scope: Scope, value: Value, where: Where, why: string): CreateOptions {
  const options = understood(scope, { path: value.path, data: {} });
  return {
    ...options,
    problems: [{ code: 'CFG01', severity: 'warning', message: `"createOptions" ${why}`, where }],
  };
}

function understood(scope: Scope, options: Value): CreateOptions {
  const get = (...keys: readonly string[]): Value => scope.anyCase(options, ...keys);
  unknown(scope, options, CONTAINER);
  unknown(scope, get('HostConfig'), HOST_CONFIG);
  const endpoints = scope.pairs(get('NetworkingConfig', 'EndpointsConfig')).map(([name]) => name);
  const mode = scope.told(get('HostConfig', 'NetworkMode'))?.text.trim().toLowerCase();
  return {
    rights: [...rightsOf(scope, get), ...mountsOf(scope, get), ...devicesOf(scope, get)],
    ports: portsOf(scope, get('HostConfig', 'PortBindings')),
    hostNetwork: mode === 'host' || endpoints.includes('host'),
    publishesAll: truthOf(get('HostConfig', 'PublishAllPorts').data) === true,
    environment: scope.assignments(get('Env')),
    words: [...scope.texts(get('Entrypoint')), ...scope.texts(get('Cmd'))],
    memoryBound: scope.told(get('HostConfig', 'Memory')),
    processorBound: scope.told(get('HostConfig', 'NanoCpus')) ?? scope.told(get('HostConfig', 'CpuQuota')),
    problems: [],
  };
}

function unknown(scope: Scope, value: Value, known: ReadonlySet<string>): void {
  if (value.data !== undefined && value.data !== null && !isMapping(value.data))
    scope.lost(value, 'is no object');
  for (const [key, member] of scope.pairs(value)) {
    if (!known.has(key.toLowerCase()) && !key.startsWith('_'))
      scope.lost(member, 'is no option that the container engine has');
  }
}

type Get = (...keys: readonly string[]) => Value;

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
      text === 'runc' || text === '' ? undefined : other(`runtime ${text}`, `runs under "${text}"`, where),
    ),
    ...['MaskedPaths', 'ReadonlyPaths'].flatMap((key) =>
      Array.isArray(host(key).data)
        ? [other(key, `says itself which paths are hidden (${key})`, scope.where(host(key).path))]
        : [],
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
function portsOf(scope: Scope, bindings: Value): readonly Published[] {
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
