/** System files for tests, as objects: small enough to change, read by the real reader. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import { model } from '../../model/index.ts';
import type { System } from '../../model/system.ts';

/** An entry of a file: references and properties, these under their flat names. */
export interface Entry {
  readonly [name: string]: unknown;
  readonly type?: string;
  readonly cohorts?: Section;
}
export type Section = Readonly<Record<string, Entry>>;

export interface SystemFile {
  readonly system?: Entry;
  readonly zones: Section;
  readonly elements: Section;
  readonly connections?: Section;
  readonly flows?: Section;
  readonly assets?: Section;
}

const SYSTEM_ID = 'tested';

/** Reads a file; throws with every problem when it is not right. */
export function readSystem(file: SystemFile, catalogue: Catalogue): System {
  const data = nested({ bestride: 1, ...file, system: { id: SYSTEM_ID, ...file.system } });
  const { value, problems } = model({ file: 'system.json', text: JSON.stringify(data) }, catalogue);
  if (value) return value;
  throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('\n'));
}

/** The file with one property set, as an author would write it. */
export function withProperty(
  file: SystemFile,
  { of, cohort, property, to }: { of: string; cohort?: string; property: string; to: Value },
): SystemFile {
  if (of === SYSTEM_ID) return { ...file, system: set(file.system ?? {}, property, to) };
  for (const name of ['zones', 'elements', 'connections', 'flows'] as const) {
    const found = file[name]?.[of];
    if (!found) continue;
    const changed =
      cohort === undefined ? set(found, property, to) : setInCohort(found, cohort, property, to);
    return { ...file, [name]: { ...file[name], [of]: changed } };
  }
  throw new Error(`there is no ${of}`);
}

/** `server` and `server.verified` are written in the same place: one takes the other's. */
function set(entry: Entry, property: string, to: Value): Entry {
  const [key, part] = property.split('.');
  const others = Object.entries(entry).filter(([name]) => {
    const [otherKey, otherPart] = name.split('.');
    return otherKey !== key || (part !== undefined && otherPart !== undefined && otherPart !== part);
  });
  return { ...Object.fromEntries(others), [property]: to };
}

function setInCohort(element: Entry, cohort: string, property: string, to: Value): Entry {
  const { cohorts = {} } = element;
  return { ...element, cohorts: { ...cohorts, [cohort]: set(cohorts[cohort] ?? {}, property, to) } };
}

/** Flat names written as the file has them: `tls.min` as `tls: { min }`. */
function nested(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const result: Record<string, unknown> = {};
  const inner: Record<string, Record<string, unknown>> = {};
  for (const [name, member] of Object.entries(value)) {
    const [key = '', part] = name.split('.');
    if (part === undefined) result[key] = nested(member);
    else (inner[key] ??= {})[part] = member;
  }
  return { ...result, ...inner };
}
