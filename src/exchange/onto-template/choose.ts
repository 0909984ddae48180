/** Choosing the stencil of one thing: the one it was drawn with, the one that means the same, or a generic one. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Boundary, Connection, Element, Origin, Zone } from '../../model/system.ts';
import type { Stencil } from '../tmt/template.ts';
import { type Carried, dials, fixesNoMore } from './stated.ts';
import type { Drawn, Stencils } from './stencils.ts';
import { ELEMENT_ROWS, type StencilNames, ZONE_ROWS } from './tables.ts';

export interface Choice {
  readonly stencil: Stencil;
  /** One clause for a reader: `its type is "sensor", a kind of "device"`. */
  readonly why: string;
  /** False: the template has no stencil that says what it is, and a generic one stands in. */
  readonly isOwn: boolean;
}

/**
 * The stencil of an element; `connections` are those it dials and those dialled to it. A more precise stencil that
 * it was drawn with counts before all; a generic one only where its type has none in this template.
 */
export function stencilOfElement(
  element: Element,
  connections: readonly Connection[],
  stencils: Stencils,
  catalogue: Catalogue,
): Choice | undefined {
  const drawn = element.kind;
  const recorded = recordedOf(element.origin, drawn, stencils);
  if (recorded && !recorded.stencil.generic) return recorded;
  for (const type of catalogue.types.get(element.type)?.lineage ?? []) {
    for (const row of ELEMENT_ROWS) {
      if (row.type !== type || !speaksAll(connections, row.speaks)) continue;
      const [stencil] = stencils.called(row, drawn);
      if (!stencil) continue;
      const kind = type === element.type ? '' : `, a kind of "${type}"`;
      return { stencil, why: `its type is "${element.type}"${kind}`, isOwn: true };
    }
  }
  return recorded ?? standIn(drawn, stencils, `no stencil of the template is of its type "${element.type}"`);
}

/** The stencil of a zone: a boundary that is drawn around things. */
export function stencilOfZone(zone: Zone, stencils: Stencils): Choice | undefined {
  const recorded = recordedOf(zone.origin, 'zone', stencils);
  if (recorded && !recorded.stencil.generic) return recorded;
  const byType = firstCalled(ZONE_ROWS[zone.type], 'zone', stencils, `it is a zone of type ${zone.type}`);
  return (
    byType ??
    firstCalled({ names: [zone.name] }, 'zone', stencils, 'it has the name of the stencil') ??
    recorded ??
    standIn('zone', stencils, `no stencil of the template is a zone of type ${zone.type}`)
  );
}

/** The stencil of a boundary that was drawn by hand: one that is drawn as a line. */
export function stencilOfBoundary({ name, origin }: Boundary, stencils: Stencils): Choice | undefined {
  return (
    recordedOf(origin, 'line', stencils) ??
    firstCalled({ names: [name] }, 'line', stencils, 'it has the name of the stencil') ??
    standIn('line', stencils, 'the template has no more precise one')
  );
}

/**
 * The stencil of a flow: that of its protocol, or a request or response by who dialled. One that fixes an attribute
 * is taken only where the model states the same.
 */
export function stencilOfFlow(
  carried: Carried,
  stencils: Stencils,
  catalogue: Catalogue,
): Choice | undefined {
  const { flow, connection } = carried;
  const recorded = recordedOf(flow.origin, 'flow', stencils);
  if (recorded) return recorded;
  const candidates: [StencilNames, string][] = [];
  const { protocol, client } = connection?.properties ?? {};
  if (client === 'ipsec') candidates.push([{ names: ['IPsec'] }, 'it goes through IPsec']);
  if (typeof protocol === 'string') {
    const title = catalogue.properties.get('protocol')?.values?.[protocol] ?? protocol;
    const names = protocol === 'http' ? ['HTTPS', 'HTTP'] : [title, protocol];
    candidates.push([{ names }, `it speaks ${protocol}`]);
  }
  if (connection && !connection.implicit) {
    candidates.push(
      dials(flow, connection)
        ? [{ names: ['Request'] }, 'it goes the way its connection was dialled']
        : [{ names: ['Response'] }, 'it goes back over its connection'],
    );
  }
  for (const [names, why] of candidates) {
    const stencil = stencils
      .called(names, 'flow')
      .find((each) => fixesNoMore(carried, each, catalogue) && isSaidOf(each, carried));
    if (stencil) return { stencil, why, isOwn: true };
  }
  return standIn('flow', stencils, 'the template has no more precise one');
}

/** A stencil named after TLS says that there is TLS, whether or not it fixes an attribute. */
function isSaidOf({ name }: Stencil, { connection }: Carried): boolean {
  const least = connection?.properties['tls.min'];
  const isSecured = least !== undefined && least !== 'none';
  if (/^https$/i.test(name.trim())) return isSecured;
  return /^http$/i.test(name.trim()) ? least === 'none' : true;
}

function recordedOf(origin: Origin | undefined, drawn: Drawn, stencils: Stencils): Choice | undefined {
  if (origin?.format !== 'tm7') return undefined;
  const stencil = stencils.recorded(origin.type, drawn);
  return stencil && { stencil, why: `it is drawn so in ${origin.file}`, isOwn: !stencil.generic };
}

function firstCalled(names: StencilNames, drawn: Drawn, stencils: Stencils, why: string): Choice | undefined {
  const [stencil] = stencils.called(names, drawn);
  return stencil && { stencil, why, isOwn: !stencil.generic };
}

function standIn(drawn: Drawn, stencils: Stencils, why: string): Choice | undefined {
  const stencil = stencils.generic(drawn);
  return stencil && { stencil, why, isOwn: false };
}

function speaksAll(connections: readonly Connection[], protocol: string | undefined): boolean {
  if (protocol === undefined) return true;
  return connections.length > 0 && connections.every(({ properties }) => properties['protocol'] === protocol);
}
