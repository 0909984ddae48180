/** Workbooks as people build them: titles, several sheets, headings over headings, merged components. */
import { describe, expect, it } from 'vitest';

import { importList, PLANT, readList } from './testing/project.ts';
import { type SheetSpec, workbook } from './testing/workbook.ts';

const COVER: SheetSpec = {
  name: 'Cover',
  rows: [
    ['Threat model of the plant'],
    ['Author', 'ann'],
    ['Description', 'what we found'],
    ['Status', 'draft'],
  ],
};
const LIST: SheetSpec = {
  name: 'Threats 2026',
  from: 2,
  rows: [
    ['Threat model of the plant', '', '', '', '', '', '', ''],
    ['Component', 'No.', 'Threat', 'Risk', '', '', 'Status', 'Accepted until'],
    ['', '', '', 'Likelihood', 'Impact', 'Rating', '', ''],
    ['Field', '', '', '', '', '', '', ''],
    ['Level sensor', 1, 'Spoofed sensor', 4, 5, { formula: 'D6*E6', result: 20 }, 'open', ''],
    ['', 2, 'Case opened', 1, 2, { formula: 'D7*E7', result: 2 }, 'accepted', { day: 46_387 }],
    ['IoT Hub', 3, 'Flooded', 3, 4, 12, { runs: ['in ', 'progress'] }, ''],
  ],
  merged: ['A2:H2', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:F3', 'G3:G4', 'H3:H4', 'A5:H5', 'A6:A7'],
};
const LEGEND: SheetSpec = {
  name: 'Legend',
  rows: [
    ['Level', 'Meaning'],
    ['1', 'rare'],
    ['5', 'always'],
  ],
};

describe('a workbook', () => {
  const list = importList(workbook([COVER, LIST, LEGEND]), { file: 'plant.xlsx', files: PLANT });

  it('the sheet that looks like a list of threats is read, and that is a proposal', () => {
    expect(list.problems).toEqual([]);
    expect(list.report.proposals[0]).toEqual({
      what: 'the list is on the sheet "Threats 2026"',
      why: 'of all sheets it looks most like a list of threats; --sheet takes another',
    });
    expect(list.report.notCarried.map(({ what, where }) => [what, where])).toEqual([
      ['"Threat model of the plant"', 'row 2'],
      ['the sheet "Cover"', undefined],
      ['the sheet "Legend"', undefined],
      ['the row "Field"', 'sheet "Threats 2026", row 5'],
      ['the state "accepted" of "Case opened"', 'sheet "Threats 2026", row 7'],
    ]);
  });

  it('headings over headings, merged components, formulas, days', () => {
    expect(
      list.hand.map(({ id, severity, subject, columns }) => [id, severity, subject.id, columns]),
    ).toEqual([
      ['plant-1', 'critical', 'sensor', { Likelihood: '4', Impact: '5', Rating: '20' }],
      [
        'plant-2',
        'low',
        'sensor',
        { Likelihood: '1', Impact: '2', Rating: '2', Status: 'accepted', 'Accepted until': '2026-12-31' },
      ],
      ['plant-3', 'high', 'hub', { Likelihood: '3', Impact: '4', Rating: '12' }],
    ]);
    expect(list.hand[1]?.origin).toEqual({ format: 'xlsx', file: 'plant.xlsx', id: '2' });
    expect([...list.decisions.claims]).toEqual([
      ['against-plant-3@hub', { state: 'planned', owner: 'not named in plant.xlsx' }],
    ]);
  });

  it('an acceptance that nobody stands for is told; its day is kept', () => {
    expect(list.decisions.decisions.get('plant-2@sensor')?.reason).toContain('does not say who accepts it');
    expect(list.hand[1]?.columns).toMatchObject({ Status: 'accepted' });
  });

  it('another sheet is read when it is named; a hidden one only then', () => {
    const hidden = { ...LIST, name: 'Old', hidden: true, rows: LIST.rows.slice(0, 5) };
    const bytes = workbook([LIST, hidden]);
    expect(importList(bytes, { files: PLANT }).hand).toHaveLength(3);
    expect(importList(bytes, { files: PLANT, sheet: 'old' }).hand).toHaveLength(1);
    const { problems } = readList(bytes, { files: PLANT, sheet: 'Treats 2026' });
    expect(problems).toMatchObject([
      {
        code: 'LST05',
        message: 'there is no sheet "Treats 2026" in "threats.xlsx"',
        hint: 'Did you mean "Threats 2026"?',
      },
    ]);
  });

  it('the sheet that was read is in the mapping, and is read again', () => {
    expect(list.files.get('import-mapping.yaml')).toContain('sheet: Threats 2026');
    const longer = {
      ...LIST,
      name: 'Threats 2027',
      from: 1,
      rows: [...LIST.rows.slice(1), ['x', 9, 'New', 1, 1, 1]],
    };
    const again = importList(workbook([longer, LIST]), { file: 'plant.xlsx', files: list.files });
    expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(list.files));
  });

  it('without a list in it is refused, with a way out', () => {
    const { problems } = readList(workbook([LEGEND]), { files: PLANT });
    expect(problems).toMatchObject([{ code: 'LST04', where: { file: 'threats.xlsx', line: 1 } }]);
    expect(problems[0]?.hint).toContain('--mapping');
  });
});
