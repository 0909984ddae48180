/** What of a project has no place in a file of the Threat Modeling Tool. */
import type { RegisterEntry } from '../../mitigate/register.ts';
import type { Element, Flow, System } from '../../model/system.ts';
import { canonicalJson } from '../../text/canonical.ts';
import type { NotWritten } from '../exported.ts';
import { guidsOn } from './origins.ts';

/** How many subjects a line names. */
const NAMED = 5;

/** Parts of the model for which a drawing has no form. */
export function modelParts({ connections, flows, assets, elements }: System): readonly NotWritten[] {
  const used = new Set([...flows.values()].map(({ over }) => over));
  const silent = [...connections.keys()].filter((id) => !used.has(id));
  const declared = [...assets.keys()];
  const fleets = [...elements.values()].filter(({ count, cohorts }) => count > 1 || cohorts.length > 0);
  const items: NotWritten[] = [
    {
      what: 'properties of elements and connections that the template has no attribute for',
      why: 'the tool knows only the attributes of its stencils',
    },
  ];
  if (silent.length > 0)
    items.push({
      what: `the connections ${named(silent)}`,
      why: 'no flow goes over them, and the tool draws flows alone',
    });
  if (declared.length > 0)
    items.push({ what: `the assets ${named(declared)}`, why: 'the tool has no assets' });
  if (fleets.length > 0)
    items.push({
      what: `how many units there are of ${named(fleets.map(({ id }) => id))}`,
      why: 'to the tool each is one',
    });
  return items;
}

/**
 * What was stated of imported things in Bestride and a drawing has no form for: other types, properties, cohorts.
 * `read`: the system as an import of the file gives it. Things are the same by their GUIDs.
 */
export function statedSince(system: System, read: System): readonly NotWritten[] {
  const elements = byGuid(read.elements);
  const flows = byGuid(read.flows);
  const otherwise = [...system.elements.values()].filter((element) => {
    const there = elements(element);
    return there && detailsOf(element) !== detailsOf(there);
  });
  const carried = [...system.flows.values()].filter((flow) => {
    const there = flows(flow);
    return there && detailsOf(flow, system) !== detailsOf(there, read);
  });
  const items: NotWritten[] = [];
  const why = 'on the drawing it keeps the stencil and the attributes it has';
  if (otherwise.length > 0)
    items.push({ what: `types, properties and numbers of ${named(otherwise.map(({ id }) => id))}`, why });
  if (carried.length > 0)
    items.push({ what: `protocols and protection of the flows ${named(carried.map(({ id }) => id))}`, why });
  const assets = [...system.assets.keys()].filter((id) => !read.assets.has(id));
  if (assets.length > 0) items.push({ what: `the assets ${named(assets)}`, why: 'the tool has no assets' });
  return items;
}

function byGuid<T extends Element | Flow>(things: ReadonlyMap<string, T>): (thing: T) => T | undefined {
  const found = new Map(
    [...things.values()].flatMap((thing) => guidsOn(thing.origin).map((guid) => [guid, thing] as const)),
  );
  return ({ origin }) => guidsOn(origin).flatMap((guid) => found.get(guid) ?? [])[0];
}

function detailsOf(thing: Element | Flow, system?: System): string {
  if ('over' in thing)
    return canonicalJson([thing.kind, system?.connections.get(thing.over)?.properties ?? {}]);
  const { type, count, cohorts, properties, surfaces = null, focus, area = null } = thing;
  return canonicalJson([type, count, cohorts, properties, surfaces, focus, area]);
}

/** Threats that are not in the file, a line a rule. `listed`: the ids of those that are. */
export function catalogueThreats(
  entries: readonly RegisterEntry[],
  listed: ReadonlySet<string>,
): readonly NotWritten[] {
  const byRule = new Map<string, RegisterEntry[]>();
  for (const entry of entries) {
    if (listed.has(entry.id)) continue;
    const rule = entry.byHand && !entry.byHand.rule ? '' : entry.rule;
    byRule.set(rule, [...(byRule.get(rule) ?? []), entry]);
  }
  return [...byRule].map(([rule, left]) => {
    const on = named(left.map(({ subject }) => subject.id));
    if (rule === '')
      return {
        what: `threats written by hand: ${named(left.map(({ id }) => id))}`,
        why: 'they have no type in the template',
      };
    const what = `the ${left.length === 1 ? 'threat' : `${left.length} threats`} ${rule} on ${on}`;
    const isForeign = rule.startsWith('tm7/');
    return {
      what,
      why: isForeign
        ? 'the template does not raise it there'
        : 'the rule is of our catalogue, and the template has no such type',
    };
  });
}

export function named(ids: readonly string[]): string {
  const shown = ids.slice(0, NAMED).map((id) => `"${id}"`);
  const more = ids.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
