/** Files that are no models, and models with something wrong in them: each is placed, and leniently left out. */
import { describe, expect, it } from 'vitest';

import type { Problem } from '../../text/problem.ts';
import { readTm7 } from './read-tm7.ts';
import { box, bytesOf, drawing, flow, guid, process } from './testing/drawing.ts';
import type { Tm7 } from './tm7.ts';

const FILE = 'plant.tm7';
const TEXT = drawing({
  tabs: [
    {
      name: 'Plant',
      shapes: [box('zone'), process('one', { at: [400, 0] }), process('two', { at: [800, 0] })],
      lines: [
        flow('go', 'one', 'two', { attributes: [{ name: 'aaaa', options: ['No', 'Yes'], chosen: 1 }] }),
        flow('back', 'two', 'one'),
      ],
    },
  ],
  threats: [
    { type: 'TH1', flow: 'go', state: 'Mitigated' },
    { type: 'TH1', flow: 'back' },
  ],
  notes: ['remember'],
});

/** Exactly one place changes, or the test would test nothing. */
function change(from: string | RegExp, to: string): string {
  const changed = TEXT.replace(from, to);
  expect(changed).not.toBe(TEXT);
  return changed;
}

function counts({ surfaces, threats }: Tm7): readonly number[] {
  return [
    surfaces.length,
    surfaces.flatMap(({ shapes }) => shapes).length,
    surfaces.flatMap(({ lines }) => lines).length,
    threats.length,
  ];
}

/** The one problem of a strict reading, and what is left in a lenient one. */
function readBoth(text: string): { problem: Problem | undefined; model: Tm7 } {
  const strict = readTm7(bytesOf(text), FILE);
  expect(strict.value).toBeUndefined();
  const [problem, ...more] = strict.problems;
  expect(more).toEqual([]);
  const lenient = readTm7(bytesOf(text), FILE, { lenient: true });
  expect(lenient.problems).toMatchObject([
    { ...problem, severity: 'warning', hint: expect.any(String) as string },
  ]);
  if (!lenient.value) throw new Error('no model');
  return { problem, model: lenient.value };
}

describe('readTm7 of what is no model', () => {
  it.each([
    ['a ZIP', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'TMT01', /ZIP/],
    ['a template', bytesOf('<KnowledgeBase/>'), 'TMT01', /"KnowledgeBase"/],
    ['other XML', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'TMT01', /"svg"/],
    ['nothing', new Uint8Array(), 'XML01', /./],
    ['a DOCTYPE', bytesOf(`<!DOCTYPE ThreatModel>${TEXT}`), 'XML02', /DOCTYPE/],
    [
      'an entity',
      bytesOf('<!DOCTYPE a [<!ENTITY b "c">]><ThreatModel>&b;</ThreatModel>'),
      'XML02',
      /DOCTYPE/,
    ],
    ['too much', new Uint8Array(64 * 1024 * 1024 + 1), 'TXT02', /bytes/],
    [
      'too much UTF-16',
      Uint8Array.from({ length: 64 * 1024 * 1024 + 2 }, (_, at) => (at === 0 ? 0xff : 0xfe)),
      'TXT02',
      /bytes/,
    ],
  ] as const)('refuses %s', (_, bytes, code, message) => {
    const { value, problems } = readTm7(bytes, FILE);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code, severity: 'error', where: { file: FILE } }]);
    expect(problems[0]?.message).toMatch(message);
    expect(readTm7(bytes, FILE, { lenient: true }).value).toBeUndefined();
  });

  it('leniently reads a truncated file as far as its parts are whole', () => {
    const text = TEXT.slice(0, TEXT.indexOf('<b:State>', TEXT.indexOf('<b:State>') + 1));
    const { problem, model } = readBoth(text);
    expect(problem).toMatchObject({ code: 'XML01', where: { line: 1, column: text.length } });
    expect(counts(model)).toEqual([1, 3, 2, 1]);
    expect(counts(readBoth(TEXT.slice(0, TEXT.indexOf('<Lines') + 400)).model)).toEqual([1, 3, 0, 0]);
    expect(counts(readBoth(TEXT.slice(0, TEXT.indexOf('DRAWINGSURFACE'))).model)).toEqual([0, 0, 0, 0]);
  });

  it('says so of UTF-16 that is cut in two, and leniently reads it', () => {
    const bytes = Uint8Array.of(
      0xff,
      0xfe,
      ...Array.from(bytesOf('<ThreatModel/>'), (byte) => [byte, 0]).flat(),
      0x20,
    );
    expect(readTm7(bytes, FILE)).toMatchObject({ problems: [{ code: 'TXT03', severity: 'error' }] });
    const { value, problems } = readTm7(bytes, FILE, { lenient: true });
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['TXT03', 'warning'],
      ['XML01', 'warning'],
    ]);
    expect(value?.surfaces).toEqual([]);
  });

  it('leniently reads a file cut in the middle of a character', () => {
    const bytes = bytesOf(TEXT.replace('remember', 'é'));
    const cut = bytes.indexOf(0xc3) + 1;
    const { value, problems } = readTm7(bytes.subarray(0, cut), FILE, { lenient: true });
    expect(problems.map(({ code }) => code)).toEqual(['TXT03', 'XML01']);
    expect(value && counts(value)).toEqual([1, 3, 2, 0]);
  });
});

