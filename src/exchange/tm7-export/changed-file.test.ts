/** Each kind of change made in Bestride, in a file that was imported: where it shows, and that nothing else does. */
import { describe, expect, it } from 'vitest';

import { edit, type Files, importDrawing, importInto, steps } from '../tm7-import/testing/project.ts';
import {
  arc,
  box,
  bytesOf,
  drawing,
  type DrawingSpec,
  external,
  flow,
  guid,
  process,
  store,
} from '../tmt/testing/drawing.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import { exportProject } from './testing/project.ts';
import { differences, zIds } from './testing/tree.ts';

const COLUMN = guid('column');

const PLANT: DrawingSpec = {
  tabs: [
    {
      name: 'Plant',
      shapes: [
        box('field', {
          at: [10, 10],
          size: [300, 300],
          label: 'Device zone',
          type: 'SE.TB.TMCore.IoTDeviceZone',
        }),
        box('cloud', { at: [600, 10], size: [500, 400], label: 'Azure' }),
        external('valve', { at: [30, 60], label: 'Valve', type: 'SE.EI.TMCore.IoTdevice' }),
        external('pump', { at: [160, 180], label: 'Pump', type: 'SE.EI.TMCore.IoTdevice' }),
        process('hub', { at: [640, 60], label: 'Hub', type: 'SE.GP.TMCore.IoTCloudGateway' }),
        store('log', { at: [900, 200], label: 'Readings\r\n database' }),
      ],
      lines: [
        flow('ask', 'valve', 'hub', { label: 'reading' }),
        flow('keep', 'hub', 'log', { label: 'readings' }),
        flow('spill', 'pump', 'hub', { label: 'pressure' }),
        flow('loose', 'hub', undefined, { label: 'nowhere' }),
        arc('wall', [450, 0], [450, 500], { label: 'Internet' }),
      ],
    },
    {
      name: 'Other',
      shapes: [process('hub2', { label: 'Hub', type: 'SE.GP.TMCore.IoTCloudGateway', at: [50, 50] })],
    },
  ],
  threats: [
    { type: 'TH1', flow: 'ask', state: 'Mitigated', justification: 'signed', changedBy: 'ann' },
    { type: 'TH2', flow: 'ask', properties: { [COLUMN]: 'Bob' } },
    { type: 'TH1', flow: 'keep', state: 'NotApplicable', justification: '' },
    { type: 'TH1', flow: 'spill', state: 'NeedsInvestigation', justification: 'why?' },
  ],
  template: {
    stencils: [
      { id: 'SE.TB.TMCore.IoTDeviceZone', name: 'IoT Device Zone', parent: 'GE.TB.B' },
      { id: 'SE.EI.TMCore.IoTdevice', name: 'IoT Device', parent: 'GE.EI' },
      { id: 'SE.GP.TMCore.IoTCloudGateway', name: 'IoT Cloud Gateway', parent: 'GE.P' },
    ],
    rules: [
      {
        id: 'TH1',
        include: "source is 'GE.P' or source is 'GE.EI'",
        title: '{source.Name} spoofed',
        category: 'S',
      },
      { id: 'TH2', include: "source is 'GE.EI'", category: 'T' },
    ],
    columns: [{ name: COLUMN, label: 'Who' }],
  },
  meta: {
    ThreatModelName: 'Valve line',
    HighLevelSystemDescription: 'Moves valves.',
    Owner: 'ann',
    Assumptions: 'One\r\nTwo',
  },
  validations: ['a connector is loose'],
};

const FILE = 'model.tm7';
const original = { file: FILE, bytes: bytesOf(drawing(PLANT)) };
const before = readTm7(original.bytes, FILE).value;
if (!before) throw new Error('the drawing is not sound');
const { document } = before;
const { files: imported } = importDrawing(PLANT);

/** Exports the project after somebody changed a file of it: from, to, and so on. */
function changed(file: string, ...pairs: readonly string[]) {
  let files: Files = imported;
  for (let at = 0; at + 1 < pairs.length; at += 2)
    files = edit(files, file, pairs[at] ?? '', pairs[at + 1] ?? '');
  return exported(files);
}

