/** Walks through a template and the templates in it, and gathers what they deploy. */
import type { Path } from '../../../text/parse.ts';
import { placeOf } from '../../../text/parse.ts';
import type { Problem } from '../../../text/problem.ts';
import { type Document, valuesIn } from './documents.ts';
import { type Budget, type Loops, MAX_COPIES, type Reading, Scope } from './language/scope.ts';
import { linkedFile } from './linked.ts';
import type { ArmResource, ArmTemplate, Unread } from './template.ts';
import { type Obj, Unknown, type Value, entry, formOf, get, isList, isObject } from './value.ts';

/** How much of a template is followed. Real ones take a few thousand steps. */
const MAX_STEPS = 100_000;
const MAX_RESOURCES = 5000;

/** How many templates may link from one to the next, and how many files they may be. */
const MAX_LINKS = 10;
const MAX_FILES = 50;

/** Where one stands: the file, the files that led there, and what surrounds the resources that come. */
interface Standing {
  readonly document: Document;
  readonly files: readonly string[];
  readonly scope: Scope;
  readonly deployed: true | Unknown;
  readonly loops: Loops;
  readonly within?: { readonly type: string; readonly name: Value };
}

export class TemplateReader {
  readonly #linked: ReadonlyMap<string, Document | undefined>;
  readonly #includes: readonly string[];
  readonly #budget: Budget = { steps: MAX_STEPS, depth: 0 };
  readonly #readings = new Map<Document, Reading>();
  readonly #faults = new Map<string, { readonly document: Document; readonly why: string }>();
  readonly #resources: ArmResource[] = [];
  readonly #unread: Unread[] = [];
  readonly #wanted = new Set<string>();
  #full = false;

  /** `linked`: templates by path, undefined for files that are none; `includes`: paths that a person named. */
  constructor(linked: ReadonlyMap<string, Document | undefined>, includes: readonly string[]) {
    this.#linked = linked;
    this.#includes = includes;
  }

