/** The compose files of a target: the one it is, and those which that one takes services from. */
import { parseText, type Parsed } from '../../../text/parse.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { isMapping } from '../tree.ts';
import { type Layer, merged } from './merge.ts';
import { withoutTags } from './tags.ts';

/** How many services may stand over one another, and how many files in one another. */
const DEEPEST = 8;

/** Files that may be read, by their path in the project. */
export type Others = ReadonlyMap<string, Source>;

/** One compose file among the others, with what was not understood of going from one to another. */
export class Project {
  readonly problems: Problem[] = [];
  readonly #others: Others;
  readonly #variables: ReadonlyMap<string, string>;
  readonly #parsed = new Map<string, Parsed | undefined>();

  constructor(others: Others, variables: ReadonlyMap<string, string>) {
    this.#others = others;
    this.#variables = variables;
  }

  /** A file names others, read or not. */
  get goesOn(): boolean {
    return this.#parsed.size > 0 || this.problems.length > 0;
  }

  /** The file and all that it includes, each once. */
  filesFrom(first: Parsed): readonly Parsed[] {
    const files = [first];
    for (let depth = 0, from = 0; from < files.length && depth <= DEEPEST; depth++) {
      const layer = files.slice(from);
      from = files.length;
      for (const one of layer) {
        for (const file of this.#included(one)) if (!files.includes(file)) files.push(file);
      }
    }
    return files;
  }

  /** The service with all that it takes over from others; itself where it takes over nothing. */
  service(parsed: Parsed, name: string): Parsed {
    return this.#extended(parsed, name, []);
  }

  #extended(parsed: Parsed, name: string, above: readonly string[]): Parsed {
    const scope = new Scope(parsed, this.#variables);
    const path = ['services', name];
    const service = at(scope, name);
    const way = scope.member(service, 'extends');
    if (way.data === undefined || way.data === null) return parsed;
    const key = JSON.stringify([parsed.source.file, name]);
    if (above.includes(key) || above.length >= DEEPEST) {
      this.#lost(scope, way, 'leads back to where it came from');
      return parsed;
    }
    const base = this.#baseOf(parsed, scope, way);
    if (!base) return parsed;
    const whole = this.#extended(base.file, base.name, [...above, key]);
    const below: Layer = { parsed: whole, path: ['services', base.name], data: data(whole, base.name) };
    return merged(path, below, { parsed, path, data: service.data });
  }

  #baseOf(
    parsed: Parsed,
    scope: Scope,
    way: Value,
  ): { readonly file: Parsed; readonly name: string } | undefined {
    const isLong = isMapping(way.data);
    const name = scope.told(isLong ? scope.member(way, 'service') : way)?.text;
    const told = isLong ? scope.told(scope.member(way, 'file')) : undefined;
    const file = told ? this.#file(beside(told.where.file, told.text)) : parsed;
    if (name === undefined || !file) {
      this.#lost(scope, way, NOT_READ);
      return undefined;
    }
    if (!isMapping(data(file, name))) {
      this.#lost(scope, way, 'names a service that is not there');
      return undefined;
    }
    return { file, name };
  }

  #included(parsed: Parsed): readonly Parsed[] {
    const scope = new Scope(parsed, this.#variables);
    const include = scope.member(scope.root, 'include');
    if (include.data === undefined || include.data === null) return [];
    const entries = Array.isArray(include.data) ? scope.items(include) : [include];
    return entries.flatMap((entry) => {
      const way = isMapping(entry.data) ? scope.member(entry, 'path') : entry;
      const paths = Array.isArray(way.data) ? scope.items(way) : [way];
      // Several paths are files over one another, which is another thing than files beside one another.
      const [only] = paths.length === 1 ? paths : [];
      const told = only && scope.told(only);
      const file = told && this.#file(beside(told.where.file, told.text));
      if (!file) this.#lost(scope, include, NOT_READ);
      return file ?? [];
    });
  }

  #file(path: string): Parsed | undefined {
    if (!this.#parsed.has(path)) {
      const source = this.#others.get(path);
      this.#parsed.set(path, source && parseText(withoutTags(source)).value);
    }
    return this.#parsed.get(path);
  }

  #lost(scope: Scope, { path }: Value, why: string): void {
    const key = path.find((step) => step === 'include' || step === 'extends') ?? '';
    this.problems.push({
      code: 'CFG03',
      severity: 'warning',
      message: `"${key}" ${why}`,
      hint: 'Name the files in the target’s includes, or point it at the whole: docker compose config > compose.resolved.yaml.',
      where: scope.where(path, 'key'),
    });
  }
}

const NOT_READ = 'takes over what another service or file says, which is not read here';

function at(scope: Scope, name: string): Value {
  return scope.member(scope.member(scope.root, 'services'), name);
}

function data(parsed: Parsed, name: string): unknown {
  return at(new Scope(parsed, undefined), name).data;
}

/** A path beside a file, as a path in the project. */
export function beside(file: string, path: string): string {
  if (path.startsWith('/')) return path;
  const found = file.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..' && found.length > 0 && found.at(-1) !== '..') found.pop();
    else if (part !== '.' && part !== '') found.push(part);
  }
  return found.join('/');
}
