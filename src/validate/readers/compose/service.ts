/** One service of a compose file as a container. */
import { type Container, type Right, shown, type Told, type Variable } from '../containers/container.ts';
import {
  capability,
  device,
  deviceRule,
  other,
  privileged,
  securityOption,
  sharing,
} from '../containers/rights.ts';
import { suggestion } from '../../../text/suggest.ts';
import { isMapping, truthOf } from '../tree.ts';
import { SERVICE } from './keys.ts';
import { type BoundVolumes, mountsOf, publishedOf } from './mounts.ts';
import type { Scope, Value } from '../containers/scope.ts';

/** What the file says around the services. */
export interface Surroundings {
  readonly volumes: BoundVolumes;
  /** Networks of the file that are the host's own. */
  readonly hostNetworks: ReadonlySet<string>;
  /** Profiles that are asked for; `*` is all. */
  readonly profiles: ReadonlySet<string>;
}

export function serviceOf(scope: Scope, name: string, service: Value, around: Surroundings): Container {
  for (const [key, value] of scope.pairs(service)) {
    if (SERVICE.has(key) || key.startsWith('x-')) continue;
    const hint = suggestion(key, [...SERVICE]);
    scope.lost(value, `is no setting of a service${hint === undefined ? '' : ` (${hint})`}`);
  }
  const get = (key: string): Value => scope.member(service, key);
  const mode = scope.told(get('network_mode'));
  const joined = networksOf(scope, get('networks')).find((one) => around.hostNetworks.has(one));
  const optional = optionalBy(scope, service, around.profiles);
  const limits = ['resources', 'limits'].reduce((value, key) => scope.member(value, key), get('deploy'));
  return {
    name,
    where: scope.where(service.path, 'key'),
    image: scope.told(get('image')),
    built: get('build').data !== undefined,
    hostNetwork: mode?.text.trim() === 'host' || joined !== undefined,
    publishesAll: false,
    rights: rightsOf(scope, service, around, joined),
    hardened: hardenedOf(scope, service),
    ports: publishedOf(scope, get('ports')),
    environment: [
      ...variablesOf(scope, get('environment'), 'its environment'),
      ...variablesOf(scope, scope.member(get('build'), 'args'), 'the arguments of its build'),
    ],
    words: [...scope.texts(get('entrypoint')), ...scope.texts(get('command'))],
    asides: asidesOf(scope, service),
    ...(optional !== undefined && { optional }),
    memoryBound: scope.told(get('mem_limit')) ?? scope.told(scope.member(limits, 'memory')),
    processorBound:
      scope.told(get('cpus')) ?? scope.told(get('cpu_quota')) ?? scope.told(scope.member(limits, 'cpus')),
  };
}

/** Services with profiles are started only where one of them is asked for; those without replicas, never. */
function optionalBy(scope: Scope, service: Value, asked: ReadonlySet<string>): string | undefined {
  const replicas = scope.told(scope.member(scope.member(service, 'deploy'), 'replicas'))?.text;
  if ((scope.told(scope.member(service, 'scale'))?.text ?? replicas) === '0') return 'if it gets any replica';
  const profiles = scope.texts(scope.member(service, 'profiles')).map(({ text }) => text);
  if (profiles.length === 0 || asked.has('*') || profiles.some((one) => asked.has(one))) return undefined;
  return `if its profile ${profiles.map((one) => `"${shown(one)}"`).join(' or ')} is asked for`;
}

/** What it is kept from. Nothing is made of it but that it is said: an ordinary container may do without. */
function hardenedOf(scope: Scope, service: Value): string[] {
  const texts = (key: string): string[] =>
    scope.texts(scope.member(service, key)).map(({ text }) => text.trim());
  const user = texts('user')[0] ?? '';
  const isRoot = user === '' || /^(root|0)(:|$)/.test(user);
  return [
    ...(texts('cap_drop').some((one) => /^(cap_)?all$/i.test(one)) ? ['drops all capabilities'] : []),
    ...(texts('security_opt').some((one) => /^no-new-privileges([:=]true)?$/i.test(one))
      ? ['may gain no new privileges']
      : []),
    ...(truthOf(scope.member(service, 'read_only').data) === true
      ? ['can not write to its own file system']
      : []),
    ...(isRoot ? [] : [`runs as "${shown(user)}"`]),
  ];
}

