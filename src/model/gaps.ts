/** What the model does not say yet, and an analysis would want to know. Nothing here stops anybody. */
import type { Where } from '../text/problem.ts';
import { zoneChain } from './query.ts';
import type { System } from './system.ts';

/** Something left unsaid. */
export interface Gap {
  readonly kind:
    | 'surfaces-undeclared'
    | 'physical-access-unknown'
    | 'protocol-unknown'
    | 'element-unconnected'
    | 'flow-carries-nothing'
    | 'focus-untagged'
    | 'asset-unused';
  /** The id it is about. */
  readonly subject: string;
  /** One sentence: what is not said. */
  readonly message: string;
  /** One sentence: how to say it. */
  readonly hint: string;
  readonly where?: Where;
}

/**
 * The list of what the model leaves open (S-10, S-20), in the order of the file. Things out of scope have no
 * gaps. A gap is no error: what is unknown is asked again where a threat depends on it.
 */
export function gaps(system: System): readonly Gap[] {
  const found: Gap[] = [];
  const add = (kind: Gap['kind'], subject: string, message: string, hint: string) => {
    const where = system.where(subject);
    found.push({ kind, subject, message, hint, ...(where && { where }) });
  };
  zoneGaps(system, add);
  elementGaps(system, add);
  linkGaps(system, add);
  assetGaps(system, add);
  return found;
}

type Add = (kind: Gap['kind'], subject: string, message: string, hint: string) => void;

/** Zones where things stand that a hand can reach; in the cloud that is the provider's business. */
const PHYSICAL_ZONES: ReadonlySet<string> = new Set(['device', 'field-gateway', 'local-user']);

function zoneGaps(system: System, add: Add): void {
  for (const zone of system.zones.values()) {
    const known = zoneChain(system, zone.id).some(
      ({ properties }) => properties['physicalAccess'] !== undefined,
    );
    if (zone.outOfScope !== undefined || known || !PHYSICAL_ZONES.has(zone.type)) continue;
    add(
      'physical-access-unknown',
      zone.id,
      `nothing says who can lay hands on what is in the zone "${zone.name}"`,
      'State physicalAccess: public, supervised or locked.',
    );
  }
}

function elementGaps(system: System, add: Add): void {
  const joined = new Set<string>();
  for (const { from, to } of system.connections.values()) joined.add(from).add(to);
  for (const element of system.elements.values()) {
    if (element.outOfScope !== undefined) continue;
    if (element.kind !== 'external' && element.surfaces === undefined) {
      add(
        'surfaces-undeclared',
        element.id,
        `the ways into "${element.name}" are not listed`,
        'List its surfaces (radio, wired, debug, ui, …), or write surfaces: {} when there are none.',
      );
    }
    if (!joined.has(element.id)) {
      add(
        'element-unconnected',
        element.id,
        `"${element.name}" has neither connection nor flow`,
        'Say whom it talks to, or put it out of scope with a reason.',
      );
    }
    if (element.focus.length === 0 && !element.touchesBoundary) {
      add(
        'focus-untagged',
        element.id,
        `"${element.name}" touches no boundary and carries no focus tag`,
        'Tag it security-feature or failure-relevant where it is one.',
      );
    }
  }
}

function linkGaps(system: System, add: Add): void {
  for (const connection of system.connections.values()) {
    if (connection.outOfScope !== undefined || connection.properties['protocol'] !== undefined) continue;
    add(
      'protocol-unknown',
      connection.id,
      `nothing says what is spoken over "${connection.name}"`,
      connection.implicit ? 'State its protocol, or the connection it goes over.' : 'State its protocol.',
    );
  }
  for (const flow of system.flows.values()) {
    if (flow.outOfScope !== undefined || flow.carries.length > 0) continue;
    add(
      'flow-carries-nothing',
      flow.id,
      `nothing says which assets "${flow.name}" carries`,
      'List them under carries.',
    );
  }
}

function assetGaps(system: System, add: Add): void {
  const used = new Set<string>();
  for (const { stores, actuates } of system.elements.values())
    for (const id of [...stores, ...actuates]) used.add(id);
  for (const { carries } of system.flows.values()) for (const id of carries) used.add(id);
  for (const asset of system.assets.values()) {
    if (asset.outOfScope !== undefined || used.has(asset.id)) continue;
    add(
      'asset-unused',
      asset.id,
      `no element stores or actuates "${asset.name}", and no flow carries it`,
      'Say where it is: stores, actuates or carries.',
    );
  }
}
