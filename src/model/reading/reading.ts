/** What all the parts of reading a system share: the file, the names in it, and the list of problems. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type Bearer, Id } from '../../catalogue/schema.ts';
import type { ProblemCode } from '../../text/codes.ts';
import { quote } from '../../text/frame.ts';
import { placeOf, type Path, type Places } from '../../text/parse.ts';
import type { Problem } from '../../text/problem.ts';
import { nearest, suggestion } from '../../text/suggest.ts';
import { propertyKeys, statements, type Statement } from './property-keys.ts';
import type { SystemFile } from '../schema.ts';

/** The kinds of things that have an id, by the section of the file they stand in. */
export const KINDS = {
  assumptions: 'assumption',
  zones: 'zone',
  elements: 'element',
  connections: 'connection',
  flows: 'flow',
  assets: 'asset',
  boundaries: 'boundary',
  views: 'view',
} as const;

export type Section = keyof typeof KINDS;
export type Kind = (typeof KINDS)[Section] | 'system';

/** Suggestions cost a walk over all ids; after this many a reader has understood. */
const MOST_SUGGESTIONS = 50;

/** Reading one file. Checks report into it and go on, so that all problems are told at once. */
export class Reading {
  readonly file: SystemFile;
  readonly catalogue: Catalogue;
  readonly places: Places;
  readonly problems: Problem[] = [];
  /** Every id of the file with the kind of thing that has it. */
  readonly kinds = new Map<string, Kind>();
  /** Data that flows carry without its being declared under assets. */
  readonly undeclaredData = new Set<string>();
  #suggestions = 0;

  constructor(file: SystemFile, catalogue: Catalogue, places: Places) {
    this.file = file;
    this.catalogue = catalogue;
    this.places = places;
  }

  error(
    code: ProblemCode,
    message: string,
    path: Path,
    hint?: string,
    part: 'key' | 'value' = 'value',
  ): void {
    const where = placeOf(this.places, path, part);
    this.problems.push({ code, severity: 'error', message, ...(hint && { hint }), where });
  }

  /**
   * Checks that `id`, written at `path` under `key`, names a thing of one of the kinds wanted (MOD03, MOD04);
   * false, with a problem, if not.
   */
  refers(id: string, wanted: readonly Kind[], path: Path, key: string | number): boolean {
    const kind = this.kinds.get(id);
    if (kind !== undefined && wanted.includes(kind)) return true;
    const kinds = wanted.map((each) => ARTICLES[each]).join(' or ');
    if (kind === undefined) {
      const message = `there is no ${kinds.replaceAll(/\ban? /g, '')} ${quote(id)}`;
      this.error('MOD03', message, [...path, key], this.#hintFor(id, wanted));
    } else {
      const message = `${quote(id)} is ${ARTICLES[kind]}, and ${kinds} is needed here`;
      this.error('MOD04', message, [...path, key], this.#hintFor(id, wanted));
    }
    return false;
  }

  /** The checked references of the list at `path` under `key`, each once, in order. */
  references(
    ids: readonly string[] | undefined,
    wanted: readonly Kind[],
    path: Path,
    key: string,
  ): readonly string[] {
    if (ids === undefined || ids.length === 0) return NONE;
    return [...new Set(ids.filter((id, index) => this.refers(id, wanted, [...path, key], index)))];
  }

  /**
   * The assets a flow carries. A name that nothing has is taken as data and told (MOD14), so that a first model
   * need not declare every reading; one that differs little from a declared asset is a slip (MOD03).
   */
  carried(ids: readonly string[] | undefined, path: Path): readonly string[] {
    for (const [index, id] of (ids ?? []).entries()) {
      if (this.kinds.has(id) || !Id.safeParse(id).success) continue;
      const assets = [...this.kinds].flatMap(([known, kind]) => (kind === 'asset' ? [known] : []));
      if (nearest(id, assets) !== undefined) continue;
      this.kinds.set(id, 'asset');
      this.undeclaredData.add(id);
      this.problems.push({
        code: 'MOD14',
        severity: 'warning',
        message: `${quote(id)} is not declared under assets, and is taken as data`,
        hint: `Declare it to say more of it: assets: { ${id}: { kind: data } }`,
        where: placeOf(this.places, [...path, 'carries', index]),
      });
    }
    return this.references(ids, ['asset'], path, 'carries');
  }

  /** The properties an entry states; ids in them must exist. */
  stated(entry: object, bearer: Bearer, path: Path): Statement[] {
    const found = statements(entry, propertyKeys(this.catalogue, bearer));
    for (const { property, value, path: keys } of found) {
      if (property.value === 'ids' && Array.isArray(value)) {
        this.references(value, Object.values(KINDS), [...path, ...keys.slice(0, -1)], keys.at(-1) ?? '');
      }
    }
    return found;
  }

  #hintFor(id: string, wanted: readonly Kind[]): string | undefined {
    if (this.#suggestions++ >= MOST_SUGGESTIONS) return undefined;
    const candidates: string[] = [];
    for (const [known, kind] of this.kinds) if (wanted.includes(kind) && known !== id) candidates.push(known);
    return candidates.length > 12 ? didYouMean(nearest(id, candidates)) : suggestion(id, candidates);
  }
}

/** The one empty list: large systems have many. */
export const NONE: readonly never[] = Object.freeze([]);

const ARTICLES: Readonly<Record<Kind, string>> = {
  system: 'the system',
  assumption: 'an assumption',
  zone: 'a zone',
  element: 'an element',
  connection: 'a connection',
  flow: 'a flow',
  asset: 'an asset',
  boundary: 'a boundary',
  view: 'a view',
};

/** A kind with its article, for messages. */
export function aKind(kind: Kind): string {
  return ARTICLES[kind];
}

function didYouMean(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}