function asidesOf(scope: Scope, service: Value): (readonly Told[])[] {
  const commands = ['post_start', 'pre_stop'].flatMap((key) => scope.items(scope.member(service, key)));
  const health = scope.member(scope.member(service, 'healthcheck'), 'test');
  return [health, ...commands.map((one) => scope.member(one, 'command'))].map((one) => scope.texts(one));
}

function variablesOf(scope: Scope, value: Value, holder: string): readonly Variable[] {
  return scope.assignments(value).map(([name, told, where]) => ({ name, value: told, where, in: holder }));
}

function networksOf(scope: Scope, networks: Value): readonly string[] {
  if (isMapping(networks.data)) return scope.pairs(networks).map(([name]) => name);
  return scope.texts(networks).map(({ text }) => text);
}

function rightsOf(
  scope: Scope,
  service: Value,
  around: Surroundings,
  hostNetwork: string | undefined,
): readonly Right[] {
  const get = (key: string): Value => scope.member(service, key);
  const each = (key: string, make: (text: string, at: Told) => Right | undefined): Right[] =>
    scope.texts(get(key)).flatMap((told) => make(told.text, told) ?? []);
  const { where } = { where: scope.where(service.path, 'key') };
  return [
    ...truth(scope, get('privileged'), (value) => privileged(scope.where(value.path))),
    ...hooks(scope, service),
    ...truth(scope, get('use_api_socket'), (value) => ({
      ...privileged(scope.where(value.path)),
      key: 'use_api_socket',
      what: 'has the socket of the container engine in it',
    })),
    ...each('cap_add', (text, told) => capability(text, told.where)),
    ...each('security_opt', (text, told) => securityOption(text, told.where)),
    ...each('device_cgroup_rules', (text, told) => deviceRule(text, told.where)),
    ...each('network_mode', (text, told) => sharing('network', text, told.where)),
    ...(hostNetwork === undefined ? [] : [sharing('network', 'host', where) ?? []].flat()),
    ...each('pid', (text, told) => sharing('processes', text, told.where)),
    ...each('ipc', (text, told) => sharing('memory between processes', text, told.where)),
    ...each('userns_mode', (text, told) => sharing('user ids', text, told.where)),
    ...each('uts', (text, told) => sharing('name', text, told.where)),
    ...each('cgroup', (text, told) => sharing('control groups', text, told.where)),
    ...each('volumes_from', (text, told) =>
      other(`volumes of ${text}`, `has the folders of ${text} in it`, told.where),
    ),
    ...each('runtime', (text, told) =>
      text === 'runc' ? undefined : other(`runtime ${text}`, `runs under "${text}"`, told.where),
    ),
    ...devicesOf(scope, service),
    ...mountsOf(scope, get('volumes'), around.volumes),
  ];
}

/** The short form, the long form, and what a deployment reserves. */
function devicesOf(scope: Scope, service: Value): Right[] {
  const listed = scope.items(scope.member(service, 'devices')).flatMap((one) => {
    const told = scope.told(isMapping(one.data) ? scope.member(one, 'source') : one);
    if (!told) scope.lost(one, 'has an item that is no device');
    return told ? [device(told.text, told.where)] : [];
  });
  const reserved = ['resources', 'reservations', 'devices'].reduce(
    (value, key) => scope.member(value, key),
    scope.member(service, 'deploy'),
  );
  const more = [
    ...scope.items(reserved),
    ...[scope.member(service, 'gpus')].filter(({ data }) => data !== undefined),
  ];
  return [
    ...listed,
    ...more.map((one) => other('accelerators', 'has accelerators of the host', scope.where(one.path))),
  ];
}

/** Commands before and after may run with rights that the container itself does not have; so may the build. */
function hooks(scope: Scope, service: Value): Right[] {
  const commands = ['post_start', 'pre_stop'].flatMap((key) => scope.items(scope.member(service, key)));
  return [
    ...commands.flatMap((one) =>
      truth(scope, scope.member(one, 'privileged'), (value) => ({
        ...privileged(scope.where(value.path)),
        what: 'runs a command that is privileged',
      })),
    ),
    ...truth(scope, scope.member(scope.member(service, 'build'), 'privileged'), (value) =>
      other('privileged build', 'is built with privileges', scope.where(value.path)),
    ),
  ];
}

function truth(scope: Scope, value: Value, make: (value: Value) => Right): Right[] {
  if (value.data === undefined || value.data === null) return [];
  const told = scope.told(value);
  const is = told && truthOf(told.text);
  if (is === true) return [make(value)];
  if (is === undefined) scope.lost(value, 'is neither true nor false');
  return [];
}
