/** Reads compose files (docker-compose.yml): https://github.com/compose-spec/compose-spec. */
import type { Outcome, Problem } from '../../../text/problem.ts';
import { type Parsed, parseText } from '../../../text/parse.ts';
import type { Source } from '../../../text/source.ts';
import type { CheckContext } from '../../check.ts';
import type { Container, ContainerFile, Variable } from '../containers/container.ts';
import { fill, variablesIn } from '../containers/placeholders.ts';
import { readSource } from '../rows.ts';
import { isMapping, truthOf } from '../tree.ts';
import { TOP_LEVEL } from './keys.ts';
import { beside, type Others, Project } from './project.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { serviceOf, type Surroundings } from './service.ts';
import { withoutTags } from './tags.ts';

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
 * Reads one file, and of `others`, by their path in the project, those that it takes services from (`extends`,
 * `include`). Problems: TXT04..TXT09 where it is no YAML, CFG02 where it has no services (both errors); CFG01 for keys
 * the specification does not have, CFG03 for files it takes services from and that are not there (both warnings).
 * Never throws.
 */
export function readCompose(
  source: Source,
  variables: ReadonlyMap<string, string>,
  others: Others = new Map(),
): Outcome<ComposeFile> {
  const { value: parsed, problems } = parseText(withoutTags(source));
  if (!parsed) return { problems: problems.map(withoutText) };
  const project = new Project(others, variables);
  const files = project.filesFrom(parsed);
  const read = files.map((file) => servicesIn(file, project, variables));
  const [first] = read;
  if (!first || (first.containers.length === 0 && first.problems.length === 0 && !project.goesOn)) {
    const where = { file: source.file, line: 1, column: 1 };
    const message = 'this is no compose file, or one without services';
    return {
      problems: [
        { code: 'CFG02', severity: 'error', message, hint: 'A compose file has "services".', where },
      ],
    };
  }
  return {
    value: {
      file: source.file,
      noun: 'service',
      containers: read.flatMap(({ containers }) => containers),
      shared: [],
      alsoRead: [],
      unread: [],
      proviso: undefined,
      isOnlyWanted: true,
      wanted: read.flatMap(({ wanted }) => wanted),
    },
    problems: [...read.flatMap((one) => one.problems), ...project.problems],
  };
}

interface Services {
  readonly containers: readonly Container[];
  readonly wanted: readonly Wanted[];
  readonly problems: readonly Problem[];
}

function servicesIn(parsed: Parsed, project: Project, variables: ReadonlyMap<string, string>): Services {
  const scope = new Scope(parsed, variables);
  const services = scope.member(scope.root, 'services');
  if (!isMapping(services.data)) return { containers: [], wanted: [], problems: [] };
  for (const [key, value] of scope.pairs(scope.root)) {
    if (!TOP_LEVEL.has(key) && !key.startsWith('x-')) scope.lost(value, 'has no meaning in a compose file');
  }
  const around = surroundingsOf(scope, scope.root, variables);
  const found = scope.pairs(services).map(([name, service]): Services => {
    if (!isMapping(service.data)) {
      scope.lost(service, 'is no service');
      return { containers: [], wanted: [], problems: [] };
    }
    const whole = project.service(parsed, name);
    const own = whole === parsed ? scope : new Scope(whole, variables);
    const value = own.member(own.member(own.root, 'services'), name);
    return {
      containers: [serviceOf(own, name, value, around)],
      wanted: environmentFiles(own, name, value),
      problems: own === scope ? [] : own.problems,
    };
  });
  return {
    containers: found.flatMap(({ containers }) => containers),
    wanted: found.flatMap(({ wanted }) => wanted),
    problems: [...scope.problems, ...found.flatMap(({ problems }) => problems)],
  };
}

/**
 * Reads the target's file, those it names besides (`includes`), and the files of variables that its services name, as
 * far as the project has them.
 */
export async function readComposeTarget(
  context: CheckContext,
  file: string,
  named: ReadonlyMap<string, string>,
): Promise<Outcome<ContainerFile>> {
  const source = await readSource(context, file);
  if ('code' in source) return { problems: [source] };
  // Compose takes the variables of this file by itself, if it is there and no other is named.
  const standard = beside(file, '.env');
  const found = context.target.containers?.variables === undefined && (await readSource(context, standard));
  const own = found && 'text' in found ? found : undefined;
  const variables = own ? variablesIn(own.text) : named;
  const others = new Map<string, Source>();
  for (const path of context.target.includes ?? []) {
    const other = await readSource(context, path);
    if ('code' in other) return { problems: [other] };
    others.set(path, other);
  }
  const { value: compose, problems } = readCompose(source, variables, others);
  if (!compose) return { problems };
  const sources = new Map<string, Source | Problem>();
  const unread: Problem[] = [];
  const more = new Map<string, Variable[]>();
  for (const { service, path, required, problem } of compose.wanted) {
    const place = beside(problem.where?.file ?? file, path);
    const read = sources.get(place) ?? (await readSource(context, place));
    sources.set(place, read);
    if ('code' in read) {
      if (required) unread.push(problem);
    } else more.set(service, [...(more.get(service) ?? []), ...variablesOf(read, variables)]);
  }
  const variableFiles = [...sources].flatMap(([place, read]) => ('code' in read ? [] : [place]));
  const alsoRead = [...others.keys(), ...(own ? [own.file] : []), ...variableFiles];
  const containers = compose.containers.map((one) => ({
    ...one,
    environment: withFiles(one.environment, more.get(one.name) ?? []),
  }));
  const proviso =
    context.target.taken === undefined ? undefined : 'this is what is wanted; docker inspect tells what runs';
  return { value: { ...compose, containers, alsoRead, unread, proviso }, problems };
}

/** What the service says itself holds, and of several files the last one that says it. */
function withFiles(own: readonly Variable[], read: readonly Variable[]): Variable[] {
  const set = new Set(own.flatMap(({ name, value }) => (value ? [name] : [])));
  const files = read.map((one, at): Variable => {
    const holds = !set.has(one.name) && !read.slice(at + 1).some(({ name }) => name === one.name);
    return holds ? one : { ...one, overruled: true };
  });
  return [...own, ...files];
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

function surroundingsOf(scope: Scope, root: Value, variables: ReadonlyMap<string, string>): Surroundings {
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
  const profiles = new Set((variables.get('COMPOSE_PROFILES') ?? '').split(',').map((one) => one.trim()));
  return { volumes, hostNetworks, profiles };
}