function exported(files: Files, noted = true) {
  const exportedNow = exportProject({ ...steps(files), files }, original, noted);
  const report = {
    ...exportedNow.report,
    notWritten: exportedNow.report.notWritten.filter(
      ({ why }) => !why.startsWith('the rule is of our catalogue'),
    ),
  };
  const ids = zIds(exportedNow.tm7.document.root);
  expect(ids).toEqual(ids.map((_, index) => `i${index + 1}`));
  return { ...exportedNow, report, diff: differences(document.root, exportedNow.tm7.document.root), files };
}

/** What importing the exported file into the project then changes: nothing, where everything could be written. */
function importedAgain({ tm7, files }: ReturnType<typeof exported>) {
  return importInto(tm7, files);
}

const AT = 'ThreatModel/DrawingSurfaceList/DrawingSurfaceModel';
const NAME = (container: string) => `${AT}/${container}/KeyValueOfguidanyType/Value/Properties/anyType/Value`;
const ROW = 'ThreatModel/ThreatInstances/KeyValueOfstringThreatpc_P0_PhOB/Value';
const PROPERTY = `${ROW}/Properties/KeyValueOfstringstring/Value`;

describe('what was not changed', () => {
  it('stays, tree by tree', () => {
    expect(exported(imported)).toMatchObject({ diff: [], report: { notWritten: [], notes: [] } });
    expect(exported(imported, false)).toMatchObject({ diff: [], report: { notWritten: [], notes: [] } });
  });

  it('stays as the file has it where the file is newer than the project', () => {
    const tabs = PLANT.tabs?.map((tab) => ({
      ...tab,
      shapes: [
        ...(tab.shapes ?? []).map((shape) =>
          shape.id === 'valve' ? { ...shape, label: 'Big valve' } : shape,
        ),
        ...(tab.name === 'Plant' ? [process('fresh', { at: [700, 600], label: 'Fresh' })] : []),
      ],
    }));
    const newer = { file: FILE, bytes: bytesOf(drawing({ ...PLANT, ...(tabs && { tabs }) })) };
    const { report, text } = exportProject({ ...steps(imported), files: imported }, newer);
    expect(text).toContain('Big valve');
    expect(text).toContain('Fresh');
    expect(report.notWritten).toContainEqual({
      what: 'anything about "Fresh"',
      why: 'the file has it and the project never had it; it is kept: import the file again to bring it in',
    });
    const files = edit(imported, 'system.yaml', 'name: Valve\n', 'name: Our valve\n');
    const both = exportProject({ ...steps(files), files }, newer);
    expect(both.text).toContain('Our valve');
    expect(both.report.notes).toEqual([
      '"valve" (name) was changed in the file and in the project; the project\'s word is written',
    ]);
  });
});

describe('a change shows in its place alone', () => {
  it.each([
    ['an element', 'name: Valve\n', 'name: Ball valve\n', [`${NAME('Borders')}: "Valve" is "Ball valve"`]],
    ['a zone', 'name: Azure\n', 'name: AWS\n', [`${NAME('Borders')}: "Azure" is "AWS"`]],
    [
      'a flow',
      'name: readings\n',
      'name: all readings\n',
      [`${NAME('Lines')}: "readings" is "all readings"`],
    ],
    ['a boundary', 'name: Internet\n', 'name: WAN\n', [`${NAME('Lines')}: "Internet" is "WAN"`]],
    [
      'an element on two tabs',
      'name: Hub\n',
      'name: Broker\n',
      [`${NAME('Borders')}: "Hub" is "Broker"`, `${NAME('Borders')}: "Hub" is "Broker"`],
    ],
    [
      'a tab',
      'name: Plant\n',
      'name: The plant\n',
      [`${AT}/Properties/anyType/Value: "Plant" is "The plant"`, `${AT}/Header: "Plant" is "The plant"`],
    ],
    [
      'the model',
      'name: Valve line\n',
      'name: Line 2\n',
      ['ThreatModel/MetaInformation/ThreatModelName: "Valve line" is "Line 2"'],
    ],
    [
      'its description',
      'Moves valves.',
      'Moves all valves.',
      ['ThreatModel/MetaInformation/HighLevelSystemDescription: "Moves valves." is "Moves all valves."'],
    ],
    [
      'an assumption',
      'text: Two',
      'text: Three',
      ['ThreatModel/MetaInformation/Assumptions: "One\\nTwo" is "One\\r\\nThree"'],
    ],
  ])('%s renamed', (_, from, to, diff) => {
    const result = changed('system.yaml', from, to);
    expect(result.diff).toEqual(diff);
    expect(result.report.notWritten).toEqual([]);
    expect(importedAgain(result).report.again?.conflicts).toEqual([]);
  });

  it('hostile names', () => {
    const name = `<b>&"'\\]]>\\u{1F600}${'x'.repeat(4000)}`;
    const result = changed('system.yaml', 'name: Valve\n', `name: ${JSON.stringify(name)}\n`);
    expect(result.tm7.surfaces[0]?.shapes.find(({ guid: id }) => id === guid('valve'))?.name).toBe(name);
    expect(result.diff).toHaveLength(1);
  });

  it('out of scope, with the reason, and back', () => {
    const out = changed('system.yaml', 'name: Pump\n', 'name: Pump\n    outOfScope: rented\n');
    expect(out.diff).toEqual([`${NAME('Borders')}: "false" is "true"`, `${NAME('Borders')}: "" is "rented"`]);
    const line = changed('system.yaml', 'name: pressure\n', 'name: pressure\n    outOfScope: rented\n');
    expect(line.diff).toEqual([`${NAME('Lines')}: "false" is "true"`, `${NAME('Lines')}: "" is "rented"`]);
    expect(importedAgain(line).system.flows.get('pressure')?.outOfScope).toBe('rented');
  });

  it('what the tool has no place for is told: a zone out of scope, flows across a boundary', () => {
    const zone = changed('system.yaml', 'name: Azure\n', 'name: Azure\n    outOfScope: rented\n');
    const line = changed('system.yaml', '      - reading\n', '');
    expect(line.diff).toEqual([]);
    expect(line.report.notWritten).toEqual([
      {
        what: 'which flows cross the boundary "internet"',
        why: 'its line and theirs would have to be bent; do it in the tool',
      },
    ]);
    expect(zone.report.notWritten.length + zone.diff.length).toBeGreaterThan(0);
  });
});

