/** Gives drawn things their types, by stencil and by name. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { ZoneType } from '../../../catalogue/schema.ts';
import type { Template } from '../../tmt/template.ts';
import type { Shape } from '../../tmt/tm7.ts';
import { oneLine, wordsOf } from '../../into-project/names.ts';
import { GATEWAY_CHOICE, NAMES, STENCILS, ZONE_NAMES, ZONE_STENCILS } from './type-table.ts';

/** A type, and why it was chosen where that is a guess. */
export interface Typed<T extends string = string> {
  readonly type: T;
  /** Absent: the stencil says so. */
  readonly guess?: string;
}

interface Known {
  readonly type: string;
  readonly vague: boolean;
}

const byStencil = tableOf(STENCILS, ({ type, vague = false }): Known => ({ type, vague }));
const zoneByStencil = tableOf(ZONE_STENCILS, ({ type }) => type);

/** What shapes that say nothing else are. */
const BY_FORM: Readonly<Record<Shape['form'], string>> = {
  ellipse: 'thing',
  rectangle: 'external',
  'parallel-lines': 'store',
  annotation: 'thing',
  'border-boundary': 'thing',
};

/** The element type of a shape. */
export function typeOfShape(shape: Shape, template: Template | undefined, catalogue: Catalogue): Typed {
  const known = stencilRow(shape.type, template);
  if (known && !known.vague) return { type: choiceOf(shape) ?? known.type };
  const isLog = shape.attributes.some(
    ({ name, value }) => name === 'storesLogData' && value?.trim() === 'Yes',
  );
  if (isLog) return { type: 'log' };
  const fallback = known?.type ?? BY_FORM[shape.form];
  for (const name of [shape.name, template?.stencils.get(shape.type)?.name ?? '']) {
    const named = typeByName(name, shape.form, catalogue);
    if (named) return { type: named, guess: `its name says so: "${oneLine(name)}"` };
  }
  const drawn =
    shape.form === 'parallel-lines'
      ? 'a store'
      : shape.form === 'rectangle'
        ? 'an external entity'
        : 'a process';
  return fallback === BY_FORM[shape.form]
    ? { type: fallback, guess: `it is drawn as ${drawn}, and its name says no more` }
    : { type: fallback, guess: `it is drawn with the stencil ${shape.type}, which says little` };
}

function choiceOf({ attributes }: Shape): string | undefined {
  const choice = attributes.find(({ name }) => name === GATEWAY_CHOICE)?.value?.trim();
  return choice === 'Azure IoT Hub' ? 'iot-hub' : undefined;
}

/** The row of a stencil, or of the nearest one it inherits from: a template may have its own. */
function stencilRow(id: string, template: Template | undefined): Known | undefined {
  const seen = new Set<string>();
  for (
    let at: string | undefined = id;
    at !== undefined && !seen.has(at);
    at = template?.stencils.get(at)?.parent
  ) {
    seen.add(at);
    const row = byStencil.get(keyOf(at));
    // The inherited type is what a new stencil refines, so it says little.
    if (row) return at === id ? row : { ...row, vague: true };
  }
  return undefined;
}

/** What stands last in a name counts; of two that end together, the longer, then the one first in the table. */
function typeByName(name: string, form: Shape['form'], catalogue: Catalogue): string | undefined {
  const words = wordsOf(name);
  let best: { readonly end: number; readonly length: number; readonly type: string } | undefined;
  for (const { words: pattern, type } of NAMES) {
    for (const match of words.matchAll(new RegExp(pattern, 'g'))) {
      const [{ length }] = match;
      const end = match.index + length;
      if (!best || end > best.end || (end === best.end && length > best.length)) best = { end, length, type };
    }
  }
  if (!best || best.type === '') return undefined;
  const lineage = catalogue.types.get(best.type)?.lineage ?? [];
  const isHuman = lineage.includes('person');
  if (isHuman && form !== 'rectangle') return undefined;
  if (form !== 'rectangle' || OUTSIDE.some((type) => lineage.includes(type))) return best.type;
  return 'external-service';
}

/** What may stand outside the system's own boundary and still be itself; other external things are others' services. */
const OUTSIDE = ['device', 'field-gateway', 'edge-module', 'cloud-gateway', 'external', 'vpn-gateway'];

/** The zone type of a box; `inside` are the types of the elements in it. */
export function typeOfBox(
  box: Pick<Shape, 'type' | 'name'>,
  inside: readonly string[],
  template: Template | undefined,
  catalogue: Catalogue,
): Typed<ZoneType> {
  const seen = new Set<string>();
  for (
    let at: string | undefined = box.type;
    at !== undefined && !seen.has(at);
    at = template?.stencils.get(at)?.parent
  ) {
    seen.add(at);
    const sure = zoneByStencil.get(keyOf(at));
    if (sure) return { type: sure };
  }
  const words = wordsOf(box.name);
  const named = ZONE_NAMES.find(({ words: pattern }) => pattern.test(words));
  if (named) return { type: named.type, guess: `its name says so: "${oneLine(box.name)}"` };
  const kinds = inside.map((type) => zoneTypeOfElement(type, catalogue));
  const mostly = kinds
    .toSorted((a, b) => kinds.filter((kind) => kind === b).length - kinds.filter((kind) => kind === a).length)
    .at(0);
  return mostly
    ? { type: mostly, guess: 'most of what lies in it is at home in such a zone' }
    : { type: 'services', guess: 'nothing in the drawing says what kind of zone it is' };
}

/** The kind of zone in which an element of a type is at home. */
export function zoneTypeOfElement(type: string, catalogue: Catalogue): ZoneType {
  const lineage = catalogue.types.get(type)?.lineage ?? [];
  if (lineage.includes('device')) return 'device';
  if (lineage.includes('field-gateway') || lineage.includes('edge-module')) return 'field-gateway';
  if (lineage.includes('cloud-gateway')) return 'cloud-gateway';
  if (lineage.includes('external') && !lineage.includes('external-service')) return 'remote-user';
  return 'services';
}

/** Stencils by the ends of their ids, in lower case. */
function tableOf<Row extends { readonly stencils: string }, T>(
  rows: readonly Row[],
  valueOf: (row: Row) => T,
): ReadonlyMap<string, T> {
  return new Map(
    rows.flatMap((row) =>
      row.stencils.split(' ').map((stencil) => [stencil.toLowerCase(), valueOf(row)] as const),
    ),
  );
}

/** Element stencils are known by what follows `TMCore.`, zones by what follows `SE.`, generic ones whole. */
function keyOf(id: string): string {
  const zone = /^SE\.(A?TB\..*)$/i.exec(id)?.[1];
  const element = /\.TMCore\.(.+)$/i.exec(id)?.[1];
  return (zone ?? element ?? id).toLowerCase();
}