describe('readTm7 of unsound parts', () => {
  it.each([
    [
      'a kind of thing that the tool does not have',
      /i:type="StencilEllipse"/,
      'i:type="StencilHexagon"',
      'TMT02',
      /.*?i:type="StencilHexagon">/,
    ],
    [
      'an entry that holds nothing',
      /<a:Value z:Id="i3".*?<\/a:Value>/,
      '',
      'TMT02',
      /(?:.*?<a:KeyValueOfguidanyType>){2}/,
    ],
    ['a coordinate that is none', '>800<', '>8OO<', 'TMT05', /.*?(?=8OO)/],
    ['a coordinate that does not end', '>800<', '>1e999<', 'TMT05', /.*?(?=1e999)/],
    [
      'a choice that the list does not have',
      '<b:SelectedIndex>1',
      '<b:SelectedIndex>2',
      'TMT05',
      /.*?<b:SelectedIndex>/,
    ],
    ['a truth value that is none', /(i:type="c:boolean"[^>]*>)false/, '$1maybe', 'TMT05', /.*?(?=maybe)/],
    [
      'a kind of property that the tool does not have',
      'b:ListDisplayAttribute',
      'b:TreeDisplayAttribute',
      'TMT02',
      /.*?b:TreeDisplayAttribute"[^>]*>/,
    ],
    ['a number of a threat that is none', '<b:Id>1<', '<b:Id>one<', 'TMT05', /.*?<b:Id>/],
  ] as const)('places %s', (_, from, to, code, before) => {
    const text = change(from, to);
    const strict = readTm7(bytesOf(text), FILE);
    expect(strict.value).toBeUndefined();
    expect(strict.problems[0]).toMatchObject({ code, severity: 'error', where: { file: FILE } });
    expect(strict.problems[0]?.where).toMatchObject({ line: 1, column: before.exec(text)?.[0].length });
    const lenient = readTm7(bytesOf(text), FILE, { lenient: true });
    expect(lenient.value?.surfaces).toHaveLength(1);
    expect(lenient.problems.map(({ severity }) => severity)).not.toContain('error');
  });

  it('leniently takes a coordinate that is none as an absent one', () => {
    const { problem, model } = readBoth(change(/(<Left [^>]*>)800</, '$112,5<'));
    expect(problem?.message).toContain('"12,5"');
    expect(model.surfaces[0]?.shapes[2]).toMatchObject({ left: 0, top: 0, width: 100 });
  });

  it('leniently takes a choice that is none as none', () => {
    const { model } = readBoth(change('<b:SelectedIndex>1', '<b:SelectedIndex>7'));
    expect(model.surfaces[0]?.lines[0]?.attributes.some(({ kind }) => kind === 'list')).toBe(false);
  });

  it('places the second of two zones with one GUID, on one tab or on two', () => {
    const zone = box('zone', { at: [0, 0] });
    const same = drawing({ tabs: [{ name: 'a', shapes: [zone, box('zone', { at: [500, 0] })] }] });
    expect(readBoth(same)).toMatchObject({ problem: { code: 'TMT03' } });
    expect(counts(readBoth(same).model)).toEqual([1, 1, 0, 0]);
    const across = drawing({
      tabs: [
        { name: 'a', shapes: [zone] },
        { name: 'b', shapes: [zone] },
      ],
    });
    expect(readBoth(across)).toMatchObject({ problem: { code: 'TMT03' } });
    expect(counts(readBoth(across).model)).toEqual([2, 1, 0, 0]);
  });

  it('places the second of two threats with one key', () => {
    const twice = drawing({
      tabs: [{ name: 'a', shapes: [process('one'), process('two')], lines: [flow('go', 'one', 'two')] }],
      threats: [
        { type: 'TH1', flow: 'go', state: 'Mitigated' },
        { type: 'TH1', flow: 'go' },
      ],
    });
    const { problem, model } = readBoth(twice);
    expect(problem).toMatchObject({ code: 'TMT03' });
    expect(model.threats).toMatchObject([{ state: 'Mitigated' }]);
  });

  it('places an end attached to what is not on the tab, and leniently lets it hang', () => {
    const text = drawing({
      tabs: [
        { name: 'a', shapes: [process('one')], lines: [flow('go', 'one', 'two', { end: [7, 8] })] },
        { name: 'b', shapes: [process('two')] },
      ],
    });
    const { problem, model } = readBoth(text);
    expect(problem).toMatchObject({
      code: 'TMT04',
      where: { line: 1, column: /.*?<TargetGuid [^>]*>/.exec(text)?.[0].length },
    });
    expect(model.surfaces[0]?.lines[0]?.target).toEqual({ x: 7, y: 8 });
    expect(model.surfaces[0]?.lines[0]?.source.guid).toBe(guid('one'));
  });

  it.each([
    ['tab', 'DrawingSurfaceGuid'],
    ['flow', 'FlowGuid'],
    ['source', 'SourceGuid'],
    ['target', 'TargetGuid'],
  ])('places a threat whose %s is not on the drawing', (what, local) => {
    const { problem, model } = readBoth(
      change(new RegExp(`<b:${local}>[^<]*`), `<b:${local}>${guid('nowhere')}`),
    );
    expect(problem).toMatchObject({ code: 'TMT04' });
    expect(problem?.message).toBe(
      `threat 1, "TH1", Mitigated: its ${what} "${guid('nowhere')}" is not on the drawing`,
    );
    expect(counts(model)).toEqual([1, 3, 2, 2]);
    expect(model.threats[0]).toMatchObject({
      number: 1,
      state: 'Mitigated',
      surface: '',
      flow: '',
      target: '',
    });
  });

  it('warns of a state that the tool does not have, and keeps what was written', () => {
    const { value, problems } = readTm7(bytesOf(change('<b:State>Mitigated', '<b:State>Accepted')), FILE);
    expect(problems).toMatchObject([{ code: 'TMT05', severity: 'warning' }]);
    expect(value?.threats[0]).toMatchObject({ state: 'AutoGenerated', unknownState: 'Accepted' });
  });

  it('warns of what the tool would not open, and reads it', () => {
    const line =
      /<a:KeyValueOfguidanyType>(?:(?!<a:KeyValueOfguidanyType>).)*i:type="Connector".*?<\/a:KeyValueOfguidanyType>/;
    const [moved = ''] = line.exec(TEXT) ?? [];
    const { value, problems } = readTm7(
      bytesOf(TEXT.replace(line, '').replace('</Borders>', `${moved}</Borders>`)),
      FILE,
    );
    expect(problems).toMatchObject([{ code: 'TMT02', severity: 'warning' }]);
    expect(value && counts(value)).toEqual([1, 3, 2, 2]);
    const named = readTm7(bytesOf(TEXT.replaceAll(guid('zone'), 'zone-1')), FILE);
    expect(named.problems).toMatchObject([{ code: 'TMT05', severity: 'warning' }]);
    expect(named.value?.surfaces[0]?.shapes[0]?.guid).toBe('zone-1');
  });

  it('keeps everything in the document, whatever is left out of the model', () => {
    const text = change(/i:type="StencilEllipse"/, 'i:type="StencilHexagon"');
    const { value } = readTm7(bytesOf(text), FILE, { lenient: true });
    expect(JSON.stringify(value?.document.root)).toContain('StencilHexagon');
  });
});
