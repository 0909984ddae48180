/** Each kind of change made in Bestride, in a file that was imported: where it shows, and that nothing else does. */
import { describe, expect, it } from 'vitest';

import { edit, steps } from '../tm7-import/testing/project.ts';
import { bytesOf, drawing, guid, process } from '../tmt/testing/drawing.ts';
import {
  AT,
  changed,
  exported,
  FILE,
  imported,
  importedAgain,
  NAME,
  PLANT,
  PROPERTY,
  ROW,
} from './testing/plant.ts';
import { exportProject } from './testing/project.ts';

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

describe('what a drawing has no form for', () => {
  it('types and properties stated here are told, and leave the file alone', () => {
    const { diff, report } = changed(
      'system.yaml',
      'name: Pump\n    type: device\n',
      'name: Pump\n    type: actuator\n    listens: false\n',
      'name: pressure\n',
      'name: pressure\n    tls: { min: "1.2" }\n',
    );
    expect(diff).toEqual([]);
    expect(report.notWritten.map(({ what }) => what)).toEqual([
      'types, properties and numbers of "pump"',
      'protocols and protection of the flows "pressure"',
    ]);
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
