/**
 * Reads an ARM template (JSON with comments) with the values of its parameters: which resources it deploys,
 * and what it says of each, with whatever cannot be told before the deployment left unknown.
 */
import type { Parsed, Path } from '../../../text/parse.ts';
import { placeOf } from '../../../text/parse.ts';
import type { Outcome, Problem, Where } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import { parseJsonc } from './jsonc.ts';
import { type Loops, MAX_COPIES, type Reading, Scope } from './scope.ts';
import { type Obj, Unknown, type Value, entry, formOf, get, isList, isObject } from './value.ts';

/** One resource that the template deploys, or may deploy. */
export interface ArmResource {
  /** With the types of its parents: `Microsoft.Storage/storageAccounts/blobServices`, in the file's spelling. */
  readonly type: string;
  /** With the names of its parents, `account/default`. */
  readonly name: Value;
  readonly apiVersion: string;
  /** Unknown: whether it is deployed at all, or how often, cannot be told. */
  readonly deployed: true | Unknown;
  readonly where: Where;
  /** What it says at a path (`properties.minTlsVersion`); undefined where it says nothing, or null. */
  get(path: string): Value | undefined;
}

export interface ArmTemplate {
  readonly resources: readonly ArmResource[];
  /** Parts that may hold further resources and were not read: linked templates above all. */
  readonly unread: readonly Unread[];
}

interface Unread {
  /** `a linked template`. */
  readonly what: string;
  readonly where: Where;
}

/** How much of a template is followed. Real ones take a few thousand steps. */
const MAX_STEPS = 100_000;
const MAX_RESOURCES = 5000;

/**
 * Reads a template and, where given, the parameters file of its deployment. Problems: those of
 * {@link parseJsonc}; CFG02 (errors) for something else than a template or a parameters file; CFG01 (warnings)
 * for expressions that are none. Never throws.
 */
export function readArmTemplate(source: Source, parameters?: Source): Outcome<ArmTemplate> {
  const template = documentOf(source, 'template');
  const given = parameters && documentOf(parameters, 'parameters');
  const problems = [...template.problems, ...(given?.problems ?? [])];
  if (!template.value || (given && !given.value)) return { problems };
  const reader = new TemplateReader(template.value.parsed);
  const scope = reader.scope(template.value.data, valuesIn(given?.value?.data), '');
  reader.read(template.value.data, [], scope, true);
  return { value: reader.result(), problems: [...problems, ...reader.problems()] };
}

interface Document {
  readonly parsed: Parsed;
  readonly data: Obj;
}

function documentOf(source: Source, wanted: 'template' | 'parameters'): Outcome<Document> {
  if (/\.bicep(param)?$/i.test(source.file)) {
    const hint = `Translate it first and name what comes out: bicep build ${source.file} --outfile main.json`;
    return { problems: [other('Bicep is not read as it stands', hint, firstPlace(source))] };
  }
  const { value: parsed, problems } = parseJsonc(source);
  if (!parsed) return { problems };
  const data: Value = asValue(parsed.data);
  const schema = isObject(data) ? formOf(entry(data, '$schema') ?? '') : '';
  const resources = isObject(data) ? entry(data, 'resources') : undefined;
  const isTemplate =
    (isList(resources) || isObject(resources)) && !/deploymentParameters\.json/i.test(schema);
  if (isObject(data) && wanted === 'template' && isTemplate) return { value: { parsed, data }, problems };
  if (isObject(data) && wanted === 'parameters' && !isTemplate && isObject(entry(data, 'parameters')))
    return { value: { parsed, data }, problems };
  const [message, hint] =
    wanted === 'parameters'
      ? [
          'this is no parameters file of a deployment',
          'Name a file that has "parameters" and no "resources".',
        ]
      : /deploymentParameters\.json/i.test(schema)
        ? [
            'this is a parameters file, not a template',
            'Name the template as "file", and this as "arm.parameters".',
          ]
        : ['this is no ARM template', 'A template is a JSON object with "resources".'];
  return { problems: [...problems, other(message, hint, placeOf(parsed, []))] };
}

