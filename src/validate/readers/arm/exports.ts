/**
 * Exports of what runs: what `az resource show`, `az resource list`, `az iot hub show` and their like print, one
 * resource or a list of them. (`az group export` prints a template, which is read as one.)
 */
import { placeOf } from '../../../text/parse.ts';
import type { Document } from './documents.ts';
import type { ArmResource, ArmTemplate } from './template.ts';
import { type Obj, Unknown, type Value, entry, formOf, get, isList, isObject } from './value.ts';

/** Types whose lists have the properties beside the name, under the same words. */
const FLAT = /^microsoft\.(authorization\/roleassignments|insights\/diagnosticsettings)$/i;

const MAX_RESOURCES = 20_000;

export function readExport({ data, path, parsed }: Document): ArmTemplate {
  const list = entry(data, 'resources');
  const all = isList(list) ? list.filter(isObject) : [];
  const single = !Array.isArray(parsed.data) && path.length === 0;
  const resources = all.slice(0, MAX_RESOURCES).map((one, at) => {
    const where = placeOf(parsed, single ? [] : [...path, at]);
    return resourceOf(one, where);
  });
  const top = new Map(Object.entries(parsed.data ?? {}));
  const more = ['nextLink', '$skipToken'].some((key) => typeof top.get(key) === 'string');
  const unread =
    more || all.length > MAX_RESOURCES
      ? [{ what: 'what comes after the first page', where: placeOf(parsed, []) }]
      : [];
  return { is: 'export', resources, unread, wanted: [], compiled: false };
}

function resourceOf(one: Obj, where: ArmResource['where']): ArmResource {
  const { type, name, scope } = partsOf(formOf(entry(one, 'id') ?? ''));
  const said = entry(one, 'properties');
  const properties: Value = isObject(said)
    ? said
    : FLAT.test(type)
      ? one
      : new Unknown(
          'the export does not hold its properties: take it with "az resource show"',
          `{properties:${name}}`,
        );
  const body: Obj = { ...one, properties, ...(scope !== undefined && { scope }) };
  return {
    type,
    name,
    called: name,
    apiVersion: formOf(entry(one, 'apiVersion') ?? ''),
    deployed: true,
    where,
    get: (way) => get(body, way),
  };
}

interface Parts {
  readonly type: string;
  readonly name: string;
  /** Of a resource that extends another: whose. */
  readonly scope?: string;
}

/** `…/providers/Microsoft.Storage/storageAccounts/a/blobServices/default`: types and names take turns. */
function partsOf(id: string): Parts {
  const at = id.toLowerCase().lastIndexOf('/providers/');
  const [provider = '', ...pairs] = id.slice(at + '/providers/'.length).split('/');
  const scope = id.slice(0, at);
  return {
    type: [provider, ...pairs.filter((_, index) => index % 2 === 0)].join('/'),
    name: pairs.filter((_, index) => index % 2 === 1).join('/'),
    ...((/\/providers\//i.test(scope) || EXTENDS.test(provider)) && { scope }),
  };
}

/** Providers whose resources extend others, subscriptions and resource groups among them. */
const EXTENDS = /^microsoft\.(authorization|insights)$/i;
