import { describe, expect, it } from 'vitest';

import type { Outcome } from '../../text/problem.ts';
import { readTm7 } from './read-tm7.ts';
import {
  arc,
  box,
  bytesOf,
  drawing,
  type DrawingSpec,
  external,
  flow,
  guid,
  note,
  process,
  store,
} from './testing/drawing.ts';
import type { Tm7 } from './tm7.ts';

const FILE = 'plant.tm7';

/** A model with one of everything. */
const PLANT: DrawingSpec = {
  tabs: [
    {
      name: 'Plant',
      shapes: [
        box('field', { at: [0, 0], size: [300, 200], type: 'SE.TB.FIELD' }),
        process('gateway', { at: [50, 60], type: 'SE.GP.GATEWAY' }),
        external('valve', { at: [400, 60], label: ' Valve 7 ', outOfScope: 'bought as it is' }),
        store('log', { at: [50, 300], label: null }),
        note('remark'),
      ],
      lines: [
        flow('set', 'gateway', 'valve', {
          handle: [250, 20],
          attributes: [
            { name: 'aaaa', displayName: 'Channel', options: ['Not Selected', 'Wire', 'Wi-Fi'], chosen: 2 },
            { name: 'bbbb', options: ['Fixed'], fixed: true },
            { custom: 'a note' },
          ],
        }),
        flow('write', 'gateway', 'log'),
        flow('lost', 'gateway', undefined, { end: [700, 700] }),
        arc('fence', [350, 0], [350, 400]),
      ],
    },
    { name: 'Office', shapes: [process('desk')] },
  ],
  threats: [
    {
      type: 'TH1',
      flow: 'set',
      state: 'Mitigated',
      justification: 'TLS 1.3\nis on',
      title: 'Somebody turns the valve',
      category: 'Tampering',
      description: 'who knows',
      priority: 'Low',
      properties: { 'cccc-column': 'mine' },
      changedBy: 'somebody',
      modifiedAt: '2026-01-02T03:04:05',
    },
    { type: 'TH2', flow: 'set', state: 'NeedsMitigation' },
    { type: 'TH3', flow: 'set', state: 'Migrated' },
    { type: 'TH4', flow: 'write', state: 'NotApplicable' },
  ],
  meta: { ThreatModelName: 'Plant', Owner: 'Ann', HighLevelSystemDescription: 'a <plant> & more' },
  notes: ['look at this'],
  validations: ['the flow leads nowhere'],
  template: { name: 'Ours', stencils: [{ id: 'SE.GP.GATEWAY', parent: 'GE.P' }] },
};
const PLANT_TEXT = drawing(PLANT);

function read(text: string, lenient = false): Outcome<Tm7> {
  return readTm7(bytesOf(text), FILE, { lenient });
}

function sound(text: string): Tm7 {
  const { value, problems } = read(text);
  expect(problems).toEqual([]);
  if (!value) throw new Error('no model');
  return value;
}

function keep(key: string, value: unknown): unknown {
  if (['xml', 'where', 'document'].includes(key)) return undefined;
  return value instanceof Map ? [...value] : value;
}

/** What a person sees of a model, without places and the tree. */
function gist(model: Tm7 | undefined): unknown {
  return model && JSON.parse(JSON.stringify(model, keep));
}

/** A model without the texts that are kept as written. */
function unwritten(model: Tm7): Tm7 {
  return {
    ...model,
    surfaces: model.surfaces.map((surface) => ({
      ...surface,
      shapes: surface.shapes.map((shape) => ({ ...shape, attributes: [] })),
      lines: surface.lines.map((line) => ({ ...line, attributes: [] })),
    })),
    threats: model.threats.map((threat) => ({ ...threat, properties: new Map() })),
  };
}