describe('the list of threats', () => {
  it('title, description, priority, columns', () => {
    const { diff, report } = changed(
      'threats.yaml',
      'severity: high\n    columns:\n      Who: Bob\n',
      'severity: low\n    description: "first\\nsecond"\n    columns:\n      Who: Eve\n',
    );
    expect(diff.toSorted()).toEqual(
      [
        `${PROPERTY}: "" is "first\\r\\nsecond"`,
        `${PROPERTY}: "Bob" is "Eve"`,
        `${PROPERTY}: "High" is "Low"`,
        `${ROW}/Priority: "High" is "Low"`,
      ].toSorted(),
    );
    expect(report.notWritten).toEqual([]);
  });

  it('a severity and a column that the file does not have are told', () => {
    const { diff, report } = changed(
      'threats.yaml',
      'severity: high\n    columns:\n      Who: Bob\n',
      'severity: critical\n    columns:\n      Who: Bob\n      When: now\n',
    );
    expect(diff).toEqual([]);
    expect(report.notWritten.map(({ why }) => why)).toEqual([
      "the file's priorities are High, Medium, Low",
      'the file has no such column',
    ]);
  });

  it.each([
    ['needs-investigation, reason: ask }', 'NeedsInvestigation', 'ask'],
    ['not-applicable, reason: no radio }', 'NotApplicable', 'no radio'],
    ['avoided, reason: sold }', 'Mitigated', 'Avoided: sold. Decided, not shown by a check.'],
    [
      'accepted, owner: bob, reason: small, until: 2099-01-01 }',
      'NeedsInvestigation',
      'Accepted by bob until 2099-01-01: small.',
    ],
    [
      'transferred, to: ann, requires: a lock }',
      'NeedsInvestigation',
      'Transferred to ann, who must: a lock.',
    ],
  ])('decided %s', (decision, state, justification) => {
    const { diff, report } = changed(
      'decisions.yaml',
      'decisions:\n',
      `decisions:\n  tm7/TH2@reading: { status: ${decision}\n`,
    );
    expect(diff.filter((line) => !line.includes('ChangedBy'))).toEqual([
      `${PROPERTY}: "" is "${justification}"`,
      `${ROW}/State: "AutoGenerated" is "${state}"`,
    ]);
    expect(report.poorer).toHaveLength(/accepted|transferred|avoided/.test(decision) ? 1 : 0);
  });

  it('a claim taken back, and one that is only planned', () => {
    const back = edit(
      imported,
      'decisions.yaml',
      imported.get('decisions.yaml')?.match(/claims:[\s\S]*$/)?.[0] ?? '',
      '',
    );
    expect(exported(back).diff).toEqual(
      [
        `${ROW}/ChangedBy: i:nil="true" is `,
        `${PROPERTY}: "signed" is ""`,
        `${ROW}/State: "Mitigated" is "AutoGenerated"`,
      ]
        .filter((line) => !line.includes('nil'))
        .toSpliced(0, 0, `${ROW}/ChangedBy: "ann" is ""`),
    );
    const planned = changed('decisions.yaml', 'state: in-place\n', 'state: planned\n    due: 2099-02-03\n');
    expect(planned.diff).toEqual([
      `${PROPERTY}: "signed" is "Planned: tm7-th1 by ann, due on 2099-02-03 (signed)."`,
      `${ROW}/State: "Mitigated" is "NeedsInvestigation"`,
    ]);
  });

  it('a threat that was removed loses its row', () => {
    const text = imported.get('threats.yaml') ?? '';
    const entry = /\n  th2-reading:[\s\S]*?(?=\n  \S)/.exec(text)?.[0] ?? '';
    const { diff } = exported(edit(imported, 'threats.yaml', entry, ''));
    expect(diff).toHaveLength(1);
    expect(diff[0]).toMatch(/^ThreatModel\/ThreatInstances: - \w+ TH2/);
  });
});

