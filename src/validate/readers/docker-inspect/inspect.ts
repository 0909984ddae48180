/**
 * Reads what a container engine tells of its containers: `docker inspect` and `podman inspect`, which is
 * `GET /containers/{id}/json` of the Docker Engine API, and of its volumes (`docker volume inspect`).
 */
import type { Outcome, Problem } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import type { CheckContext } from '../../check.ts';
import type { Container, ContainerFile, Published, Right, Variable } from '../containers/container.ts';
import { engineOptions, type Get, portsOf } from '../containers/engine-options.ts';
import { bind, other } from '../containers/rights.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { parseLooseJson } from '../iotedge-manifest/loose-json.ts';
import { readSource } from '../rows.ts';
import { isMapping, truthOf } from '../tree.ts';

/** Folders of the host behind volumes, by the volume's name; undefined: there is none behind it. */
type Behind = ReadonlyMap<string, string | undefined>;

interface Told {
  readonly scope: Scope;
  readonly containers: readonly Value[];
  readonly behind: Behind;
}

/**
 * Reads the target's file, and the files it names besides (`includes`): further containers, and volumes. Problems:
 * TXT04.. where one is no JSON, CFG02 where it is something else, CFG03 where it cannot be read (errors).
 */
export async function readInspectTarget(
  context: CheckContext,
  file: string,
): Promise<Outcome<ContainerFile>> {
  const more = context.target.includes ?? [];
  const told: Told[] = [];
  for (const one of [file, ...more]) {
    const source = await readSource(context, one);
    if ('code' in source) return { problems: [source] };
    const { value, problems } = readInspect(source);
    if (!value) return { problems };
    told.push(value);
  }
  const behind = new Map(told.flatMap((one) => [...one.behind]));
  const containers = told.flatMap(({ scope, containers: some }) =>
    some.map((one) => containerOf(scope, one, behind)),
  );
  return {
    value: {
      file,
      noun: 'container',
      containers,
      shared: [],
      alsoRead: more,
      unread: [],
      isOnlyWanted: false,
      proviso: 'the export does not say whether other containers run besides',
    },
    problems: told.flatMap(({ scope }) => scope.problems),
  };
}

/** One file: an array of containers or of volumes, or a single one. */
export function readInspect(source: Source): Outcome<Told> {
  const { value: parsed, problems } = parseLooseJson(source);
  if (!parsed) return { problems };
  const scope = new Scope(parsed, undefined);
  const { root } = scope;
  const all = Array.isArray(root.data) ? scope.items(root) : [root];
  const strange = all.find((one) => !isContainer(scope, one) && !isVolume(scope, one));
  if (strange || all.length === 0) return { problems: [otherFile(scope, strange ?? root)] };
  const containers = all.filter((one) => isContainer(scope, one));
  const volumes = all.filter((one) => !isContainer(scope, one));
  return {
    value: { scope, containers, behind: new Map(volumes.map((one) => behindOf(scope, one))) },
    problems: [],
  };
}

function isContainer(scope: Scope, value: Value): boolean {
  const has = (key: string): boolean => isMapping(scope.member(value, key).data);
  return has('HostConfig') && has('Config') && scope.told(scope.member(value, 'Name')) !== undefined;
}

function isVolume(scope: Scope, value: Value): boolean {
  const has = (key: string): boolean => scope.told(scope.member(value, key)) !== undefined;
  return has('Name') && has('Driver') && has('Mountpoint');
}

function otherFile(scope: Scope, { path }: Value): Problem {
  return {
    code: 'CFG02',
    severity: 'error',
    message: 'this is no output of docker inspect or podman inspect about containers or volumes',
    hint: 'docker inspect $(docker ps -aq) > containers.json',
    where: scope.where(path),
  };
}

/** A volume of the local driver may be a folder of the host: `{ "device": "/data", "o": "bind", "type": "none" }`. */
function behindOf(scope: Scope, volume: Value): readonly [string, string | undefined] {
  const name = scope.told(scope.member(volume, 'Name'))?.text ?? '';
  const device = scope.told(scope.anyCase(volume, 'Options', 'device'))?.text;
  return [name, device];
}

function containerOf(scope: Scope, container: Value, behind: Behind): Container {
  const get: Get = (...keys) => scope.anyCase(container, ...keys);
  const options = engineOptions(scope, get);
  const service = scope.member(get('Config', 'Labels'), 'com.docker.compose.service');
  const name = scope.told(service)?.text ?? scope.told(get('Name'))?.text.replace(/^\//, '') ?? '';
  const told = publishedOf(scope, get);
  return {
    ...options,
    name,
    where: scope.where(get('Name').path),
    image: scope.told(get('Config', 'Image')),
    built: false,
    rights: distinct([...options.rights, ...mountsOf(scope, get, behind), ...uncovered(scope, get)]),
    ports: told ?? options.ports,
    // What it publishes is listed while it runs.
    publishesAll: options.publishesAll && told === undefined,
    environment: scope
      .assignments(get('Config', 'Env'))
      .map(([variable, value, where]): Variable => ({ name: variable, value, where, in: 'its environment' })),
    words: [...scope.texts(get('Path')), ...scope.texts(get('Args'))],
  };
}

/** What the engine has opened for a container that runs; a port that is only exposed has null there. */
function publishedOf(scope: Scope, get: Get): readonly Published[] | undefined {
  const ports = get('NetworkSettings', 'Ports');
  const runs = truthOf(get('State', 'Running').data) === true;
  return runs && isMapping(ports.data) ? portsOf(scope, ports) : undefined;
}

/** All that is mounted, however it was asked for; the options repeat what of it was asked for. */
function mountsOf(scope: Scope, get: Get, behind: Behind): readonly Right[] {
  return scope.items(get('Mounts')).flatMap((mount) => {
    const where = scope.where(mount.path);
    const text = (key: string): string | undefined => scope.told(scope.anyCase(mount, key))?.text;
    const readOnly = truthOf(scope.anyCase(mount, 'RW').data) === false;
    const source = text('Source') ?? '';
    if (text('Type') === 'bind' || text('Type') === 'npipe') return bind({ source, readOnly, where }) ?? [];
    if (text('Type') !== 'volume') return [];
    const name = text('Name') ?? '';
    const driver = text('Driver') ?? 'local';
    if (driver !== 'local') return [other(`volume ${name}`, `has a volume of "${driver}" in it`, where)];
    const folder = behind.get(name);
    if (behind.has(name))
      return folder?.startsWith('/') ? (bind({ source: folder, readOnly, where }) ?? []) : [];
    const what = `has the volume ${name.slice(0, 40)} in it, which may be a folder of the host: add the output of docker volume inspect to the target’s includes`;
    return [{ grade: 'open', key: name, what, where }];
  });
}

/** What every container has hidden or to read only; of these one each tells whether the list was emptied. */
const COVERED = [
  ['MaskedPaths', '/proc/kcore'],
  ['ReadonlyPaths', '/proc/sys'],
] as const;

function uncovered(scope: Scope, get: Get): readonly Right[] {
  return COVERED.flatMap(([key, usual]) => {
    const { path, data } = get('HostConfig', key);
    return Array.isArray(data) && !data.includes(usual)
      ? [other(key, `has paths of the kernel uncovered (${key})`, scope.where(path))]
      : [];
  });
}

function distinct(rights: readonly Right[]): readonly Right[] {
  return rights.filter(({ key }, index) => rights.findIndex((one) => one.key === key) === index);
}
