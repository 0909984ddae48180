import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { codeFrame, quote } from './frame.ts';

describe('codeFrame', () => {
  it('shows the line before, the line with carets, the line after', () => {
    const text = 'one\nzones:\n  field: { typ: device }\n  plant: {}\n';
    expect(codeFrame(text, { line: 3, column: 12, length: 3 })).toBe(
      ['2 | zones:', '3 |   field: { typ: device }', '  |            ^^^', '4 |   plant: {}'].join('\n'),
    );
  });

  it('does with one line, and with the last line of many', () => {
    expect(codeFrame('a: 1', { line: 1, column: 1 })).toBe('1 | a: 1\n  | ^');
    const text = Array.from({ length: 10 }, (_, index) => `l${index + 1}`).join('\r\n');
    expect(codeFrame(text, { line: 10, column: 2 })).toBe(' 9 | l9\n10 | l10\n   |  ^');
    expect(codeFrame('a\n', { line: 2, column: 1 })).toBe('1 | a\n2 |\n  | ^');
    expect(codeFrame('a', { line: 7, column: 1 })).toBe('');
  });

  it('keeps tabs under the caret', () => {
    expect(codeFrame('\tab', { line: 1, column: 3 })).toBe('1 | \tab\n  | \t ^');
  });

  it('cuts long lines around the column', () => {
    const text = `${'x'.repeat(5000)}Y${'z'.repeat(5000)}`;
    const [line = '', caret = ''] = codeFrame(text, { line: 1, column: 5001, length: 3 }).split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf('^')]).toBe('Y');
    const [end = '', below = ''] = codeFrame(text, { line: 1, column: 10_001 }).split('\n');
    expect(end[below.indexOf('^')]).toBe('z');
  });

  it('lets no control character through', () => {
    expect(codeFrame('a: \u001b[31mred\u009b', { line: 1, column: 4 })).toBe('1 | a: ·[31mred·\n  |    ^');
  });

  it('never throws, and its caret stands under the character meant', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', ' ', '\t', '\r\n', 'x'.repeat(80)), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 400 }),
        (parts, line, column) => {
          const whole = parts.join('');
          const frame = codeFrame(whole, { line, column });
          const meant = whole.split('\n')[line - 1]?.[column - 1];
          const rows = frame.split('\n');
          const caret = rows.findIndex((row) => /^ *\|[ \t]*\^/.test(row));
          if (meant === undefined || /\s/.test(meant)) return;
          expect(rows[caret - 1]?.[rows[caret]?.indexOf('^') ?? -1]).toBe(meant);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('quote', () => {
  it('shortens and tames names', () => {
    expect(quote('a b')).toBe('"a b"');
    expect(quote('x'.repeat(100))).toHaveLength(62);
    expect(quote('a\nb\u001b\u202e')).toBe('"a·b··"');
  });
});
