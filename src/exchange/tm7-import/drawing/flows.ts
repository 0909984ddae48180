/** Connectors become flows; two that go to and fro between the same two things share a connection. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Plain } from '../../../model/writing/change.ts';
import { curveOf, curvesMeet } from '../../tmt/generation/geometry.ts';
import type { Line, Tm7 } from '../../tmt/tm7.ts';
import type { NotCarried } from '../../imported.ts';
import { at, type Earlier, mapping, textAt } from '../../into-project/earlier.ts';
import { nameOf, originOf, scopeOf, type Shapes } from './elements.ts';
import { entry, type Proposals, type Section } from '../../into-project/entries.ts';
import { identify, type Occurrence, type Thing } from './identity.ts';
import { type Ids, oneLine, wordsOf } from '../../into-project/names.ts';
import { statedOf, type Stated } from './stated.ts';
import { CONTROL_NAMES } from './type-table.ts';

/** What is drawn as lines, and the sections made of it. */
export interface Lines {
  readonly connections: Section;
  readonly flows: Section;
  readonly boundaries: Section;
  readonly things: readonly Thing<Line>[];
  /** The flow drawn under a GUID. */
  readonly flowOf: ReadonlyMap<string, Thing<Line>>;
  readonly notCarried: readonly NotCarried[];
}

/** Reads the lines of all tabs, onto the elements that were read. */
export function readLines(
  tm7: Tm7,
  shapes: Shapes,
  catalogue: Catalogue,
  ids: Ids,
  earlier: Earlier | undefined,
  proposals: Proposals,
): Lines {
  const notCarried: NotCarried[] = [];
  const all = (form: Line['form']): readonly Occurrence<Line>[] =>
    tm7.surfaces.flatMap((surface) =>
      surface.lines.filter((line) => line.form === form).map((drawn) => ({ surface, drawn })),
    );
  const endsOf = (line: Line): { readonly from: string; readonly to: string } | undefined => {
    const from = shapes.elementOf.get(line.source.guid ?? '');
    const to = shapes.elementOf.get(line.target.guid ?? '');
    return from && to && { from: from.id, to: to.id };
  };
  const attached = all('flow').filter(({ surface, drawn }) => {
    if (endsOf(drawn)) return true;
    const isLoose = drawn.source.guid === undefined || drawn.target.guid === undefined;
    notCarried.push({
      what: `the flow "${oneLine(drawn.name) || drawn.guid}"`,
      why: isLoose
        ? 'an end of it is attached to nothing'
        : 'an end of it is attached to something that is no element',
      where: `tab "${surface.name}", line ${drawn.where.line}`,
    });
    return false;
  });

  const isOnce = onceIn(attached.map(({ drawn }) => oneLine(drawn.name)));
  const copies = new Map(
    shapes.things.flatMap(({ id, copyOf }) => (copyOf === undefined ? [] : [[id, copyOf]])),
  );
  const original = (id = ''): string => copies.get(id) ?? id;
  const things = identify(attached, {
    known: earlier?.known.flows ?? [],
    ids,
    idsFor: (line) => {
      const { from = '', to = '' } = endsOf(line) ?? {};
      const between = [`${line.name} ${from} ${to}`, `${from} to ${to}`];
      return isOnce(oneLine(line.name)) ? [line.name, ...between] : between;
    },
    acrossTabs: false,
    joins: (line, { from, to }) => {
      const ends = endsOf(line);
      return ends?.from === from && ends?.to === to;
    },
    joinsAlike: (line, { from, to }) => {
      const ends = endsOf(line);
      return original(ends?.from) === from && original(ends?.to) === to;
    },
  });

  const connections: Section = {};
  const over = pairUp(things, endsOf, ids, earlier, connections, shapes, proposals);
  const flows: Section = {};
  for (const thing of things) {
    const ends = endsOf(thing.first.drawn);
    if (!ends) continue;
    const stated = statedOf(thing.first.drawn, catalogue, tm7.knowledgeBase);
    const isControl = orders(thing, shapes.typeOf.get(ends.to), catalogue);
    let carrier = over.get(thing.id);
    if (isControl && carrier === undefined && stated.keys.protocol === undefined) {
      // A control flow must say how it travels, and this one does not: the connection leaves it open.
      carrier = connectionFor(thing.id, thing, ends, ids, earlier, connections);
      proposals.add(
        'connections',
        carrier,
        '',
        `a connection "${carrier}" for the flow "${thing.id}"`,
        'a control flow goes over a connection',
      );
    }
    flows[thing.id] = entry({
      name: nameOf(thing),
      from: ends.from,
      to: ends.to,
      over: carrier,
      kind: isControl ? 'control' : 'data',
      ...(carrier === undefined && stated.keys),
      outOfScope: scopeOf(thing, tm7),
      origin: originOf(thing, tm7.file),
    });
    if (isControl) {
      const why = `its name says that it orders something: "${oneLine(thing.first.drawn.name)}"`;
      proposals.add('flows', thing.id, 'kind', 'kind control', why);
    }
    if (carrier === undefined) proposeStated('flows', thing.id, stated, proposals);
    else addStated(carrier, stated, connections, proposals, notCarried);
  }

  const boundaries = readBoundaries(tm7, all('line-boundary'), attached, things, ids, earlier);
  const flowOf = new Map(things.map((thing) => [thing.first.drawn.guid, thing]));
  return { connections, flows, boundaries, things, flowOf, notCarried };
}

