/** The modules of an agent, wanted or reported, as containers. */
import type { Container, Variable } from '../containers/container.ts';
import type { Scope, Value } from '../containers/scope.ts';
import { isMapping } from '../tree.ts';
import { type Filling, readCreateOptions } from './create-options.ts';

/** After a dollar sign these are no variables: they mean the hub above, and parts of the message in routes. */
export const KEPT: ReadonlySet<string> = new Set(
  'upstream edgeAgent edgeHub connectionDeviceId connectionModuleId body'.split(' '),
);

export const AGENT_KEYS: ReadonlySet<string> = new Set(
  'schemaVersion runtime systemModules modules'.split(' '),
);

export const MODULE_KEYS: ReadonlySet<string> = new Set(
  'version type status restartPolicy imagePullPolicy startupOrder env settings'.split(' '),
);
const SETTINGS_KEY = /^(image|imageHash|createOptions\d*|digest|notary.*|auth)$/;

/** Reads one module; `known` are the members that it may have. */
export function moduleOf(
  scope: Scope,
  name: string,
  module: Value,
  filling: Filling,
  known: ReadonlySet<string>,
): Container | undefined {
  if (!isMapping(module.data)) {
    scope.lost(module, 'is no module');
    return undefined;
  }
  unknown(scope, module, known);
  const type = scope.told(scope.member(module, 'type'))?.text;
  if (type !== undefined && type !== 'docker')
    scope.lost(scope.member(module, 'type'), `is "${type}", not docker`);
  const settings = scope.member(module, 'settings');
  for (const [key, value] of scope.pairs(settings)) {
    if (!SETTINGS_KEY.test(key) && !isComment(key)) scope.lost(value, 'is no setting of a module');
  }
  const options = readCreateOptions(scope, settings, filling);
  scope.problems.push(...options.problems);
  const environment = [
    ...scope.pairs(scope.member(module, 'env')).map(([key, one]): Variable => {
      const value = scope.told(isMapping(one.data) ? scope.member(one, 'value') : one);
      return { name: key, value, where: scope.where(one.path, 'key'), in: 'its environment' };
    }),
    ...options.environment.map(([key, value, where]): Variable => ({
      name: key,
      value,
      where,
      in: 'its createOptions',
    })),
  ];
  return {
    name,
    where: scope.where(module.path, 'key'),
    image: scope.told(scope.member(settings, 'image')),
    built: false,
    hostNetwork: options.hostNetwork,
    publishesAll: options.publishesAll,
    rights: options.rights,
    ports: options.ports,
    environment,
    words: options.words,
    memoryBound: options.memoryBound,
    processorBound: options.processorBound,
  };
}

/** User names and addresses are no secrets. */
export function credentials(scope: Scope, agent: Value): readonly Variable[] {
  const all = ['runtime', 'settings', 'registryCredentials'].reduce(
    (value, key) => scope.member(value, key),
    agent,
  );
  return scope.pairs(all).flatMap(([name, one]) => {
    const password = scope.member(one, 'password');
    if (password.data === undefined) return [];
    const where = scope.where(password.path);
    return [
      { name: 'password', value: scope.told(password), where, in: `the registry credentials "${name}"` },
    ];
  });
}

/** Every text in a tree, with the key it stands under. */
export function leavesOf(scope: Scope, value: Value, holder: string, key = ''): readonly Variable[] {
  if (isMapping(value.data))
    return scope.pairs(value).flatMap(([name, one]) => leavesOf(scope, one, holder, name));
  if (Array.isArray(value.data))
    return scope.items(value).flatMap((one) => leavesOf(scope, one, holder, key));
  const told = scope.told(value);
  return told && key !== '' ? [{ name: key, value: told, where: told.where, in: holder }] : [];
}

/** CFG01 for each member that is none of the known ones. */
export function unknown(scope: Scope, value: Value, known: ReadonlySet<string>): void {
  for (const [key, member] of scope.pairs(value)) {
    if (!known.has(key) && !isComment(key)) scope.lost(member, 'has no meaning here');
  }
}

export function isComment(key: string): boolean {
  return /^(_|\/\/|\$comment|\$metadata$|\$version$|comment$)/.test(key);
}
