/** Importing a list again: what people changed stays, what the list changed comes, what is gone goes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { edit, importList, PLANT } from './testing/project.ts';

const LIST = `Id,Threat,STRIDE,Component,Severity,Status,Owner,Comment
1,Read out,I,sensor,High,Open,,
2,Replaced,T,gateway,Low,Mitigated,ann,glue
3,Flooded,D,hub,Medium,Needs investigation,bob,look`;
const first = importList(LIST, { files: PLANT });

describe('again', () => {
  it('the same list over the same project changes nothing at all', () => {
    const again = importList(LIST, { files: first.files });
    expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(first.files));
    expect(again.report.again).toEqual({ changes: [], conflicts: [], offers: [] });
  });

  it('whatever the list says, in whatever order', () => {
    const word = fc.constantFrom(
      'Spoofed hub',
      'read, "out"',
      'T: x',
      'hub',
      'High',
      '3',
      'Mitigated',
      'closed',
      '',
      '=1',
    );
    const rows = fc.array(fc.tuple(word, word, word, word, word), { maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.boolean(), (table, hasIds) => {
        const heads = [hasIds ? 'Id' : 'Extra', 'Threat', 'Component', 'Severity', 'Status'];
        const text = [heads, ...table]
          .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const once = importList(text, { files: PLANT });
        expect(once.problems).toEqual([]);
        expect(once.hand).toHaveLength(table.filter(([, title]) => title !== '').length);
        const twice = importList(text, { files: once.files });
        expect(Object.fromEntries(twice.files)).toEqual(Object.fromEntries(once.files));
      }),
      { numRuns: 40 },
    );
  });

  it('other rows, another order: each threat keeps its id', () => {
    const lines = LIST.split('\n');
    const again = importList([lines[0], lines[3], '4,New one,S,hub,Low,Open,,', lines[1]].join('\n'), {
      files: first.files,
    });
    expect(again.hand.map(({ id, title }) => `${id} ${title}`).toSorted()).toEqual([
      'threats-1 Read out',
      'threats-3 Flooded',
      'threats-4 New one',
    ]);
    expect(again.problems).toEqual([]);
    expect(again.report.again?.changes).toEqual([
      '"New one" (threats-4) is new',
      '"Replaced" (threats-2) is gone from the list, and from the project',
    ]);
  });

  it('what is gone stays where people decided on it', () => {
    const files = edit(first.files, 'decisions.yaml', 'owner: ann', 'owner: carl');
    const again = importList(
      LIST.split('\n')
        .filter((line) => !line.startsWith('2'))
        .join('\n'),
      { files },
    );
    expect(again.problems).toEqual([]);
    expect(again.hand.map(({ id }) => id)).toContain('threats-2');
    expect(again.decisions.claims.get('against-threats-2@gateway')).toMatchObject({ owner: 'carl' });
    expect(again.report.again?.changes[0]).toContain('is gone from the list, and stays');
  });

  it('edits of threats.yaml stay, and the list may change the rest', () => {
    let files = edit(first.files, 'threats.yaml', 'title: Read out', 'title: Read out over the air # ours');
    files = edit(files, 'threats.yaml', 'severity: low', 'severity: critical');
    const again = importList(
      LIST.replace('I,sensor,High', 'I,gateway,Low').replace('T,gateway,Low', 'T,gateway,Medium'),
      { files },
    );
    expect(again.problems).toEqual([]);
    expect(again.hand.map(({ title, severity, subject }) => [title, severity, subject.id])).toEqual([
      ['Read out over the air', 'low', 'gateway'],
      ['Replaced', 'critical', 'gateway'],
      ['Flooded', 'medium', 'hub'],
    ]);
    expect(again.files.get('threats.yaml')).toContain('# ours');
    expect(again.report.again?.conflicts).toEqual([
      "threats / threats-2 / severity: changed in the list and in the project; the project's word stands",
    ]);
  });

  it('a decision is one side whole; where both changed it, ours', () => {
    const decided = edit(
      first.files,
      'decisions.yaml',
      'status: needs-investigation\n    reason: look',
      'status: avoided\n    reason: no radio any more',
    );
    const again = importList(LIST.replace('Needs investigation', 'Not applicable'), { files: decided });
    expect(again.problems).toEqual([]);
    expect(again.decisions.decisions.get('threats-3@hub')).toEqual({
      status: 'avoided',
      reason: 'no radio any more',
      owner: 'bob',
    });
    expect(again.report.again?.conflicts).toHaveLength(1);
    const theirs = importList(LIST.replace('Needs investigation', 'Not applicable'), { files: first.files });
    expect(theirs.decisions.decisions.get('threats-3@hub')).toMatchObject({ status: 'not-applicable' });
  });

  it('a decision moves with its threat, whoever moves it', () => {
    const moved = importList(LIST.replace('D,hub', 'D,gateway'), { files: first.files });
    expect([...moved.decisions.decisions.keys()]).toEqual(['threats-3@gateway']);
    const files = edit(first.files, 'threats.yaml', 'subject: hub', 'subject: uplink');
    const ours = importList(LIST, { files });
    expect([...ours.decisions.decisions.keys()]).toEqual(['threats-3@uplink']);
    expect(ours.problems).toEqual([]);
  });

  it('a threat that people renamed or took out is found, or stays out', () => {
    const renamed = edit(first.files, 'threats.yaml', '  threats-1:', '  over-the-air:');
    const again = importList(LIST.replace('Read out', 'Read'), { files: renamed });
    expect(again.hand.map(({ id, title }) => `${id} ${title}`)).toContain('over-the-air Read');
    expect(again.hand).toHaveLength(3);
    const text = first.files.get('threats.yaml') ?? '';
    const out = new Map([...first.files, ['threats.yaml', text.slice(0, text.indexOf('  threats-3:'))]]);
    const decisions =
      first.files.get('decisions.yaml')?.replace(/ {2}threats-3@hub:[\s\S]*?(?=claims)/, '') ?? '';
    const without = importList(LIST, { files: new Map([...out, ['decisions.yaml', decisions]]) });
    expect(without.hand.map(({ id }) => id)).toEqual(['threats-1', 'threats-2']);
    expect(without.report.again?.changes).toEqual([
      '"Flooded" (threats-3) was taken out of the project, and stays out',
    ]);
  });

  it('without the note of the last import: the project stands, and nothing is there twice', () => {
    const files = new Map([...first.files].filter(([name]) => name !== 'import-base-lists.json'));
    const again = importList(LIST.replace('Read out', 'Read'), { files });
    expect(again.hand.map(({ title }) => title)).toEqual(['Read out', 'Replaced', 'Flooded']);
    expect(again.problems).toEqual([]);
  });

  it('two lists in one project do not touch each other, nor threats of one’s own', () => {
    const own = edit(
      first.files,
      'threats.yaml',
      'threats:\n',
      'threats:\n  mine: { title: Mine, stride: [S], subject: hub }\n',
    );
    const other = importList('Id,Threat\n1,Other', { file: 'other.csv', files: own });
    expect(other.hand.map(({ id }) => id).toSorted()).toEqual([
      'mine',
      'other-1',
      'threats-1',
      'threats-2',
      'threats-3',
    ]);
    const again = importList(LIST, { files: other.files });
    expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(other.files));
    expect(again.problems).toEqual([]);
  });

  it('columns read differently: rows find their threats by all their cells', () => {
    const files = edit(first.files, 'import-mapping.yaml', 'Id: id', 'Id: column');
    const again = importList(LIST, { files });
    expect(again.hand.map(({ id }) => id)).toEqual(['threats-1', 'threats-2', 'threats-3']);
    expect(again.decisions.claims.size).toBe(1);
    expect(again.problems).toEqual([]);
  });
});