type EndsOf = (line: Line) => { readonly from: string; readonly to: string } | undefined;

const RESPONSE = /\b(response|reply|replies|answer|ack|acknowledg\w*|result)s?\b/;

/** True when it is named or drawn as an answer. */
function answers({ name, type }: Line): boolean {
  return RESPONSE.test(wordsOf(name)) || type.endsWith('.Response');
}

/**
 * Puts each flow together with one that goes back between the same things on the same tab. The one that dials is
 * the one that is no answer; of two, the one drawn first. Gives the connection by the id of the flow.
 */
function pairUp(
  things: readonly Thing<Line>[],
  endsOf: EndsOf,
  ids: Ids,
  earlier: Earlier | undefined,
  connections: Section,
  shapes: Shapes,
  proposals: Proposals,
): ReadonlyMap<string, string> {
  const over = new Map<string, string>();
  const open = new Map<string, Thing<Line>[]>();
  const pairs: [Thing<Line>, Thing<Line>][] = [];
  for (const thing of things) {
    const ends = endsOf(thing.first.drawn);
    if (!ends || ends.from === ends.to) continue;
    const tab = thing.first.surface.guid;
    const waiting = open.get(JSON.stringify([tab, ends.to, ends.from])) ?? [];
    const partner =
      waiting.find((other) => subjectOf(other.first.drawn) === subjectOf(thing.first.drawn)) ?? waiting[0];
    if (partner) {
      waiting.splice(waiting.indexOf(partner), 1);
      pairs.push([partner, thing]);
      continue;
    }
    const key = JSON.stringify([tab, ends.from, ends.to]);
    const alike = open.get(key);
    if (alike) alike.push(thing);
    else open.set(key, [thing]);
  }
  for (const [first, second] of pairs) {
    const isTurned = answers(first.first.drawn) && !answers(second.first.drawn);
    const [request, response] = isTurned ? [second, first] : [first, second];
    const ends = endsOf(request.first.drawn);
    if (!ends) continue;
    const id = connectionFor(`${ends.from} ${ends.to}`, request, ends, ids, earlier, connections);
    over.set(request.id, id);
    over.set(response.id, id);
    const why = answers(response.first.drawn)
      ? `"${response.id}" is named as the answer to "${request.id}"`
      : `"${request.id}" is drawn before "${response.id}", which goes back`;
    const name = shapes.elements[ends.from]?.name;
    proposals.add(
      'connections',
      id,
      '',
      `a connection "${id}", dialled by ${typeof name === 'string' ? `"${name}"` : ends.from}, for the flows "${request.id}" and "${response.id}"`,
      why,
    );
  }
  return over;
}