describe('what is drawn new', () => {
  const ADDED = {
    element: 'elements:\n  smoke:\n    name: Smoke sensor\n    type: sensor\n    zone: device-zone\n',
    flow: 'flows:\n  alarm:\n    name: alarm\n    from: smoke\n    to: hub\n    kind: data\n',
  };

  it('an element and its flow: a free place in its zone, ports, a handle, threats of the template', () => {
    const result = changed(
      'system.yaml',
      'elements:\n',
      ADDED.element,
      'flows:\n',
      ADDED.flow,
      'crossedBy:\n',
      'crossedBy:\n      - alarm\n',
    );
    const { tm7, report, diff } = result;
    expect(report.notWritten).toEqual([]);
    expect(diff.map((line) => line.replace(/ [0-9a-f-]{36}.*| TH.*/, ''))).toEqual([
      `${AT}/Borders: + KeyValueOfguidanyType`,
      `${AT}/Lines: + KeyValueOfguidanyType`,
      'ThreatModel/ThreatInstances: + KeyValueOfstringThreatpc_P0_PhOB',
      'ThreatModel/ThreatInstances: + KeyValueOfstringThreatpc_P0_PhOB',
    ]);
    const [tab] = tm7.surfaces;
    const smoke = tab?.shapes.find(({ name }) => name === 'Smoke sensor');
    const alarm = tab?.lines.find(({ name }) => name === 'alarm');
    expect(smoke).toMatchObject({ type: 'SE.EI.TMCore.IoTdevice', form: 'rectangle' });
    expect(alarm).toMatchObject({ source: { guid: smoke?.guid }, target: { guid: guid('hub') } });
    const again = importedAgain(result);
    expect(again.problems).toEqual([]);
    expect(
      tm7.threats.filter(({ flow: on }) => on === alarm?.guid).map(({ type, state }) => [type, state]),
    ).toEqual([
      ['TH1', 'AutoGenerated'],
      ['TH2', 'AutoGenerated'],
    ]);
    expect(exported(result.files).text).toBe(result.text);
  });

  it('a zone with elements in it, inside another', () => {
    const { tm7, report } = changed(
      'system.yaml',
      'zones:\n',
      'zones:\n  vault:\n    name: Vault\n    type: services\n    parent: azure\n',
      'elements:\n',
      'elements:\n  key:\n    name: Keys\n    type: key-vault\n    zone: vault\n',
    );
    expect(report.notWritten).toEqual([]);
    const fresh = importInto(tm7).system;
    expect(fresh.zones.get('vault')?.parent).toBe('azure');
    expect(fresh.elements.get('keys')?.zone).toBe('vault');
    expect(fresh.elements.get('hub')?.zone).toBe('azure');
  });

  it('a zone around what stands already', () => {
    const { tm7, report, diff } = changed(
      'system.yaml',
      'zones:\n',
      'zones:\n  data:\n    name: Data\n    type: services\n    parent: azure\n',
      'type: database # proposed: its name says so: "Readings database"\n    zone: azure\n',
      'type: database\n    zone: data\n',
    );
    expect(report.notWritten).toEqual([]);
    expect(diff).toHaveLength(1);
    expect(importInto(tm7).system.elements.get('readings-database')?.zone).toBe('data');
  });

  it('an element in another zone: it moves there, and its lines with it', () => {
    const { tm7, report, diff } = changed(
      'system.yaml',
      'name: Pump\n    type: device\n    zone: device-zone\n',
      'name: Pump\n    type: device\n    zone: azure\n',
    );
    expect(report.notWritten).toEqual([
      {
        what: 'which flows cross the boundary "internet"',
        why: 'its line and theirs would have to be bent; do it in the tool',
      },
    ]);
    expect(importInto(tm7).system.elements.get('pump')?.zone).toBe('azure');
    expect(diff.every((line) => /\/(Left|Top|SourceX|SourceY|HandleX|HandleY):/.test(line))).toBe(true);
  });

  it('a boundary that cuts just the flows it should', () => {
    const { tm7, report } = changed(
      'system.yaml',
      'boundaries:\n',
      'boundaries:\n  fence:\n    name: Fence\n    crossedBy: [readings, pressure]\n',
    );
    expect(report.notWritten).toEqual([]);
    const fresh = importInto(tm7).system;
    const fences = [...fresh.boundaries.values()].filter(({ name }) => name === 'Fence');
    expect(fences.flatMap(({ crossedBy }) => crossedBy).toSorted()).toEqual(['pressure', 'readings']);
  });

  it('a view: a tab with what it shows', () => {
    const { tm7, report } = changed(
      'system.yaml',
      'views:\n',
      'views:\n  short:\n    name: Short\n    elements: [pump, readings-database]\n',
    );
    expect(report.notWritten).toEqual([]);
    expect(tm7.surfaces.map(({ name, shapes }) => [name, shapes.map((shape) => shape.name)]).at(-1)).toEqual([
      'Short',
      ['Device zone', 'Pump', 'Azure', 'Readings database'],
    ]);
  });

  it('a flow joined to another element: its rows follow with their triage', () => {
    const result = changed(
      'system.yaml',
      'name: pressure\n    from: pump\n    to: hub\n',
      'name: pressure\n    from: pump\n    to: readings-database\n',
    );
    const { tm7 } = result;
    const line = tm7.surfaces[0]?.lines.find(({ guid: id }) => id === guid('spill'));
    expect(line?.target.guid).toBe(guid('log'));
    expect(tm7.threats.filter(({ flow: on }) => on === guid('spill'))).toMatchObject([
      {
        key: `TH1${guid('pump')}${guid('spill')}${guid('log')}`,
        state: 'NeedsInvestigation',
        target: guid('log'),
      },
      { type: 'TH2', state: 'AutoGenerated' },
    ]);
  });
});

