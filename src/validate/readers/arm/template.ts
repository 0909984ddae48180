/**
 * Reads an ARM template (JSON with comments) with the values of its parameters, or an export of what runs: which
 * resources there are, and what is said of each, with whatever cannot be told before the deployment left unknown.
 */
import type { Outcome, Where } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import { type Document, documentOf, noTemplate } from './documents.ts';
import { readExport } from './exports.ts';
import { TemplateReader } from './reader.ts';
import type { Unknown, Value } from './value.ts';

/** One resource that the template deploys, or may deploy, or that the export shows. */
export interface ArmResource {
  /** With the types of its parents: `Microsoft.Storage/storageAccounts/blobServices`, in the file's spelling. */
  readonly type: string;
  /** With the names of its parents, `account/default`. */
  readonly name: Value;
  /** Its name as the file has it: an expression where it is one. */
  readonly called: string;
  readonly apiVersion: string;
  /** Unknown: whether it is deployed at all, or how often, cannot be told. */
  readonly deployed: true | Unknown;
  readonly where: Where;
  /** What it says at a path (`properties.minTlsVersion`); undefined where it says nothing, or null. */
  get(path: string): Value | undefined;
}

export interface ArmTemplate {
  /** `export`: resources as they were found, and not what would be deployed. */
  readonly is: 'template' | 'export';
  readonly resources: readonly ArmResource[];
  /** Parts that may hold further resources and were not read: linked templates above all. */
  readonly unread: readonly Unread[];
  /** Files of the project that belong to it and were not given: the reader's caller may read them and come again. */
  readonly wanted: readonly string[];
  /** A compiler says that it wrote the file: then it is no export of what runs. */
  readonly compiled: boolean;
}

export interface Unread {
  /** `a linked template`. */
  readonly what: string;
  readonly where: Where;
}

/** What is read besides the file itself. */
export interface Beside {
  /** The parameters file of the deployment. */
  readonly parameters?: Source;
  /** Further files that were read because they were {@link ArmTemplate.wanted}, by their path in the project. */
  readonly linked?: ReadonlyMap<string, Source>;
  /** Paths in the project that a person named: templates it links to, or exports beside it. */
  readonly includes?: readonly string[];
}

/**
 * Reads a template or an export. Problems: those of {@link ./jsonc.ts parseJsonc}; CFG02 (errors) for something else
 * than a template, an export or a parameters file; CFG01 (warnings) for expressions that are none. Never throws.
 */
export function readArmTemplate(source: Source, beside: Beside = {}): Outcome<ArmTemplate> {
  const main = documentOf(source);
  const given = beside.parameters && documentOf(beside.parameters);
  const problems = [...main.problems, ...(given?.problems ?? [])];
  if (!main.value || (given && !given.value)) return { problems };
  if (given?.value && given.value.is !== 'parameters')
    return { problems: [...problems, noTemplate(given.value, 'parameters')] };
  if (main.value.is === 'export') return { value: exportsOf(main.value, beside), problems };
  if (main.value.is !== 'template') return { problems: [...problems, noTemplate(main.value, 'template')] };
  const reader = new TemplateReader(linkedOf(beside), beside.includes ?? []);
  const value = reader.whole(main.value, given?.value);
  return { value, problems: [...problems, ...reader.problems()] };
}

/** One export and those that a person named beside it. */
function exportsOf(main: Document, { includes = [], linked = new Map() }: Beside): ArmTemplate {
  const [first, ...others] = [main, ...includes.map((path) => documentAt(linked.get(path), 'export'))].map(
    (one) => one && readExport(one),
  );
  const all = [first, ...others].filter((one) => one !== undefined);
  const unread = includes
    .filter((_, at) => !others[at])
    .map((path) => ({ what: 'a file that is no export', where: { file: path, line: 1, column: 1 } }));
  return {
    is: 'export',
    resources: all.flatMap(({ resources }) => resources),
    unread: [...all.flatMap((one) => one.unread), ...unread],
    wanted: includes.filter((path) => !linked.has(path)),
    compiled: false,
  };
}

function documentAt(source: Source | undefined, wanted: Document['is']): Document | undefined {
  const { value } = source ? documentOf(source) : {};
  return value?.is === wanted ? value : undefined;
}

/** The linked templates that are templates, by path. */
function linkedOf({ linked = new Map() }: Beside): ReadonlyMap<string, Document | undefined> {
  return new Map([...linked].map(([path, source]) => [path, documentAt(source, 'template')] as const));
}
