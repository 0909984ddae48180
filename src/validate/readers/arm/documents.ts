/** The files that have to do with templates, told apart: templates, parameters files, exports, anything else. */
import type { Parsed } from '../../../text/parse.ts';
import { placeOf } from '../../../text/parse.ts';
import type { Outcome, Problem, Where } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import { parseJsonc } from './jsonc.ts';
import { type Obj, Unknown, type Value, entry, formOf, isList, isObject } from './value.ts';

export interface Document {
  readonly is: 'template' | 'parameters' | 'export' | 'other';
  readonly parsed: Parsed;
  /** A template or a parameters file as it stands; an export's resources under `resources`. */
  readonly data: Obj;
  /** Where in the file `data` stands. */
  readonly path: readonly (string | number)[];
}

/** Problems: those of parsing, and CFG02 for Bicep. Never throws. */
export function documentOf(source: Source): Outcome<Document> {
  if (/\.bicep(param)?$/i.test(source.file)) {
    const hint = `Translate it first and name what comes out: bicep build ${source.file} --outfile main.json`;
    const where = { file: source.file, line: 1, column: 1 };
    return { problems: [other('Bicep is not read as it stands', hint, where)] };
  }
  const { value: parsed, problems } = parseJsonc(source);
  if (!parsed) return { problems };
  return { value: { parsed, ...toldApart(asValue(parsed.data)) }, problems };
}

function toldApart(data: Value): Omit<Document, 'parsed'> {
  if (isList(data)) return exported(data, []);
  if (!isObject(data)) return { is: 'other', data: {}, path: [] };
  const schema = formOf(entry(data, '$schema') ?? '');
  const resources = entry(data, 'resources');
  const lists = isList(resources) || isObject(resources);
  if (/deploymentParameters\.json/i.test(schema)) return { is: 'parameters', data, path: [] };
  if (lists) return { is: 'template', data, path: [] };
  // What REST answers to an export, and to a question for a list.
  const inner = entry(data, 'template');
  if (isObject(inner) && toldApart(inner).is === 'template')
    return { is: 'template', data: inner, path: ['template'] };
  for (const key of ['value', 'data']) {
    const list = entry(data, key);
    if (isList(list)) return exported(list, [key]);
  }
  if (isResource(data)) return { is: 'export', data: { resources: [data] }, path: [] };
  return isObject(entry(data, 'parameters'))
    ? { is: 'parameters', data, path: [] }
    : { is: 'other', data, path: [] };
}

function exported(list: readonly Value[], path: readonly string[]): Omit<Document, 'parsed'> {
  const is = list.length > 0 && list.every(isResource) ? 'export' : 'other';
  return { is, data: { resources: list }, path };
}

/** With an id as Azure Resource Manager gives them. */
function isResource(one: Value): boolean {
  const id = isObject(one) ? entry(one, 'id') : undefined;
  return typeof id === 'string' && /\/providers\/[^/]+\/[^/]+\/[^/]+/i.test(id);
}

/** CFG02, with what to name instead. */
export function noTemplate({ is, parsed }: Document, wanted: 'template' | 'parameters'): Problem {
  const where = placeOf(parsed, []);
  if (wanted === 'parameters')
    return other(
      'this is no parameters file of a deployment',
      'Name a file that has "parameters" and no "resources".',
      where,
    );
  return is === 'parameters'
    ? other(
        'this is a parameters file, not a template',
        'Name the template as "file", and this as "arm.parameters".',
        where,
      )
    : other(
        'this is no ARM template',
        'A template is a JSON object with "resources"; an export holds resources with their ids, as "az resource show" prints them.',
        where,
      );
}

function other(message: string, hint: string, where: Where): Problem {
  return { code: 'CFG02', severity: 'error', message, hint, where };
}

/** What JSON gives is a value; nothing in it is unknown yet. */
function asValue(data: unknown): Value {
  if (Array.isArray(data)) return data.map(asValue);
  if (typeof data === 'object' && data !== null)
    return Object.fromEntries(Object.entries(data).map(([key, one]) => [key, asValue(one)]));
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? data : null;
}

/** The values that a parameters file, or a deployment in a template, gives. */
export function valuesIn(data: Obj | undefined): ReadonlyMap<string, Value> {
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