/** What a request and its response have in common in their names. */
function subjectOf({ name }: Line): string {
  return wordsOf(name)
    .replaceAll(new RegExp(RESPONSE, 'g'), '')
    .replaceAll(/\b(request|query|queries|call)s?\b/g, '')
    .trim();
}

/** Adds a connection, under the id it had before. */
function connectionFor(
  wanted: string,
  dials: Thing<Line>,
  ends: { readonly from: string; readonly to: string },
  ids: Ids,
  earlier: Earlier | undefined,
  connections: Section,
): string {
  const flows = mapping((earlier?.base ?? earlier?.ours)?.system.flows);
  const before = dials.known && textAt(mapping(at(flows, dials.known.id)), 'over');
  const id =
    before !== undefined && !Object.hasOwn(connections, before)
      ? before
      : ids.claim(wanted, `${wanted} connection`);
  connections[id] = entry({ from: ends.from, to: ends.to });
  return id;
}

function proposeStated(section: string, id: string, { guesses }: Stated, proposals: Proposals): void {
  for (const { key, what, why } of guesses) proposals.add(section, id, key, what, why);
}

/** Both flows of a connection may say something of it; where they differ nothing is stated. */
function addStated(
  id: string,
  stated: Stated,
  connections: Section,
  proposals: Proposals,
  notCarried: NotCarried[],
): void {
  const before = connections[id] ?? {};
  const keys: Record<string, Plain> = { ...before };
  for (const [key, value] of Object.entries(stated.keys)) {
    if (value === undefined) continue;
    const other = before[key];
    if (other === undefined || JSON.stringify(other) === JSON.stringify(value)) keys[key] = value;
    else {
      notCarried.push({
        what: `"${key}: ${JSON.stringify(value)}" of one direction`,
        why: `the other direction says ${JSON.stringify(other)}, and both share a connection`,
        where: `connection "${id}"`,
      });
    }
  }
  connections[id] = keys;
  for (const { key, what, why } of stated.guesses) {
    if (JSON.stringify(keys[key]) === JSON.stringify(stated.keys[key]))
      proposals.add('connections', id, key, what, why);
  }
}

/** An order is named as one, and goes to something that obeys. */
function orders(thing: Thing<Line>, to: string | undefined, catalogue: Catalogue): boolean {
  const lineage = catalogue.types.get(to ?? '')?.lineage ?? [];
  return (
    ['device', 'field-gateway', 'edge-module'].some((type) => lineage.includes(type)) &&
    !answers(thing.first.drawn) &&
    CONTROL_NAMES.test(wordsOf(thing.first.drawn.name))
  );
}

function onceIn(names: readonly string[]): (name: string) => boolean {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (name) => counts.get(name) === 1;
}

/** Boundaries drawn as lines, with the flows that their curves meet. */
function readBoundaries(
  tm7: Tm7,
  drawn: readonly Occurrence<Line>[],
  attached: readonly Occurrence<Line>[],
  flows: readonly Thing<Line>[],
  ids: Ids,
  earlier: Earlier | undefined,
): Section {
  const idOf = new Map(flows.map((flow) => [flow.first.drawn.guid, flow.id]));
  const things = identify(drawn, {
    known: earlier?.known.boundaries ?? [],
    ids,
    idsFor: ({ name }) => [name, `${name} boundary`, 'boundary'],
    acrossTabs: false,
  });
  const boundaries: Section = {};
  for (const thing of things) {
    const { surface, drawn: line } = thing.first;
    const curve = curveOf(line);
    const crossing = attached.filter(
      (flow) => flow.surface === surface && curvesMeet(curveOf(flow.drawn), curve),
    );
    boundaries[thing.id] = entry({
      name: nameOf(thing),
      crossedBy: crossing.flatMap((flow) => idOf.get(flow.drawn.guid) ?? []),
      origin: originOf(thing, tm7.file),
    });
  }
  return boundaries;
}
