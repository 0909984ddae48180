/** Random systems drawn, imported, changed and exported again: the drawing keeps up, or the report says where not. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate } from '../../enumerate/index.ts';
import { mitigate, NO_DECISIONS, NO_EVIDENCE } from '../../mitigate/index.ts';
import { model, type System } from '../../model/index.ts';
import { BASE_FILE, type Imported } from '../imported.ts';
import { importTm7 } from '../tm7-import/index.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import type { Tm7 } from '../tmt/tm7.ts';
import { bytesOf } from '../tmt/testing/drawing.ts';
import { tb7 } from '../tmt/testing/template.ts';
import { exportTm7 } from './index.ts';
import { plans } from './testing/plans.ts';
import { zIds } from './testing/tree.ts';

const builtin = builtinCatalogue();
// Threats are not what these tests are about.
const catalogue = { ...builtin, rules: new Map() };
const NOW = new Date('2026-11-22T12:00:00Z');
const template = { file: 'ours.tb7', bytes: bytesOf(tb7({})) };

type Data = Partial<Record<string, Record<string, Record<string, unknown>>>>;

function accepted<T>({ value, problems }: { value?: T; problems: readonly unknown[] }): T {
  if (value === undefined) throw new Error(JSON.stringify(problems, null, 1));
  return value;
}

function systemOf(data: object): System {
  return accepted(model({ file: 'system.json', text: JSON.stringify({ bestride: 1, ...data }) }, catalogue));
}

function registerOf(system: System) {
  return mitigate(enumerate(system, catalogue), NO_DECISIONS, NO_EVIDENCE, catalogue, NOW);
}

function read(text: string): Tm7 {
  const outcome = readTm7(bytesOf(text), 'random.tm7');
  expect(outcome.problems).toEqual([]);
  return accepted(outcome);
}

function noteOf({ files }: Imported): { system: Data } {
  return JSON.parse(files.get(BASE_FILE) ?? '') as { system: Data };
}

/** For each flow, by its name, the names of the zones around either end. */
function situation(system: System): Readonly<Record<string, readonly string[]>> {
  const around = (element: string): string => {
    const names: string[] = [];
    let at = system.zones.get(system.elements.get(element)?.zone ?? '');
    for (; at; at = system.zones.get(at.parent ?? ''))
      if (!at.name.endsWith('utside every boundary drawn')) names.push(at.name);
    return names.join(' in ');
  };
  const flows = [...system.flows.values()].map(({ name, from, to }) => {
    const ends = [from, to].map((id) => `${system.elements.get(id)?.name} in ${around(id)}`);
    return [name, ends] as const;
  });
  return Object.fromEntries(flows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What people do: add things, move them, join flows to others, take things away. */
const deeds = fc.array(
  fc.tuple(fc.constantFrom('zone', 'element', 'flow', 'move', 'join', 'remove'), fc.nat(), fc.nat()),
  {
    minLength: 1,
    maxLength: 6,
  },
);

function act(data: Data, [deed, a, b]: readonly [string, number, number], number: number): void {
  const pick = (part: string, seed: number): string => {
    const ids = Object.keys(data[part] ?? {});
    return ids[seed % Math.max(1, ids.length)] ?? '';
  };
  const { elements = {}, flows = {}, zones = {} } = data;
  const [from, to] = [pick('elements', a), pick('elements', b)];
  const flow = flows[pick('flows', a)];
  const element = elements[from];
  if (deed === 'zone')
    data['zones'] = {
      ...zones,
      [`new-zone-${number}`]: { type: 'services', ...(b % 2 === 0 && { parent: pick('zones', a) }) },
    };
  if (deed === 'element')
    data['elements'] = { ...elements, [`new-${number}`]: { type: 'web-api', zone: pick('zones', a) } };
  if (deed === 'flow' && from !== to)
    data['flows'] = { ...flows, [`new-flow-${number}`]: { from, to, kind: 'data' } };
  if (deed === 'move' && element) element['zone'] = pick('zones', b);
  if (deed === 'join' && flow && flow['from'] !== to && flow['over'] === undefined) flow['to'] = to;
  if (deed === 'remove') {
    const gone = pick('flows', a);
    data['flows'] = Object.fromEntries(Object.entries(flows).filter(([id]) => id !== gone));
    for (const boundary of Object.values(data['boundaries'] ?? {}))
      boundary['crossedBy'] = (boundary['crossedBy'] as string[]).filter((id) => id !== gone);
  }
}

describe('random changes', () => {
  it('are in the file, or in the report', () => {
    let told = 0;
    let all = 0;
    fc.assert(
      fc.property(plans(), deeds, (plan, done) => {
        const drawn = accepted(
          exportTm7({
            register: registerOf(systemOf({ ...plan, boundaries: {} })),
            decisions: NO_DECISIONS,
            runs: [],
            template,
          }),
        );
        const imported = accepted(importTm7(read(drawn.text), catalogue));
        const note = noteOf(imported);
        const data = structuredClone(note.system);
        for (const [index, deed] of done.entries()) act(data, deed, index);
        const system = systemOf(data);
        const { text, report } = accepted(
          exportTm7({
            register: registerOf(system),
            decisions: NO_DECISIONS,
            runs: [],
            original: { file: 'random.tm7', bytes: bytesOf(drawn.text) },
            noted: { file: BASE_FILE, text: JSON.stringify(note) },
          }),
        );
        const ids = zIds(read(text).document.root);
        expect(ids).toEqual(ids.map((_, index) => `i${index + 1}`));
        all += 1;
        if (report.notWritten.length > 0) told += 1;
        const again = noteOf(accepted(importTm7(read(text), catalogue)));
        const isTold = report.notWritten.length > 0;
        expect(isTold || situation(systemOf(again.system))).toEqual(isTold || situation(system));
      }),
      { numRuns: 60 },
    );
    expect(told).toBeLessThan(all / 20);
  });
});
