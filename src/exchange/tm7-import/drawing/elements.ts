/** Boxes become zones, stencils become elements. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { ZoneType } from '../../../catalogue/schema.ts';
import type { Plain } from '../../../model/writing/change.ts';
import type { Shape, Tm7 } from '../../tmt/tm7.ts';
import { entry, type Proposals, type Section } from '../../into-project/entries.ts';
import { type Earlier, mapping } from '../../into-project/earlier.ts';
import { guidsOfThing, identify, shapesOf, type Thing } from './identity.ts';
import { idFrom, type Ids, oneLine } from '../../into-project/names.ts';
import { innermostBoxes, withoutCircles } from './places.ts';
import { typeOfBox, typeOfShape, zoneTypeOfElement } from './typing.ts';

/** What is drawn as shapes, and the sections made of it. */
export interface Shapes {
  readonly zones: Section;
  readonly elements: Section;
  readonly things: readonly Thing<Shape>[];
  readonly boxes: readonly Thing<Shape>[];
  /** The element drawn under a GUID. */
  readonly elementOf: ReadonlyMap<string, Thing<Shape>>;
  /** The element type by element id. */
  readonly typeOf: ReadonlyMap<string, string>;
  /** The box a thing lies in is not the same on all tabs, and the like. */
  readonly remarks: readonly { readonly what: string; readonly why: string; readonly where: string }[];
}

/** The places for what lies in no box, by the kind of zone. */
const OUTSIDE: Readonly<Partial<Record<ZoneType, readonly [id: string, name: string]>>> = {
  device: ['outside-devices', 'Devices outside every boundary drawn'],
  'field-gateway': ['outside-gateways', 'Gateways outside every boundary drawn'],
  'cloud-gateway': ['outside-cloud-gateways', 'Cloud gateways outside every boundary drawn'],
  'remote-user': ['outside-users', 'Users outside every boundary drawn'],
  services: ['outside-services', 'Services outside every boundary drawn'],
};

/** Reads the shapes of all tabs. Annotations are no elements. */
export function readShapes(
  tm7: Tm7,
  catalogue: Catalogue,
  ids: Ids,
  earlier: Earlier | undefined,
  proposals: Proposals,
): Shapes {
  const template = tm7.knowledgeBase;
  const stencilName = (shape: Shape): string =>
    template?.stencils.get(shape.type)?.name ?? shape.type.replace(/^.*\./, '');
  const remarks: { what: string; why: string; where: string }[] = [];

  const things = identify(shapesOf(tm7.surfaces, elementsAmong(tm7)), {
    known: earlier?.known.elements ?? [],
    ids,
    idsFor: (shape) => (idFrom(shape.name) ? [shape.name] : [stencilName(shape), shape.form]),
    acrossTabs: true,
  });
  const boxes = identify(
    shapesOf(tm7.surfaces, ({ form }) => form === 'border-boundary'),
    {
      known: earlier?.known.zones ?? [],
      ids,
      idsFor: (shape) =>
        idFrom(shape.name) ? [shape.name, `${shape.name} zone`] : [stencilName(shape), 'zone'],
      acrossTabs: true,
    },
  );
  const boxOf = new Map(
    boxes.flatMap((box) => box.occurrences.map(({ drawn }) => [drawn.guid, box] as const)),
  );
  const inside = new Map(tm7.surfaces.flatMap((surface) => [...innermostBoxes(surface)]));

  /** The box around a thing, where it is drawn in one first. */
  const around = (thing: Thing<Shape>): Thing<Shape> | undefined => {
    const found = thing.occurrences.flatMap(({ drawn, surface }) => {
      const box = boxOf.get(inside.get(drawn.guid) ?? '');
      return box && box !== thing ? [{ box, surface }] : [];
    });
    const [first] = found;
    const other = found.find(({ box }) => box !== first?.box);
    if (first && other) {
      remarks.push({
        what: `"${thing.id}" lies in "${other.box.id}" there`,
        why: `it lies in "${first.box.id}" on tab "${first.surface.name}", and has one zone here`,
        where: `tab "${other.surface.name}"`,
      });
    }
    return first?.box;
  };

  const nested = withoutCircles(
    new Map(
      boxes.flatMap((box) => {
        const parent = around(box);
        return parent ? [[box.id, parent.id] as const] : [];
      }),
    ),
  );
  for (const id of nested.dropped) {
    remarks.push({
      what: `what "${id}" lies in`,
      why: 'on different tabs boxes lie in each other',
      where: `zone "${id}"`,
    });
  }

  const typed = things.map((thing) => ({
    thing,
    typed: typeOfShape(thing.first.drawn, template, catalogue),
    zone: around(thing),
  }));
  const zones: Section = {};
  for (const box of boxes) {
    const contents = typed.filter(({ zone }) => zone === box).map(({ typed: { type } }) => type);
    const { type, guess } = typeOfBox(box.first.drawn, contents, template, catalogue);
    zones[box.id] = entry({
      name: nameOf(box),
      type,
      parent: nested.parents.get(box.id),
      outOfScope: scopeOf(box, tm7),
      origin: originOf(box, tm7.file),
    });
    if (guess !== undefined) proposals.add('zones', box.id, 'type', `zone type ${type}`, guess);
    proposeMerge('zones', box, proposals);
  }

  const elements: Section = {};
  for (const {
    thing,
    typed: { type, guess },
    zone,
  } of typed) {
    const home = zone?.id ?? outside(zoneTypeOfElement(type, catalogue), zones, ids, earlier, proposals);
    elements[thing.id] = entry({
      name: nameOf(thing),
      type,
      zone: home,
      outOfScope: scopeOf(thing, tm7),
      origin: originOf(thing, tm7.file),
    });
    if (guess !== undefined) proposals.add('elements', thing.id, 'type', `type ${type}`, guess);
    if (!zone) {
      proposals.add('elements', thing.id, 'zone', `zone ${home}`, 'it lies outside every boundary drawn');
    }
    proposeMerge('elements', thing, proposals);
  }
  for (const group of apart(things)) {
    remarks.push({
      what: `that ${group.map(({ id }) => `"${id}"`).join(', ')} could be one element`,
      why: 'one tab has several of the same name and stencil, so they are kept apart',
      where: 'several tabs',
    });
  }
  const elementOf = new Map(
    things.flatMap((thing) => thing.occurrences.map(({ drawn }) => [drawn.guid, thing] as const)),
  );
  const typeOf = new Map(typed.map(({ thing, typed: { type } }) => [thing.id, type]));
  return { zones, elements, things, boxes, elementOf, typeOf, remarks };
}

