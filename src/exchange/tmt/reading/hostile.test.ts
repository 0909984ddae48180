/** Whatever happens to a file on its way, reading it ends, in good time, with a model or with placed problems. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hasErrors, type Problem } from '../../../text/problem.ts';
import { readTemplate } from '../read-template.ts';
import { readTm7 } from '../read-tm7.ts';
import { arc, box, bytesOf, drawing, flow, process, store } from '../testing/drawing.ts';

const FILE = 'some.tm7';
const TEXT = drawing({
  tabs: [
    {
      name: 'One',
      shapes: [box('zone'), process('a', { at: [10, 10], outOfScope: 'no' }), store('b', { at: [600, 10] })],
      lines: [
        flow('go', 'a', 'b', { attributes: [{ name: 'x', options: ['1', '2'] }] }),
        flow('lost', 'a', undefined),
        arc('wall', [400, 0], [400, 400]),
      ],
    },
    { name: 'Two', shapes: [process('c')] },
  ],
  threats: [{ type: 'TH1', flow: 'go', state: 'Mitigated', justification: 'yes' }],
  template: {
    stencils: [{ id: 'SE.A', parent: 'GE.P', attributes: [{ name: 'x', values: ['1', '2'] }] }],
    rules: [{ id: 'TH1', include: "source is 'GE.P' and flow.x is '1'", exclude: "target is 'GE.P'" }],
  },
});
const BYTES = bytesOf(TEXT);

/** Reads in every way, and says what broke of what the readers promise. */
function broken(bytes: Uint8Array): readonly string[] {
  const wrong: string[] = [];
  for (const lenient of [false, true]) {
    for (const read of [readTm7, readTemplate]) {
      const { value, problems } = read(bytes, FILE, { lenient });
      if ((value === undefined) !== hasErrors(problems)) wrong.push('a value beside an error, or neither');
      const isPlaced = ({ where }: Problem): boolean =>
        where !== undefined && where.file === FILE && where.line > 0 && where.column > 0;
      if (!problems.every(isPlaced)) wrong.push('a problem without a place');
    }
  }
  const { value } = readTm7(bytes, FILE, { lenient: true });
  for (const { shapes, lines } of value?.surfaces ?? []) {
    const guids = new Set(shapes.map(({ guid }) => guid));
    for (const { source, target, handle } of lines) {
      const attached = [source, target].flatMap(({ guid }) => guid ?? []);
      if (!attached.every((guid) => guids.has(guid))) wrong.push('an end attached to nothing');
      const numbers = [source.x, source.y, target.x, target.y, handle.x, handle.y];
      if (!numbers.every(Number.isFinite)) wrong.push('a coordinate that is no number');
    }
  }
  return wrong;
}

const tags = [...TEXT.matchAll(/<[^>]*>/g)].map(({ 0: tag, index }) => ({ tag, index }));
const values = [...TEXT.matchAll(/>([^<>]+)</g)].map(({ 1: value = '', index }) => ({
  value,
  at: index + 1,
}));

/** From a tag to the end of its element. */
function extent({ tag, index }: { tag: string; index: number }): string {
  const name = /^<([\w:]+)/.exec(tag)?.[1] ?? '';
  let depth = 0;
  for (const match of TEXT.slice(index).matchAll(new RegExp(`<(/?)${name}(?=[ >/])[^>]*?(/?)>`, 'g'))) {
    if (match[2] !== '/') depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return TEXT.slice(index, index + match.index + match[0].length);
  }
  return '';
}

describe('hostile files', () => {
  it('may end anywhere', () => {
    fc.assert(
      fc.property(fc.nat(BYTES.length), (length) => {
        expect(broken(BYTES.subarray(0, length))).toEqual([]);
      }),
    );
  });

  it('may have any bytes changed', () => {
    const edit = fc.record({ at: fc.nat(BYTES.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const bytes = BYTES.slice();
        for (const { at, byte } of edits) bytes[at] = byte;
        expect(broken(bytes)).toEqual([]);
      }),
    );
  });

  it('may have any value replaced', () => {
    const strange = fc.oneof(
      fc.constantFrom(
        '',
        ' ',
        '-1',
        '1e400',
        'NaN',
        '__proto__',
        'constructor',
        'ROOT',
        '99999999999',
        "'",
        'true',
      ),
      fc.constantFrom(...values.map(({ value }) => value)),
      fc.string({ maxLength: 8 }).map((text) => text.replaceAll(/[<>&\p{C}]/gu, '?')),
    );
    const edit = fc.record({ which: fc.nat(values.length - 1), by: strange });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = TEXT;
        for (const { which, by } of edits.toSorted((a, b) => b.which - a.which)) {
          const { at, value } = values[which] ?? { at: 0, value: '' };
          text = text.slice(0, at) + by + text.slice(at + value.length);
        }
        expect(broken(bytesOf(text))).toEqual([]);
      }),
    );
  });

  it('may have any element left out, doubled or renamed', () => {
    const paired = tags.filter(({ tag }) => !tag.startsWith('</') && !tag.endsWith('/>'));
    fc.assert(
      fc.property(fc.nat(paired.length - 1), fc.constantFrom('out', 'twice', 'renamed'), (which, how) => {
        const tag = paired[which] ?? { tag: '', index: 0 };
        const whole = extent(tag);
        const by =
          how === 'out'
            ? ''
            : how === 'twice'
              ? whole + whole
              : whole.replace(/^<[\w:]+/, '<zzz').replace(/<\/[\w:]+>$/, '</zzz>');
        expect(broken(bytesOf(TEXT.slice(0, tag.index) + by + TEXT.slice(tag.index + whole.length)))).toEqual(
          [],
        );
      }),
    );
  });

  it('may be anything at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(broken(bytes)).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '/', '>', 'a', ' ', '=', '"', '&', '!', '?', '[') }),
        (text) => {
          expect(broken(bytesOf(text))).toEqual([]);
        },
      ),
    );
  });

  // What costs the square of the size does not end within the time that a test has.
  it.each([
    [
      'stencils that inherit from each other in one long line',
      (at: number) =>
        `<ElementType><ID>${at}</ID><ParentElement>${at + 1}</ParentElement><Attributes><Attribute><Name>${at}</Name></Attribute></Attributes></ElementType>`,
      (inner: string) =>
        `<ThreatModel><KnowledgeBase><StandardElements>${inner}</StandardElements></KnowledgeBase></ThreatModel>`,
    ],
    [
      'threats about nothing',
      (at: number) => `<k><Key>${at}</Key><Value><Id>x</Id><FlowGuid>y</FlowGuid></Value></k>`,
      (inner: string) => `<ThreatModel><ThreatInstances>${inner}</ThreatInstances></ThreatModel>`,
    ],
    [
      'shapes with one GUID',
      () => '<k><Value><GenericTypeId>GE.P</GenericTypeId><Guid>same</Guid></Value></k>',
      (inner: string) =>
        `<ThreatModel><DrawingSurfaceList><DrawingSurfaceModel><Guid>tab</Guid><Borders>${inner}</Borders></DrawingSurfaceModel></DrawingSurfaceList></ThreatModel>`,
    ],
  ])('may be large and dull: %s', (_, part, whole) => {
    expect(broken(bytesOf(whole(Array.from({ length: 10_000 }, (__, at) => part(at)).join(''))))).toEqual([]);
  });
});
