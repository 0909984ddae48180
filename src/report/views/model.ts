/** Step 1 as text: what the model holds by zone and area, what deserves attention, and what it leaves open. */
import { type Area, Area as Areas } from '../../catalogue/schema.ts';
import { areaCoverage, focusLists, gaps } from '../../model/index.ts';
import type { System } from '../../model/system.ts';
import type { ReportInput } from '../input.ts';
import { FOCUS } from '../writing/subjects.ts';
import { clean, field, wrapText } from '../writing/terminal.ts';
import type { Paint } from '../writing/terminal.ts';
import { count } from '../writing/words.ts';

/** How many gaps are told; all are in the JSON. */
const TOLD_GAPS = 12;

/** The four areas of the reference architecture (S-33..S-36), as a reader says them. */
const AREA_NAMES: Readonly<Record<Area, string>> = {
  'devices-and-data-sources': 'devices and data sources',
  'data-transport': 'data transport',
  'device-and-event-processing': 'device and event processing',
  presentation: 'presentation',
};

/** Lines below the summary. */
export function modelLines({ system, catalogue }: ReportInput, width: number, paint: Paint): string[] {
  const lines: string[] = [];
  for (const zone of system.zones.values()) {
    lines.push('', paint(clean(`${zone.name} (${zone.type})`), 'bold'));
    for (const element of system.elements.values()) {
      if (element.zone !== zone.id) continue;
      const type = catalogue.types.get(element.type)?.title ?? element.type;
      const units = element.count > 1 ? ` ×${element.count.toLocaleString('en')}` : '';
      lines.push(`  ${field(element.id, 24)} ${field(`${type}${units}`, Math.max(12, width - 27))}`);
    }
  }
  return [
    ...lines,
    ...boundaryLines(system, width, paint),
    ...areaLines(system, paint),
    ...focusLines(system, width, paint),
    ...gapLines(system, width, paint),
  ];
}

function boundaryLines(system: System, width: number, paint: Paint): string[] {
  if (system.boundaries.size === 0) return [];
  const lines = [...system.boundaries.values()].flatMap(({ id, name, derived, crossedBy }) =>
    wrapText(
      `${derived ? id : `${name} (drawn by hand)`}: ${crossedBy.join(', ') || 'no flow'}`,
      width,
      '    ',
    ).map((line, index) => (index === 0 ? `  ${line.trimStart()}` : line)),
  );
  return ['', paint('Trust boundaries, and the flows that pass them', 'bold'), ...lines];
}

/** How many elements and flows each area has, zone by zone. */
function areaLines(system: System, paint: Paint): string[] {
  const cells = areaCoverage(system);
  const lines = [...Areas.options, undefined].flatMap((area) => {
    const row = cells.filter((cell) => cell.area === area);
    const there = row.filter(({ elements, flows }) => elements + flows > 0);
    if (row.length === 0) return [];
    const what = there.map(({ zone, elements, flows }) => `${zone} ${elements} (${count(flows, 'flow')})`);
    return [`  ${field(area ? AREA_NAMES[area] : 'no area', 28)} ${what.join(', ') || 'nothing'}`];
  });
  return ['', paint('Elements by area and zone', 'bold'), ...lines];
}

/** The three focus areas of threat modelling (S-08..S-10), and what is in none. */
function focusLines(system: System, width: number, paint: Paint): string[] {
  const { securityFeatures, failureRelevant, touchBoundary, untagged } = focusLists(system);
  const rows: readonly (readonly [string, readonly { readonly id: string }[]])[] = [
    [FOCUS['security-feature'], securityFeatures],
    [FOCUS['failure-relevant'], failureRelevant],
    [FOCUS.boundary, touchBoundary],
    [FOCUS.none, untagged],
  ];
  const lines = rows.flatMap(([label, elements]) =>
    wrapText(`${label}: ${elements.map(({ id }) => id).join(', ') || 'none'}`, width, '    ').map(
      (line, index) => (index === 0 ? `  ${line.trimStart()}` : line),
    ),
  );
  return ['', paint('Where to look first', 'bold'), ...lines];
}

function gapLines(system: System, width: number, paint: Paint): string[] {
  const open = gaps(system);
  if (open.length === 0) return ['', 'The model leaves nothing open that Bestride asks for.'];
  const told = open.slice(0, TOLD_GAPS).flatMap(({ message, hint, where }) => {
    const place = where ? `${where.file}:${where.line}: ` : '';
    return wrapText(`${place}${message}. ${hint}`, width, '    ').map((line, index) =>
      index === 0 ? `  ${line.trimStart()}` : line,
    );
  });
  const more =
    open.length > TOLD_GAPS ? [`  and ${open.length - TOLD_GAPS} more (--format json has all)`] : [];
  return ['', paint(`What the model leaves open (${open.length})`, 'bold'), ...told, ...more];
}