/**
 * True for shapes that are elements. The tool draws its annotations as rectangles of the type `GE.A`; something that
 * a flow is attached to is no annotation, whatever it was drawn with.
 */
export function elementsAmong({ surfaces }: Tm7): (shape: Shape) => boolean {
  const ends = new Set(
    surfaces.flatMap(({ lines }) => lines.flatMap(({ source, target }) => [source.guid, target.guid])),
  );
  return ({ form, genericType, type, guid }) =>
    form !== 'border-boundary' &&
    (ends.has(guid) || (form !== 'annotation' && genericType !== 'GE.A' && type !== 'GE.A'));
}

/** Finds or makes the zone for elements that lie in no box. */
function outside(
  kind: ZoneType,
  zones: Section,
  ids: Ids,
  earlier: Earlier | undefined,
  proposals: Proposals,
): string {
  const [wanted, name] = OUTSIDE[kind] ?? ['outside', 'Outside every boundary drawn'];
  const made = Object.entries(zones).find(([, zone]) => zone.origin === undefined && zone.name === name);
  if (made) return made[0];
  const before = mapping((earlier?.base ?? earlier?.ours)?.system.zones);
  const isMine = before[wanted] !== undefined;
  const id = isMine ? wanted : ids.claim(wanted);
  zones[id] = entry({ name, type: kind });
  proposals.add(
    'zones',
    id,
    '',
    `a zone "${id}" of type ${kind}`,
    'something lies outside every boundary drawn',
  );
  return id;
}

/** Things of one name and stencil that are several, though they are drawn on several tabs. */
function apart(things: readonly Thing<Shape>[]): readonly (readonly Thing<Shape>[])[] {
  const groups = new Map<string, Thing<Shape>[]>();
  for (const thing of things) {
    const { name, type } = thing.first.drawn;
    if (oneLine(name) === '' || thing.copyOf !== undefined) continue;
    const key = JSON.stringify([oneLine(name), type]);
    groups.set(key, [...(groups.get(key) ?? []), thing]);
  }
  return [...groups.values()].filter(
    (group) => group.length > 1 && new Set(group.map(({ first }) => first.surface.guid)).size > 1,
  );
}

function proposeMerge(section: string, thing: Thing<Shape>, proposals: Proposals): void {
  if (thing.occurrences.length < 2) return;
  const tabs = [...new Set(thing.occurrences.map(({ surface }) => `"${surface.name}"`))].join(', ');
  const what = `one ${section === 'zones' ? 'zone' : 'element'} for what is drawn ${thing.occurrences.length} times`;
  proposals.add(section, thing.id, 'origin', what, `the same name and stencil on the tabs ${tabs}`);
}

/** Display text; absent where the drawing has none. */
export function nameOf({
  first,
  known,
  occurrences,
}: Thing<{ guid: string; type: string; name: string }>): string | undefined {
  const drawn = occurrences.find((one) => one.drawn.guid === known?.guids[0]) ?? first;
  return oneLine(drawn.drawn.name) || undefined;
}

/** Where a thing comes from, with all the GUIDs it has there. */
export function originOf(thing: Thing<{ guid: string; type: string; name: string }>, file: string): Plain {
  const [id, ...also] = guidsOfThing(thing);
  const { type } = thing.first.drawn;
  return { format: 'tm7', file, id, ...(type !== '' && { type }), ...(also.length > 0 && { also }) };
}

/** A thing is out of scope when it is so wherever it is drawn. */
export function scopeOf(
  { occurrences }: Thing<{ guid: string; type: string; name: string; outOfScope?: string }>,
  { file }: Tm7,
): string | undefined {
  const reasons = occurrences.map(({ drawn }) => drawn.outOfScope);
  if (reasons.some((reason) => reason === undefined)) return undefined;
  const given = reasons.find((reason) => reason !== undefined && oneLine(reason) !== '');
  return given === undefined ? noReason(file) : oneLine(given);
}

/** What stands for a reason where a drawing leaves something out without one. */
function noReason(file: string): string {
  return `${file} leaves it out and gives no reason`;
}