  whole(document: Document, parameters: Document | undefined): ArmTemplate {
    const scope = this.#scope(document, document.data, valuesIn(parameters?.data), '');
    const files = [document.parsed.source.file];
    this.#read(document.data, [...document.path], {
      document,
      files,
      scope,
      deployed: true,
      loops: new Map(),
    });
    // Everything is looked at once, so that every fault is told whatever is asked.
    for (const resource of this.#resources) resource.get('properties');
    const metadata = entry(document.data, 'metadata');
    const compiled = isObject(metadata) && entry(metadata, '_generator') !== undefined;
    const [resources, unread, wanted] = [this.#resources, this.#unread, [...this.#wanted]];
    return { is: 'template', resources, unread, wanted, compiled };
  }

  problems(): Problem[] {
    return [...this.#faults].map(
      ([
        text,
        {
          document: { parsed },
          why,
        },
      ]) => ({
        code: 'CFG01',
        severity: 'warning',
        message: `this is no template expression: ${why}`,
        where: placeOf(parsed, pathOf(parsed.data, text) ?? []),
      }),
    );
  }

  #scope(document: Document, template: Obj, values: ReadonlyMap<string, Value>, label: string): Scope {
    const known = this.#readings.get(document);
    const reading = known ?? {
      budget: this.#budget,
      fault: (text: string, why: string) => this.#faults.set(text, { document, why }),
    };
    this.#readings.set(document, reading);
    return new Scope(reading, template, values, label);
  }

  #read(template: Obj, path: Path, standing: Standing): void {
    this.#list(entry(template, 'resources'), [...path, 'resources'], standing);
  }

  #list(list: Value | undefined, path: Path, standing: Standing): void {
    const each: (readonly [string | number, Value])[] = isList(list)
      ? list.map((one, index) => [index, one] as const)
      : isObject(list)
        ? Object.entries(list)
        : [];
    for (const [key, one] of each) {
      if (!isObject(one) || entry(one, 'existing') === true) continue;
      const copy = entry(one, 'copy');
      for (const turn of copy === undefined ? [standing.loops] : turns(copy, standing)) {
        const copied =
          turn === undefined ? new Unknown('how often it is copied is not known', '{copies}') : true;
        const deployed = weakest(standing.deployed, copied);
        this.#one(one, [...path, key], { ...standing, deployed, loops: turn ?? standing.loops });
      }
    }
  }

  #skip(what: string, path: Path, { document }: Standing): void {
    this.#unread.push({ what, where: placeOf(document.parsed, path) });
  }

  #one(raw: Obj, path: Path, standing: Standing): void {
    const { scope, loops, within, document } = standing;
    if (this.#resources.length >= MAX_RESOURCES) {
      if (!this.#full) this.#skip(`a resource after the first ${MAX_RESOURCES}`, path, standing);
      this.#full = true;
      return;
    }
    const condition = scope.evaluate(entry(raw, 'condition') ?? true, loops);
    if (condition === false || formOf(condition).toLowerCase() === 'false') return;
    const sure = condition === true || formOf(condition).toLowerCase() === 'true';
    const why = condition instanceof Unknown ? condition.why : 'its condition is neither true nor false';
    const deployed = weakest(standing.deployed, sure ? true : new Unknown(why, '{condition}'));
    const kind = scope.evaluate(entry(raw, 'type') ?? '', loops);
    if (typeof kind !== 'string') this.#skip('a resource of a type that is not known', path, standing);
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
      called: typeof name === 'string' ? name : formOf(entry(raw, 'name') ?? ''),
      apiVersion: formOf(scope.evaluate(entry(raw, 'apiVersion') ?? '', loops)),
      deployed,
      where: placeOf(document.parsed, path),
      // What is nested in a deployment is evaluated in its own scope.
      get: (way) => get((body ??= isDeployment ? {} : scope.evaluate(rest, loops)), way),
    });
    if (isDeployment) this.#deployment(raw, path, { ...standing, deployed });
    else
      this.#list(entry(raw, 'resources'), [...path, 'resources'], {
        ...standing,
        deployed,
        within: { type, name },
      });
  }

  #deployment(raw: Obj, path: Path, standing: Standing): void {
    const properties = entry(raw, 'properties');
    const template = isObject(properties) ? entry(properties, 'template') : undefined;
    const { within: _, ...around } = standing;
    if (!isObject(properties)) this.#skip('a linked template', path, standing);
    else if (isObject(template)) this.#nested(properties, template, path, around);
    else this.#link(properties, path, around);
  }

  #nested(properties: Obj, template: Obj, path: Path, standing: Standing): void {
    const inside: Path = [...path, 'properties', 'template'];
    const options = entry(properties, 'expressionEvaluationOptions');
    const inner = isObject(options) && formOf(entry(options, 'scope') ?? '').toLowerCase() === 'inner';
    if (!inner) {
      this.#read(template, inside, standing);
      return;
    }
    const scope = this.#scope(
      standing.document,
      template,
      given(properties, template, standing),
      labelOf(path, standing),
    );
    this.#read(template, inside, { ...standing, scope, loops: new Map() });
  }

  /** A linked template is read in a scope of its own, if it is a file of the project. */
  #link(properties: Obj, path: Path, standing: Standing): void {
    const link = standing.scope.evaluate(entry(properties, 'templateLink') ?? {}, standing.loops);
    const from = standing.document.parsed.source.file;
    const found = isObject(link) ? linkedFile(link, from, this.#includes) : { why: 'a linked template' };
    if ('why' in found) {
      this.#skip(found.why, path, standing);
      return;
    }
    if (standing.files.includes(found.path) || standing.files.length > MAX_LINKS) {
      this.#skip(`a linked template that leads back or on and on (${found.path})`, path, standing);
      return;
    }
    const document = this.#linked.get(found.path);
    if (!document) {
      if (!this.#linked.has(found.path) && this.#linked.size + this.#wanted.size < MAX_FILES)
        this.#wanted.add(found.path);
      this.#skip(`a linked template that could not be read (${found.path})`, path, standing);
      return;
    }
    const label = `${labelOf(path, standing)}>${found.path}`;
    const scope = this.#scope(document, document.data, given(properties, document.data, standing), label);
    this.#read(document.data, [...document.path], {
      ...standing,
      document,
      files: [...standing.files, found.path],
      scope,
      loops: new Map(),
    });
  }
}

/** The loops of each copy; one undefined where their number is not known. */
function turns(copy: Value, { scope, loops }: Standing): (Loops | undefined)[] {
  const count = scope.evaluate(isObject(copy) ? (entry(copy, 'count') ?? null) : null, loops);
  const name = isObject(copy) ? formOf(entry(copy, 'name') ?? '').toLowerCase() : '';
  if (typeof count !== 'number' || count < 0 || count > MAX_COPIES) return [undefined];
  return Array.from({ length: count }, (_, index) => new Map([...loops, ['', index], [name, index]]));
}

/** The parameters that a deployment gives; all are unknown where they come from an address. */
function given(properties: Obj, template: Obj, { scope, loops }: Standing): ReadonlyMap<string, Value> {
  const values = valuesIn({ parameters: scope.evaluate(entry(properties, 'parameters') ?? {}, loops) });
  if (!isObject(entry(properties, 'parametersLink') ?? null)) return values;
  const declared = entry(template, 'parameters');
  return new Map([
    ...Object.keys(isObject(declared) ? declared : {}).map(
      (name) =>
        [name, new Unknown(`parameter "${name}" is fetched at the deployment`, `{given:${name}}`)] as const,
    ),
    ...values,
  ]);
}

/** Tells the scopes of one reading apart, each turn of a loop as well. */
function labelOf(path: Path, { document, loops, files }: Standing): string {
  return `${files.length}:${document.parsed.source.file}/${path.join('/')}${[...loops.values()].map(formOf).join(',')}`;
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
