/** CSV against an independent writer, and as programs and attackers write it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseCsv } from '../../../text/csv.ts';
import { readCsv } from './csv.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const rowsOf = (bytes: Uint8Array, lenient = false) =>
  readCsv(bytes, 'list.csv', lenient).value?.sheets[0]?.rows.map(({ cells }) => cells);

describe('CSV', () => {
  it('what a writer of RFC 4180 writes is read back, whatever is in the cells', () => {
    const separator = fc.constantFrom(',', ';', '\t', '|');
    const end = fc.constantFrom('\r\n', '\n', '\r');
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '|', '\r', '\n', ' ', 'ä', '€') }),
    );
    const record = fc.array(cell, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(record),
        separator,
        end,
        fc.boolean(),
        fc.boolean(),
        (records, by, eol, all, last) => {
          const quoted = (text: string): string =>
            all || /["\r\n]/.test(text) || text.includes(by) ? `"${text.replaceAll('"', '""')}"` : text;
          const text = records.map((cells) => cells.map(quoted).join(by)).join(eol) + (last ? eol : '');
          expect(parseCsv(text, by).records.map(({ cells }) => cells)).toEqual(records);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, and ends, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, lenient) => {
        const { value, problems } = readCsv(bytes, 'x.csv', lenient);
        expect(value !== undefined || problems.length > 0).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', '\r', ';') }), (text) => {
        expect(readCsv(utf8(text), 'x.csv', true).value).toBeDefined();
      }),
    );
  });

  it('knows the line on which a row starts', () => {
    const { records } = parseCsv('a,"b\r\nb\nb"\r\n\r\nc,d\re,f', ',');
    expect(records.map(({ line }) => line)).toEqual([1, 5, 6]);
  });

  it.each([
    [
      'a mark of UTF-8',
      [0xef, 0xbb, 0xbf, ...utf8('ä,b\nc,d')],
      [
        ['ä', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'UTF-16',
      [0xff, 0xfe, ...'ä\tb\n'.split('').flatMap((letter) => [letter.charCodeAt(0), 0])],
      [['ä', 'b']],
    ],
    [
      'Windows-1252',
      [0xe4, 0x3b, 0x80, 0x0a, 0x63, 0x3b, 0x64],
      [
        ['ä', '€'],
        ['c', 'd'],
      ],
    ],
    ['a named separator', utf8('sep=|\r\na,b|c\r\n'), [['a,b', 'c']]],
    [
      'commas in cells between semicolons',
      utf8('Threat, or what;Status\ne, f;g, h\n'),
      [
        ['Threat, or what', 'Status'],
        ['e, f', 'g, h'],
      ],
    ],
    ['quotes in the middle of cells', utf8('5" screen,"b" c\n'), [['5" screen', 'b c']]],
    [
      'a separator at the end',
      utf8('a,b,\n,,'),
      [
        ['a', 'b', ''],
        ['', '', ''],
      ],
    ],
    ['characters that terminals obey', utf8('a\u001b[31mb,c\u0007'), [['a[31mb', 'c']]],
    ['nothing', utf8(''), []],
  ])('%s', (_, bytes, rows) => expect(rowsOf(Uint8Array.from(bytes))).toEqual(rows));

  it('a quote that is never closed is placed, or leniently a character', () => {
    const bytes = utf8('Threat,Note\nx,"never\ny,z\n');
    expect(readCsv(bytes, 'l.csv', false).problems).toMatchObject([
      { code: 'LST02', severity: 'error', where: { file: 'l.csv', line: 2, column: 3 } },
    ]);
    expect(rowsOf(bytes, true)).toEqual([
      ['Threat', 'Note'],
      ['x', '"never'],
      ['y', 'z'],
    ]);
  });

  it('what is no text, or too much of it, is refused', () => {
    expect(readCsv(Uint8Array.of(80, 75, 3, 4, 0, 0), 'l.csv', false).problems[0]?.code).toBe('LST01');
    expect(readCsv(utf8('a,b\n'.repeat(10_001)), 'l.csv', false).problems[0]?.code).toBe('LST03');
    expect(readCsv(utf8(`a${','.repeat(300)}\n`), 'l.csv', false).problems[0]?.code).toBe('LST03');
  });

  it('a long file of quotes takes no longer than any other', () => {
    const started = performance.now();
    readCsv(utf8(`"${'a""'.repeat(1_000_000)}`), 'l.csv', true);
    readCsv(utf8('"a'.repeat(1_000_001)), 'l.csv', true);
    readCsv(utf8('"\n'.repeat(1_000_001)), 'l.csv', true);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
