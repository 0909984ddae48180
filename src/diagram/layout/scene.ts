/**
 * What a drawing shows, before anybody asks where: boxes for elements, wires for flows. Flows that share ends,
 * direction, kind and connection are one wire; a connection that no flow uses is a wire of its own.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import type { Connection, Element, Flow, System } from '../../model/system.ts';

/** How far the model states a wire's protection. `plain`: it states that there is none. */
type Tone = 'stated' | 'unstated' | 'plain';

/** One arrow, in the direction of the data. */
export interface Wire {
  /** The id of its first flow, or of the connection where no flow uses it. */
  readonly id: string;
  readonly from: Element;
  readonly to: Element;
  readonly kind: 'data' | 'control' | 'connection';
  /** Names of the flows. */
  readonly name: string;
  /** Protocol and protection: `mqtt · TLS ≥1.2 · x509`. */
  readonly protection: string;
  readonly tone: Tone;
  readonly flows: readonly Flow[];
  readonly connection: Connection | undefined;
  /** Numbers of the hand-drawn boundaries it passes, as the legend has them. */
  readonly marks: readonly number[];
  readonly outOfScope: boolean;
}

/** The wires of a system, in the order of the file. Flows and connections whose ends are missing are left out. */
export function wiresOf(system: System, catalogue: Catalogue): Wire[] {
  const marks = marksByFlow(system);
  const bundles = new Map<string, Flow[]>();
  const used = new Set<string>();
  for (const flow of system.flows.values()) {
    used.add(flow.over);
    const key = [flow.from, flow.to, flow.over, flow.kind].join(' ');
    const bundle = bundles.get(key);
    if (bundle) bundle.push(flow);
    else bundles.set(key, [flow]);
  }
  const wires: Wire[] = [];
  for (const flows of bundles.values()) {
    const first = flows[0];
    const from = system.elements.get(first?.from ?? '');
    const to = system.elements.get(first?.to ?? '');
    if (!first || !from || !to) continue;
    const connection = system.connections.get(first.over);
    wires.push({
      id: first.id,
      from,
      to,
      kind: first.kind,
      name: bundleName(flows),
      ...protectionOf(connection, catalogue),
      flows,
      connection,
      marks: [...new Set(flows.flatMap((flow) => marks.get(flow.id) ?? []))],
      outOfScope: [from, to, connection, ...flows].some((part) => part?.outOfScope !== undefined),
    });
  }
  for (const connection of system.connections.values()) {
    const from = system.elements.get(connection.from);
    const to = system.elements.get(connection.to);
    if (used.has(connection.id) || !from || !to) continue;
    const outOfScope = [from, to, connection].some((part) => part.outOfScope !== undefined);
    const common = { id: connection.id, from, to, name: connection.name, connection, outOfScope };
    wires.push({
      ...common,
      kind: 'connection',
      flows: [],
      marks: [],
      ...protectionOf(connection, catalogue),
    });
  }
  return wires;
}

/** Boundaries drawn by hand, in the order of the file; their place in it, from 1, is their number in the drawing. */
export function handDrawn(
  system: System,
): { readonly number: number; readonly name: string; readonly id: string }[] {
  return [...system.boundaries.values()]
    .filter((boundary) => !boundary.derived)
    .map((boundary, index) => ({ number: index + 1, name: boundary.name, id: boundary.id }));
}

/**
 * What the model says of a connection's protection, in a few words, and how it should be taken.
 * A lower bound of a version is written `TLS ≥1.2`; `no protection stated` is not `plain`.
 */
function protectionOf(
  connection: Connection | undefined,
  catalogue: Catalogue,
): { protection: string; tone: Tone } {
  const properties = connection?.properties ?? {};
  const protocol = typeof properties['protocol'] === 'string' ? [properties['protocol']] : [];
  const transport = [
    transportOf('TLS', properties['tls.min']),
    transportOf('DTLS', properties['dtls.min']),
  ].flat();
  const client = properties['client'];
  const who = client === undefined ? [] : [client === 'none' ? 'anybody' : String(client)];
  const said = [...transport, ...who, ...(transport.length + who.length === 0 ? otherControls() : [])];
  if (said.length === 0)
    return { protection: [...protocol, 'no protection stated'].join(' · '), tone: 'unstated' };
  const plain = transport.includes('plain') || client === 'none';
  return { protection: [...protocol, ...said].join(' · '), tone: plain ? 'plain' : 'stated' };

  /** Controls of other protocols (pairing, message security …), by their catalogue names; two are enough here. */
  function otherControls(): string[] {
    return Object.entries(properties)
      .filter(([name]) => catalogue.properties.get(name)?.role === 'control')
      .slice(0, 2)
      .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('+') : String(value)}`);
  }
}

function transportOf(name: string, least: Value | undefined): string[] {
  if (least === undefined) return [];
  return [least === 'none' ? 'plain' : `${name} ≥${String(least)}`];
}

function bundleName(flows: readonly Flow[]): string {
  const names = flows.map((flow) => flow.name);
  return names.length <= 2 ? names.join(', ') : `${names.slice(0, 2).join(', ')} +${names.length - 2}`;
}

function marksByFlow(system: System): Map<string, number[]> {
  const marks = new Map<string, number[]>();
  for (const { id, number } of handDrawn(system)) {
    for (const flow of system.boundaries.get(id)?.crossedBy ?? []) {
      marks.set(flow, [...(marks.get(flow) ?? []), number]);
    }
  }
  return marks;
}