describe('readTm7', () => {
  it('reads what is drawn', () => {
    const { surfaces, version, generationEnabled } = sound(PLANT_TEXT);
    expect([version, generationEnabled]).toEqual(['4.3', true]);
    expect(surfaces.map(({ name, guid: id }) => [name, id])).toEqual([
      ['Plant', guid('Plant')],
      ['Office', guid('Office')],
    ]);
    const [plant] = surfaces;
    expect(plant?.shapes).toMatchObject([
      {
        form: 'border-boundary',
        type: 'SE.TB.FIELD',
        genericType: 'GE.TB.B',
        left: 0,
        top: 0,
        width: 300,
        height: 200,
      },
      { form: 'ellipse', guid: guid('gateway'), name: 'gateway', left: 50, top: 60, width: 100, height: 100 },
      { form: 'rectangle', name: 'Valve 7', outOfScope: 'bought as it is' },
      { form: 'parallel-lines', name: '' },
      { form: 'annotation', genericType: 'GE.A' },
    ]);
    expect(plant?.shapes[1]?.outOfScope).toBeUndefined();
    expect(plant?.lines).toMatchObject([
      {
        form: 'flow',
        source: { guid: guid('gateway'), x: 100, y: 110 },
        target: { guid: guid('valve'), x: 450, y: 110 },
        handle: { x: 250, y: 20 },
      },
      { form: 'flow' },
      { form: 'flow', target: { x: 700, y: 700 } },
      {
        form: 'line-boundary',
        source: { x: 350, y: 0 },
        target: { x: 350, y: 400 },
        handle: { x: 350, y: 200 },
      },
    ]);
    expect(plant?.lines[2]?.target.guid).toBeUndefined();
  });

  it('reads properties of every kind', () => {
    const [plant] = sound(PLANT_TEXT).surfaces;
    expect(plant?.lines[0]?.attributes).toMatchObject([
      { kind: 'header', displayName: 'GE.DF' },
      { kind: 'string', displayName: 'Name', value: 'set' },
      { kind: 'boolean', displayName: 'Out Of Scope', value: 'false' },
      { kind: 'string', value: '' },
      {
        kind: 'list',
        name: 'aaaa',
        displayName: 'Channel',
        value: 'Wi-Fi',
        options: ['Not Selected', 'Wire', 'Wi-Fi'],
        selectedIndex: 2,
      },
      { kind: 'static-list', name: 'bbbb', value: 'Fixed', selectedIndex: 0 },
      { kind: 'custom', value: 'a note' },
    ]);
  });

  it('reads threats as triaged, from Properties or from the members themselves', () => {
    const { threats } = sound(PLANT_TEXT);
    const [first] = threats;
    expect(first).toMatchObject({
      key: `TH1${guid('gateway')}${guid('set')}${guid('valve')}`,
      number: 1,
      type: 'TH1',
      surface: guid('Plant'),
      source: guid('gateway'),
      flow: guid('set'),
      target: guid('valve'),
      state: 'Mitigated',
      title: 'Somebody turns the valve',
      category: 'Tampering',
      description: 'who knows',
      justification: 'TLS 1.3\nis on',
      priority: 'Low',
      changedBy: 'somebody',
      modifiedAt: '2026-01-02T03:04:05',
    });
    expect(first?.properties.get('cccc-column')).toBe('mine');
    expect(threats.map(({ state }) => state)).toEqual([
      'Mitigated',
      'NeedsInvestigation',
      'AutoGenerated',
      'NotApplicable',
    ]);
    expect([threats[1]?.changedBy, threats[1]?.modifiedAt]).toEqual([undefined, undefined]);

    const moved = PLANT_TEXT.replace(
      '<a:Key>StateInformation</a:Key><a:Value>TLS 1.3\nis on</a:Value>',
      '<a:Key>x</a:Key><a:Value/>',
    ).replace('<b:StateInformation i:nil="true"/>', '<b:StateInformation>elsewhere</b:StateInformation>');
    expect(sound(moved).threats[0]?.justification).toBe('elsewhere');
  });

  it('reads meta information, notes, validations and the template', () => {
    const { meta, notes, validations, knowledgeBase } = sound(PLANT_TEXT);
    expect(meta).toMatchObject({
      name: 'Plant',
      owner: 'Ann',
      description: 'a <plant> & more',
      reviewer: '',
    });
    expect(notes).toEqual([
      { id: '1', message: 'look at this', addedBy: 'somebody', date: '2026-01-02T03:04:05' },
    ]);
    expect(validations).toEqual(['the flow leads nowhere']);
    expect(knowledgeBase?.name).toBe('Ours');
    expect(knowledgeBase?.stencils.get('SE.GP.GATEWAY')).toMatchObject({ representation: 'Ellipse' });
  });

  it('does without a version, a knowledge base and everything else', () => {
    const { version, knowledgeBase, generationEnabled } = sound(
      drawing({ version: null, generation: false }),
    );
    expect([version, knowledgeBase, generationEnabled]).toEqual([undefined, undefined, false]);
    expect(sound('<ThreatModel/>')).toMatchObject({ surfaces: [], threats: [], generationEnabled: true });
  });

  it('reads the same from a pretty-printed file, with white space around every value', () => {
    // Texts of more than a word keep their inner white space, so only the outer one may grow.
    const pretty = PLANT_TEXT.replaceAll(/>([^<>]*)</g, (_, text: string) => `>\n    ${text.trim()}\n  <`);
    expect(gist(unwritten(sound(pretty)))).toEqual(gist(unwritten(sound(PLANT_TEXT))));
  });

  it('reads the same with a byte order mark, in UTF-16, and with prefixes and GUIDs in the fashion of a script', () => {
    const expected = gist(sound(PLANT_TEXT));
    expect(gist(sound(`\uFEFF${PLANT_TEXT}`))).toEqual(expected);
    for (const big of [false, true]) {
      const bytes = new Uint8Array(2 + 2 * PLANT_TEXT.length);
      const view = new DataView(bytes.buffer);
      view.setUint16(0, 0xfeff, !big);
      for (let at = 0; at < PLANT_TEXT.length; at += 1)
        view.setUint16(2 + 2 * at, PLANT_TEXT.charCodeAt(at), !big);
      expect(gist(readTm7(bytes, FILE).value)).toEqual(expected);
    }
    const renamed = PLANT_TEXT.replaceAll(/(<\/?)a:/g, '$1arr:').replaceAll('xmlns:a=', 'xmlns:arr=');
    expect(gist(sound(renamed))).toEqual(expected);
    const braced = PLANT_TEXT.replaceAll(
      /<(Guid|SourceGuid|TargetGuid)( [^>]*)>([^<]*)</g,
      (_, name: string, space: string, id: string) => `<${name}${space}>{${id.toUpperCase()}}<`,
    );
    expect(gist(sound(braced))).toEqual(expected);
  });

  it('reads things without i:type, threats without keys, lines without coordinates', () => {
    const bare = PLANT_TEXT.replaceAll(/ i:type="(?:Stencil|Connector|Line|Border)[^"]*"/g, '')
      .replaceAll(/ i:type="[bc]:[^"]*"/g, '')
      .replaceAll(/<b:(?:SourceGuid|FlowGuid|TargetGuid|DrawingSurfaceGuid)>[^<]*<[^>]*>/g, '');
    expect(gist(sound(bare).threats as unknown as Tm7)).toEqual(
      gist(sound(PLANT_TEXT).threats as unknown as Tm7),
    );
    expect(sound(bare).surfaces[0]?.shapes.map(({ form, name }) => [form, name])).toEqual(
      sound(PLANT_TEXT).surfaces[0]?.shapes.map(({ form, name }) => [form, name]),
    );
    const loose = PLANT_TEXT.replaceAll(/<(?:Handle|Source|Target)[XY] [^>]*>[^<]*<[^>]*>/g, '');
    const { value, problems } = read(loose);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual(
      Array.from({ length: 4 }, () => ['TMT05', 'warning']),
    );
    expect(value?.surfaces[0]?.lines[0]).toMatchObject({
      source: { x: 100, y: 110 },
      target: { x: 450, y: 110 },
      handle: { x: 275, y: 110 },
    });
  });

  it('takes a boundary without coordinates as one with nothing in it', () => {
    const { value, problems } = read(drawing({ tabs: [{ name: 'a', shapes: [box('b', { at: null })] }] }));
    expect(problems).toMatchObject([{ code: 'TMT05', severity: 'warning', where: { file: FILE } }]);
    expect(value?.surfaces[0]?.shapes).toMatchObject([{ left: 0, top: 0, width: 0, height: 0 }]);
  });
});