function other(message: string, hint: string, where: Where): Problem {
  return { code: 'CFG02', severity: 'error', message, hint, where };
}

function firstPlace({ file }: Source): Where {
  return { file, line: 1, column: 1 };
}

/** What JSON gives is a value; nothing in it is unknown yet. */
function asValue(data: unknown): Value {
  if (Array.isArray(data)) return data.map(asValue);
  if (typeof data === 'object' && data !== null)
    return Object.fromEntries(Object.entries(data).map(([key, one]) => [key, asValue(one)]));
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? data : null;
}

function valuesIn(data: Obj | undefined): ReadonlyMap<string, Value> {
  const given = data && entry(data, 'parameters');
  return new Map(
    Object.entries(isObject(given) ? given : {}).map(([name, one]) => {
      const value = isObject(one) ? entry(one, 'value') : undefined;
      return [
        name,
        value ?? new Unknown(`parameter "${name}" is fetched at the deployment`, `{given:${name}}`),
      ];
    }),
  );
}

interface Within {
  readonly type: string;
  readonly name: Value;
}

class TemplateReader {
  readonly #parsed: Parsed;
  readonly #faults = new Map<string, string>();
  readonly #reading: Reading;
  readonly #resources: ArmResource[] = [];
  readonly #unread: Unread[] = [];

  constructor(parsed: Parsed) {
    this.#parsed = parsed;
    this.#reading = { steps: MAX_STEPS, fault: (text, why) => this.#faults.set(text, why) };
  }

  scope(template: Obj, given: ReadonlyMap<string, Value>, label: string): Scope {
    return new Scope(this.#reading, template, given, label);
  }

  result(): ArmTemplate {
    // Everything is looked at once, so that every fault is told whatever is asked.
    for (const resource of this.#resources) resource.get('properties');
    return { resources: this.#resources, unread: this.#unread };
  }

  problems(): Problem[] {
    return [...this.#faults].map(([text, why]) => ({
      code: 'CFG01',
      severity: 'warning',
      message: `this is no template expression: ${why}`,
      where: placeOf(this.#parsed, pathOf(this.#parsed.data, text) ?? []),
    }));
  }

  read(template: Obj, path: Path, scope: Scope, deployed: true | Unknown, loops: Loops = new Map()): void {
    this.#list(entry(template, 'resources'), [...path, 'resources'], scope, deployed, loops, undefined);
  }

  #list(
    list: Value | undefined,
    path: Path,
    scope: Scope,
    deployed: true | Unknown,
    loops: Loops,
    within: Within | undefined,
  ): void {
    const each: (readonly [string | number, Value])[] = isList(list)
      ? list.map((one, index) => [index, one] as const)
      : isObject(list)
        ? Object.entries(list)
        : [];
    for (const [key, one] of each) {
      if (!isObject(one) || entry(one, 'existing') === true) continue;
      const copy = entry(one, 'copy');
      for (const turn of copy === undefined ? [loops] : this.#turns(copy, scope, loops)) {
        const copied =
          turn === undefined ? new Unknown('how often it is copied is not known', '{copies}') : true;
        this.#one(one, [...path, key], scope, weakest(deployed, copied), turn ?? loops, within);
      }
    }
  }

  #skip(what: string, path: Path): void {
    this.#unread.push({ what, where: placeOf(this.#parsed, path) });
  }

