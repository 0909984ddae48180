/**
 * `createOptions` of a module: what the container is made with, in the words of the Docker Engine API
 * (`POST /containers/create`). An object in templates, a string of JSON in what is deployed; a string that is too
 * long goes on in createOptions01, createOptions02 and so on.
 */
import type { Problem, Where } from '../../../text/problem.ts';
import type { Right, Told } from '../containers/container.ts';
import { type EngineOptions, engineOptions } from '../containers/engine-options.ts';
import { hasBlank } from '../containers/placeholders.ts';
import { other } from '../containers/rights.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { isMapping } from '../tree.ts';
import { CONTAINER, HOST_CONFIG } from './docker-keys.ts';
import { inDoubleQuotes, parseLooseJson } from './loose-json.ts';

/** What the options say; `problems` are what of them was not understood. */
export interface CreateOptions extends EngineOptions {
  readonly environment: readonly (readonly [string, Told | undefined, Where])[];
  readonly words: readonly Told[];
  readonly problems: readonly Problem[];
}

export interface Filling {
  /** Undefined: nothing is filled in any more, the texts stand for themselves. */
  readonly variables: ReadonlyMap<string, string> | undefined;
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
  const { value } = parseLooseJson({ file: where.file, text: inDoubleQuotes(text) });
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
  const host = get('HostConfig');
  // As docker inspect lists them; beside a HostConfig, which has mounts of its own, they do nothing.
  unknown(scope, options, isMapping(host.data) ? new Set([...CONTAINER, 'mounts']) : CONTAINER);
  unknown(scope, host, new Set([...HOST_CONFIG, ...IDLE_INSIDE]));
  const found = engineOptions(scope, get);
  return {
    ...found,
    rights: [...found.rights, ...uncovered(scope, get)],
    environment: scope.assignments(get('Env')),
    words: [...scope.texts(get('Entrypoint')), ...scope.texts(get('Cmd'))],
    problems: [],
  };
}

/** Members of the container that do nothing in its HostConfig, and hold nothing that would be a secret. */
const IDLE_INSIDE = [...CONTAINER].filter(
  (key) => !['env', 'cmd', 'entrypoint', 'healthcheck', 'labels', 'hostconfig'].includes(key),
);

/** Who says which paths are hidden may say that none is. */
function uncovered(scope: Scope, get: (...keys: readonly string[]) => Value): readonly Right[] {
  return ['MaskedPaths', 'ReadonlyPaths'].flatMap((key) => {
    const { path, data } = get('HostConfig', key);
    return Array.isArray(data)
      ? [other(key, `says itself which paths are hidden (${key})`, scope.where(path))]
      : [];
  });
}

function unknown(scope: Scope, value: Value, known: ReadonlySet<string>): void {
  if (value.data !== undefined && value.data !== null && !isMapping(value.data))
    scope.lost(value, 'is no object');
  for (const [key, member] of scope.pairs(value)) {
    if (!known.has(key.toLowerCase()) && !key.startsWith('_'))
      scope.lost(member, 'is no option that the container engine has');
  }
}
