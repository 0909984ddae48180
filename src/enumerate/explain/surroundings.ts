/** What lies around a subject: whether it is in scope, which zone it belongs to, how exposed it is. */
import { isType } from '../../catalogue/catalogue.ts';
import type { ZoneType } from '../../catalogue/schema.ts';
import { zoneChain } from '../../model/query.ts';
import type { Zone } from '../../model/system.ts';
import { int } from '../conditions/adjacency.ts';
import { type Facts, entry, rowsOf } from '../conditions/facts.ts';
import { carriedOver, readerOf } from '../conditions/read.ts';
import type { Exposure } from '../severity.ts';
import type { Thing } from '../conditions/tree.ts';

/** Why a subject is left out of the analysis; undefined when it is in. */
export type Scope = (thing: Thing, at: number) => string | undefined;

/**
 * A subject is left out when it says so, when a zone around it says so, or (connections and flows) when both
 * ends are out. With one end in scope, what passes between them is in.
 */
export function scopeOf(facts: Facts): Scope {
  const zones = facts.zones.map(
    ({ id }) => zoneChain(facts.system, id).find(({ outOfScope }) => outOfScope !== undefined)?.outOfScope,
  );
  const element = (at: number): string | undefined =>
    entry(facts.elements, at).outOfScope ?? zones[int(facts.zoneOf, at)];
  return (thing, at) => {
    if (thing === 'element') return element(at);
    if (thing !== 'connection' && thing !== 'flow') return undefined;
    const own = (thing === 'flow' ? facts.flows : facts.connections)[at]?.outOfScope;
    if (own !== undefined) return own;
    const [from, to] = endsOf(facts, thing, at);
    const reason = element(from);
    return reason !== undefined && element(to) !== undefined ? reason : undefined;
  };
}

/** The zone a subject is counted under: of a connection or flow that of its less trusted end; '' for the system. */
export function zoneIdOf(facts: Facts, thing: Thing, at: number): string {
  if (thing === 'element') return entry(facts.elements, at).zone;
  if (thing !== 'connection' && thing !== 'flow') return '';
  const [from, to] = endsOf(facts, thing, at).map((end) => zoneOf(facts, end));
  if (!from || !to) return '';
  return TRUST[to.type] < TRUST[from.type] ? to.id : from.id;
}

/** The exposure of a subject ({@link ../severity.ts} says what it weighs). `safetyHigh` are the assets concerned. */
export function exposureOf(
  facts: Facts,
  thing: Thing,
  at: number,
  safetyHigh: ReadonlySet<string>,
): Exposure {
  const matters = (assets: readonly string[]): boolean =>
    safetyHigh.size > 0 && assets.some((asset) => safetyHigh.has(asset));
  switch (thing) {
    case 'element': {
      const element = entry(facts.elements, at);
      const isDevice = isType(facts.catalogue, element.type, 'device') || zoneOf(facts, at).type === 'device';
      return withAccess(facts, [at], isDevice, matters(element.actuates) || matters(sentBy(facts, at)));
    }
    case 'connection': {
      const { crosses } = entry(facts.connections, at);
      return withAccess(facts, endsOf(facts, thing, at), crosses.length > 0, matters(carriedOver(facts, at)));
    }
    case 'flow': {
      const { crosses, carries } = entry(facts.flows, at);
      return withAccess(facts, endsOf(facts, thing, at), crosses.length > 0, matters(carries));
    }
    case 'zone':
    case 'system':
    default:
      return { exposed: false, safetyHigh: false };
  }
}

/** The assets whose failure injures somebody. */
export function safetyHighAssets(facts: Facts): ReadonlySet<string> {
  const assets = [...facts.system.assets.values()];
  return new Set(assets.filter(({ properties }) => properties['safety'] === 'high').map(({ id }) => id));
}

/** Zones from the least trusted: outside people, things that can be touched, what we run ourselves. */
const TRUST: Readonly<Record<ZoneType, number>> = {
  'remote-user': 0,
  'local-user': 1,
  device: 2,
  'field-gateway': 3,
  'cloud-gateway': 4,
  cloud: 5,
  services: 6,
};

const readAccess = readerOf('element', 'physicalAccess');

function withAccess(
  facts: Facts,
  elements: readonly number[],
  exposed: boolean,
  safetyHigh: boolean,
): Exposure {
  const places = elements.flatMap((element) => rowsOf(facts, element).map((row) => readAccess(facts, row)));
  const physicalAccess = places.includes('public')
    ? 'public'
    : places.includes(undefined)
      ? undefined
      : places.every((place) => place === 'locked')
        ? 'locked'
        : 'supervised';
  return { exposed, safetyHigh, ...(physicalAccess && { physicalAccess }) };
}

function endsOf(facts: Facts, thing: 'connection' | 'flow', at: number): [number, number] {
  return thing === 'flow'
    ? [int(facts.flowFrom, at), int(facts.flowTo, at)]
    : [int(facts.connectionFrom, at), int(facts.connectionTo, at)];
}

function zoneOf(facts: Facts, element: number): Zone {
  return entry(facts.zones, int(facts.zoneOf, element));
}

/** Whoever sends what decides about a physical effect can do the harm, as if they moved it themselves. */
function sentBy(facts: Facts, element: number): readonly string[] {
  const { start, members } = facts.neighbours.sends;
  const flows = members.subarray(int(start, element), int(start, element + 1));
  return Array.from(flows, (flow) => entry(facts.flows, flow).carries).flat();
}