describe('what was removed', () => {
  it('goes with its lines and rows', () => {
    const system = (imported.get('system.yaml') ?? '')
      .replace(/\n {2}pump:[\s\S]*?(?=\n {2}hub:)/, '')
      .replace(/\n {2}pressure:[\s\S]*?(?=\n\S)/, '')
      .replace('      - pressure\n', '')
      .replace('      - pump\n', '');
    const threats = (imported.get('threats.yaml') ?? '').replace(/\n {2}th1-pressure:[\s\S]*$/, '\n');
    const decisions = (imported.get('decisions.yaml') ?? '').replace(
      /\n {2}tm7\/TH1@pressure:[\s\S]*?(?=\n\S)/,
      '',
    );
    const files = new Map([
      ...imported,
      ['system.yaml', system],
      ['threats.yaml', threats],
      ['decisions.yaml', decisions],
    ]);
    for (const noted of [true, false]) {
      const { diff, report } = exported(files, noted);
      expect(diff.map((line) => line.replace(/ TH1.*/, ''))).toEqual([
        `${AT}/Borders: - KeyValueOfguidanyType ${guid('pump')}`,
        `${AT}/Lines: - KeyValueOfguidanyType ${guid('spill')}`,
        'ThreatModel/ThreatInstances: - KeyValueOfstringThreatpc_P0_PhOB',
      ]);
      expect(report.written).toContainEqual({ what: 'removed ("Pump", "pressure")', count: 2 });
      expect(report.notes).toHaveLength(noted ? 0 : 1);
    }
  });
});
