/** Workbooks: what cells can be, and what hostile files try. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';

import { workbook } from '../testing/workbook.ts';
import { readWorkbook } from './workbook.ts';
import { openZip } from './zip.ts';

const rowsOf = (bytes: Uint8Array) =>
  readWorkbook(bytes, 'l.xlsx').value?.sheets.map(({ rows }) => rows.map(({ cells }) => cells));
const refusal = (bytes: Uint8Array): string => {
  const { value, problems } = readWorkbook(bytes, 'l.xlsx');
  expect(value).toBeUndefined();
  return problems.map(({ code, message }) => `${code} ${message}`).join('\n');
};

describe('cells', () => {
  it('are what a spreadsheet shows', () => {
    const rows = [
      ['shared', { inline: 'in line' }, { runs: ['in ', 'runs'] }, 'a_x000D_\nb & <c>'],
      [4, 0.1 + 0.2, { day: 46_387 }, { day: 46_387.5 }],
      [{ formula: 'A1&"x"', result: 'text' }, { formula: '1+1', result: 2 }, null, '=cmd|x'],
    ];
    expect(rowsOf(workbook([{ name: 'L', rows }]))).toEqual([
      [
        ['shared', 'in line', 'in runs', 'a\nb & <c>'],
        ['4', '0.3', '2026-12-31', '2026-12-31 12:00'],
        ['text', '2', '', '=cmd|x'],
      ],
    ]);
  });

  it('days from 1904 are days', () => {
    expect(rowsOf(workbook([{ name: 'L', rows: [[{ day: 44_925 }]] }], { from1904: true }))).toEqual([
      [['2026-12-31']],
    ]);
  });

  it('that are merged say the same in each', () => {
    const rows = [
      ['ID', 'Risk', '', 'Component'],
      ['', 'Likelihood', 'Impact', ''],
      ['1', '2', '3', 'hub'],
      ['2', '2', '3'],
    ];
    const merged = ['B1:C1', 'A1:A2', 'D1:D2', 'D3:D4'];
    const { value } = readWorkbook(workbook([{ name: 'L', rows, merged }]), 'l.xlsx');
    expect(value?.sheets[0]?.rows.map(({ cells }) => cells)).toEqual([
      ['ID', 'Risk', 'Risk', 'Component'],
      ['ID', 'Likelihood', 'Impact', 'Component'],
      ['1', '2', '3', 'hub'],
      ['2', '2', '3', 'hub'],
    ]);
    expect([...(value?.sheets[0]?.rows[0]?.wide ?? [])]).toEqual([1, 2]);
  });

  it('have the number of their row, and sheets their names', () => {
    const { value } = readWorkbook(
      workbook([{ name: 'A & B', rows: [['x']], from: 7, hidden: true }]),
      'l.xlsx',
    );
    expect(value?.sheets).toMatchObject([{ name: 'A & B', hidden: true, rows: [{ line: 7 }] }]);
  });
});

describe('files that are not as they should be', () => {
  const plain = workbook([
    {
      name: 'L',
      rows: [
        ['Threat', 'Note'],
        ['x', 'y'],
      ],
    },
  ]);

  it('no workbook, an old one, one cut off', () => {
    expect(refusal(strToU8('Threat,Note'))).toBe('LST01 the file is no Excel workbook');
    expect(refusal(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0))).toContain('with a password, or of Excel 97');
    expect(refusal(plain.subarray(0, plain.length / 2))).toContain(
      'LST01 the workbook cannot be read: it has no directory',
    );
    expect(refusal(zipSync({ 'a.txt': strToU8('a') }))).toContain('it has no workbook in it');
  });

  it('a byte changed anywhere: a problem, or another text, never a crash', () => {
    for (let at = 0; at < plain.length; at += 3) {
      const damaged = Uint8Array.from(plain);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const { value, problems } = readWorkbook(damaged, 'l.xlsx');
      expect(value !== undefined || problems.length > 0).toBe(true);
    }
  });

  it('a DOCTYPE, and XML that is none', () => {
    const doctype = '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>';
    expect(refusal(workbook([], { parts: { 'xl/workbook.xml': doctype } }))).toContain('XML02');
    expect(refusal(workbook([], { parts: { 'xl/workbook.xml': '<workbook' } }))).toContain('XML01');
    expect(refusal(workbook([]))).toContain('it has no sheet in it');
  });

  it('a small file that unpacks to a huge one is refused before it has, whatever it says of itself', () => {
    const bomb = workbook([{ name: 'L', rows: [['x']] }], {
      parts: { 'xl/sharedStrings.xml': `<sst>${' '.repeat(40 * 1024 * 1024)}</sst>` },
    });
    expect(bomb.length).toBeLessThan(100_000);
    const started = performance.now();
    expect(refusal(bomb)).toContain('LST03 the workbook is too large: it unpacks to more than 32 MiB');
    const liar = Uint8Array.from(bomb);
    const view = new DataView(liar.buffer);
    for (let at = 0; at + 46 < liar.length; at++)
      if (view.getUint32(at, true) === 0x02_01_4b_50) view.setUint32(at + 24, 100, true);
    expect(refusal(liar)).toMatch(/LST03|LST01/);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('nor do many small things on many sheets cost more than seconds', () => {
    const sheets = Array.from({ length: 4 }, (_, index) => ({ name: `S${index}`, rows: [] }));
    const sheet = `<worksheet><sheetData><row>${'<c/>'.repeat(500_000)}</row></sheetData></worksheet>`;
    const parts = Object.fromEntries(
      sheets.map((_, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet]),
    );
    expect(refusal(workbook(sheets, { parts }))).toContain('it has more cells than any list of threats');
  });

  it('all parts together count', () => {
    const zip = openZip(zipSync({ a: new Uint8Array(600), b: new Uint8Array(600) }), 1000);
    expect(zip.read('a')?.length).toBe(600);
    expect(() => zip.read('b')).toThrow(/unpacks to more/);
  });

  it('two parts of one name, and parts that are encrypted', () => {
    const twice = zipSync({ 'xl/a.xml': strToU8('a'), 'xl/b.xml': strToU8('b') }, { level: 0 });
    const text = Uint8Array.from(twice, (byte) => (byte === 0x62 ? 0x61 : byte));
    expect(refusal(text)).toContain('it has two parts named "xl/a.xml"');
    const locked = Uint8Array.from(plain);
    const view = new DataView(locked.buffer);
    for (let at = 0; at + 46 < locked.length; at++)
      if (view.getUint32(at, true) === 0x02_01_4b_50) view.setUint16(at + 8, 1, true);
    expect(refusal(locked)).toContain('it is encrypted');
  });

  it('more rows, columns or merged cells than any list has', () => {
    const many = Array.from({ length: 10_001 }, (_, index) => [index]);
    expect(refusal(workbook([{ name: 'L', rows: many }]))).toContain(
      'LST03 the sheet has more than 10000 rows',
    );
    const wide = [Array.from({ length: 301 }, (_, index) => index)];
    expect(refusal(workbook([{ name: 'L', rows: wide }]))).toContain('LST03 row 1 has more than 300 columns');
    const merged = Array.from({ length: 2000 }, () => 'A1:KN10000');
    const rows = Array.from({ length: 100 }, () => ['x', 'y']);
    expect(refusal(workbook([{ name: 'L', rows, merged }]))).toContain(
      'LST03 the sheet has too many merged cells',
    );
  });
});
