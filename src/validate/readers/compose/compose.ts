/** Reads compose files (docker-compose.yml): https://github.com/compose-spec/compose-spec. */
import type { Outcome, Problem } from '../../../text/problem.ts';
import { parseText } from '../../../text/parse.ts';
import type { Source } from '../../../text/source.ts';
import type { CheckContext } from '../../check.ts';
import type { Container, ContainerFile, Variable } from '../containers/container.ts';
import { fill, variablesIn } from '../containers/placeholders.ts';
import { readSource } from '../rows.ts';
import { isMapping, truthOf } from '../tree.ts';
import { TOP_LEVEL } from './keys.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { serviceOf, type Surroundings } from './service.ts';

/** A file of variables that a service takes over (`env_file`). */
interface Wanted {
  readonly service: string;
  readonly path: string;
  readonly required: boolean;
  readonly problem: Problem;
}

export interface ComposeFile extends ContainerFile {
  readonly wanted: readonly Wanted[];
}

/**
 * Reads one file by itself. Problems: TXT04..TXT09 where it is no YAML, CFG02 where it has no services (both
 * errors); CFG01 for keys the specification does not have, CFG03 for other compose files it takes services from
 * (`extends`, `include`), which are not read (both warnings). Never throws.
 */
export function readCompose(source: Source, variables: ReadonlyMap<string, string>): Outcome<ComposeFile> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems: problems.map(withoutText) };
  const scope = new Scope(parsed, variables);
  const { root } = scope;
  const services = scope.member(root, 'services');
  if (!isMapping(services.data) || Object.keys(services.data).length === 0) {
    const where = { file: source.file, line: 1, column: 1 };
    const message = 'this is no compose file, or one without services';
    return {
      problems: [
        { code: 'CFG02', severity: 'error', message, hint: 'A compose file has "services".', where },
      ],
    };
  }
  for (const [key, value] of scope.pairs(root)) {
    if (!TOP_LEVEL.has(key) && !key.startsWith('x-')) scope.lost(value, 'has no meaning in a compose file');
  }
  notFollowed(scope, scope.member(root, 'include'), 'include');
  const around = surroundingsOf(scope, root);
  const containers: Container[] = [];
  const wanted: Wanted[] = [];
  for (const [name, service] of scope.pairs(services)) {
    if (!isMapping(service.data)) {
      scope.lost(service, 'is no service');
      continue;
    }
    notFollowed(scope, scope.member(service, 'extends'), 'extends');
    containers.push(serviceOf(scope, name, service, around));
    wanted.push(...environmentFiles(scope, name, service));
  }
  return {
    value: {
      file: source.file,
      noun: 'service',
      containers,
      shared: [],
      alsoRead: [],
      unread: [],
      proviso: undefined,
      wanted,
    },
    problems: scope.problems,
  };
}

/** Reads the target's file, and the files of variables that its services name, as far as the project has them. */
export async function readComposeTarget(
  context: CheckContext,
  file: string,
  variables: ReadonlyMap<string, string>,
): Promise<Outcome<ContainerFile>> {
  const source = await readSource(context, file);
  if ('code' in source) return { problems: [source] };
  const { value: compose, problems } = readCompose(source, variables);
  if (!compose) return { problems };
  const sources = new Map<string, Source | Problem>();
  const unread: Problem[] = [];
  const more = new Map<string, Variable[]>();
  for (const { service, path, required, problem } of compose.wanted) {
    const place = beside(file, path);
    const read = sources.get(place) ?? (await readSource(context, place));
    sources.set(place, read);
    if ('code' in read) {
      if (required) unread.push(problem);
    } else more.set(service, [...(more.get(service) ?? []), ...variablesOf(read, variables)]);
  }
  const alsoRead = [...sources].flatMap(([place, read]) => ('code' in read ? [] : [place]));
  const containers = compose.containers.map((one) => ({
    ...one,
    environment: [...one.environment, ...(more.get(one.name) ?? [])],
  }));
  return { value: { ...compose, containers, alsoRead, unread }, problems };
}

/** The messages of the YAML parser quote the text, in which a secret may stand. */
function withoutText(problem: Problem): Problem {
  return problem.code === 'TXT04'
    ? { ...problem, message: problem.message.replace(/[:\s]*["'].*$/s, '') }
    : problem;
}

function environmentFiles(scope: Scope, service: string, value: Value): Wanted[] {
  const given = scope.member(value, 'env_file');
  if (given.data === undefined || given.data === null) return [];
  return (Array.isArray(given.data) ? scope.items(given) : [given]).flatMap((one) => {
    const told = scope.told(isMapping(one.data) ? scope.member(one, 'path') : one);
    if (!told) {
      scope.lost(one, 'names no file');
      return [];
    }
    const required = truthOf(scope.member(one, 'required').data) !== false;
    const message = `the variables in "${told.text}" were not read: the project has no such file`;
    return [
      {
        service,
        path: told.text,
        required,
        problem: { code: 'CFG03', severity: 'warning', message, where: told.where },
      } as const,
    ];
  });
}

function variablesOf(source: Source, variables: ReadonlyMap<string, string>): Variable[] {
  const lines = source.text.split('\n');
  return [...variablesIn(source.text)].map(([name, text]) => {
    const line =
      lines.findIndex((one) =>
        one
          .trim()
          .replace(/^export\s+/, '')
          .startsWith(name),
      ) + 1;
    const where = { file: source.file, line: Math.max(1, line), column: 1 };
    return { name, value: { ...fill(text, variables), where }, where, in: source.file };
  });
}

function notFollowed(scope: Scope, value: Value, key: string): void {
  if (value.data === undefined || value.data === null) return;
  scope.problems.push({
    code: 'CFG03',
    severity: 'warning',
    message: `"${key}" takes over what another service or file says, which is not read here`,
    hint: 'Point the target at the whole: docker compose config > compose.resolved.yaml.',
    where: scope.where(value.path, 'key'),
  });
}

function surroundingsOf(scope: Scope, root: Value): Surroundings {
  const volumes = new Map<string, string>();
  for (const [name, volume] of scope.pairs(scope.member(root, 'volumes'))) {
    const options = scope.member(volume, 'driver_opts');
    const folder = scope.told(scope.member(options, 'device'))?.text;
    const how = scope.told(scope.member(options, 'o'))?.text ?? '';
    if (folder !== undefined && /\br?bind\b/.test(how)) volumes.set(name, folder);
  }
  const hostNetworks = new Set<string>();
  for (const [name, network] of scope.pairs(scope.member(root, 'networks'))) {
    const called = scope.told(scope.member(network, 'name'))?.text;
    const driver = scope.told(scope.member(network, 'driver'))?.text;
    if (called === 'host' || driver === 'host') hostNetworks.add(name);
  }
  return { volumes, hostNetworks };
}

/** A path beside the compose file, as a path in the project. */
function beside(file: string, path: string): string {
  if (path.startsWith('/')) return path;
  const parts = file.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