  /** The loops of each copy; one undefined where their number is not known. */
  #turns(copy: Value, scope: Scope, loops: Loops): (Loops | undefined)[] {
    const count = scope.evaluate(isObject(copy) ? (entry(copy, 'count') ?? null) : null, loops);
    const name = isObject(copy) ? formOf(entry(copy, 'name') ?? '').toLowerCase() : '';
    if (typeof count !== 'number' || count < 0 || count > MAX_COPIES) return [undefined];
    return Array.from({ length: count }, (_, index) => new Map([...loops, ['', index], [name, index]]));
  }

  #one(
    raw: Obj,
    path: Path,
    scope: Scope,
    deployed: true | Unknown,
    loops: Loops,
    within: Within | undefined,
  ): void {
    if (this.#resources.length >= MAX_RESOURCES) {
      this.#skip(`a resource after the first ${MAX_RESOURCES}`, path);
      return;
    }
    const condition = scope.evaluate(entry(raw, 'condition') ?? true, loops);
    if (condition === false || formOf(condition).toLowerCase() === 'false') return;
    const sure = condition === true || formOf(condition).toLowerCase() === 'true';
    const why = condition instanceof Unknown ? condition.why : 'its condition is neither true nor false';
    const there = weakest(deployed, sure ? true : new Unknown(why, '{condition}'));
    const kind = scope.evaluate(entry(raw, 'type') ?? '', loops);
    if (typeof kind !== 'string') this.#skip('a resource of a type that is not known', path);
    const own = formOf(kind);
    const ownName = scope.evaluate(entry(raw, 'name') ?? '', loops);
    const type = within ? `${within.type}/${own}` : own;
    const name = within ? slashed(within.name, ownName) : ownName;
    let body: Value | undefined;
    const { copy: _copy, resources: _children, ...rest } = raw;
    const isDeployment = type.toLowerCase() === 'microsoft.resources/deployments';
    this.#resources.push({
      type,
      name,
      apiVersion: formOf(scope.evaluate(entry(raw, 'apiVersion') ?? '', loops)),
      deployed: there,
      where: placeOf(this.#parsed, path),
      // What is nested in a deployment is evaluated in its own scope.
      get: (way) => get((body ??= isDeployment ? {} : scope.evaluate(rest, loops)), way),
    });
    if (isDeployment) this.#nested(raw, path, scope, there, loops);
    else this.#list(entry(raw, 'resources'), [...path, 'resources'], scope, there, loops, { type, name });
  }

  #nested(raw: Obj, path: Path, scope: Scope, deployed: true | Unknown, loops: Loops): void {
    const properties = entry(raw, 'properties');
    const template = isObject(properties) ? entry(properties, 'template') : undefined;
    const inside: Path = [...path, 'properties', 'template'];
    if (!isObject(properties) || !isObject(template)) {
      this.#skip('a linked template', path);
      return;
    }
    const options = entry(properties, 'expressionEvaluationOptions');
    const inner = isObject(options) && formOf(entry(options, 'scope') ?? '').toLowerCase() === 'inner';
    if (!inner) {
      this.read(template, inside, scope, deployed, loops);
      return;
    }
    const given = scope.evaluate(entry(properties, 'parameters') ?? {}, loops);
    const label = path.join('/') + [...loops.values()].map(formOf).join(',');
    const own = this.scope(template, valuesIn({ parameters: given }), label);
    this.read(template, inside, own, deployed);
  }
}

function weakest(a: true | Unknown, b: true | Unknown): true | Unknown {
  return a === true ? b : a;
}

function slashed(parent: Value, own: Value): Value {
  if (typeof parent === 'string' && typeof own === 'string') return `${parent}/${own}`;
  const why = [parent, own].find((one) => one instanceof Unknown)?.why ?? 'a name is no text';
  return new Unknown(why, `${formOf(parent)}/${formOf(own)}`, true);
}

/** Where a text stands in the data, the first place of several. */
function pathOf(data: unknown, text: string): Path | undefined {
  if (data === text) return [];
  if (typeof data !== 'object' || data === null) return undefined;
  for (const [key, one] of Object.entries(data)) {
    const found = pathOf(one, text);
    if (found) return [key, ...found];
  }
  return undefined;
}
