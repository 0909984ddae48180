import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseText } from '../../text/parse.ts';
import { applyChange, model, type Change, type System } from '../index.ts';
import { testCatalogue } from '../testing/catalogue.ts';
import { VALVE_LINE } from '../testing/valve-line.ts';

const catalogue = testCatalogue();

function changed(text: string, change: Change, file = 'system.yaml'): string {
  const { value, problems } = applyChange({ file, text }, change);
  if (!value) throw new Error(JSON.stringify(problems));
  return value.text;
}

function systemOf(text: string, file = 'system.yaml'): System {
  const { value, problems } = model({ file, text }, catalogue);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}

/** Lines that only the old text has, and lines that only the new one has. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  return {
    gone: old.filter((line) => !fresh.includes(line)),
    come: fresh.filter((line) => !old.includes(line)),
  };
}

const dataOf = (text: string): unknown => parseText({ file: 'system.yaml', text }).value?.data;

describe('applyChange, one line at a time', () => {
  it.each<[string, Change, gone: string[], come: string[]]>([
    [
      'sets a key that stands there',
      { kind: 'set', id: 'gateway', property: 'count', value: 41 },
      ['  gateway:  { type: field-gateway, zone: plant, count: 40 }'],
      ['  gateway:  { type: field-gateway, zone: plant, count: 41 }'],
    ],
    [
      'adds a property inside braces, before the comment',
      { kind: 'set', id: 'plant', property: 'description', value: 'Hall 3, gate 1' },
      ['  plant:   { type: field-gateway, physicalAccess: supervised }'],
      ['  plant:   { type: field-gateway, physicalAccess: supervised, description: "Hall 3, gate 1" }'],
    ],
    [
      'adds a property on a line of its own',
      { kind: 'set', id: 'valve', property: 'updateable', value: true },
      [],
      ['    updateable: true'],
    ],
    [
      'adds the mapping around a dotted property',
      { kind: 'set', id: 'app', property: 'server.verified', value: ['chain'] },
      ['  app:    { from: commands, to: hub,     protocol: amqp, tls: { min: "1.2" },  client: oauth }'],
      [
        '  app:    { from: commands, to: hub,     protocol: amqp, tls: { min: "1.2" },  client: oauth, server: { verified: [chain] } }',
      ],
    ],
    [
      'unsays a property, and the mapping that would be empty',
      { kind: 'set', id: 'sense', property: 'dtls.min', value: undefined },
      [
        '  sense:  { from: smoke,    to: gateway, protocol: coap, dtls: { min: "1.2" }, client: psk,  server: psk }',
      ],
      ['  sense:  { from: smoke,    to: gateway, protocol: coap, client: psk,  server: psk }'],
    ],
    [
      'adds an entry at the end of its section',
      { kind: 'add', section: 'zones', id: 'users', entry: { type: 'remote-user' } },
      [],
      ['  users: { type: remote-user }'],
    ],
    [
      'opens a section that was not there',
      { kind: 'add', section: 'views', id: 'all', entry: { elements: ['valve', 'hub'] } },
      [],
      ['views:', '  all: { elements: [valve, hub] }'],
    ],
    [
      'removes an entry of one line',
      { kind: 'remove', id: 'app' },
      ['  app:    { from: commands, to: hub,     protocol: amqp, tls: { min: "1.2" },  client: oauth }'],
      [],
    ],
    [
      'renames and notes the old name',
      { kind: 'rename', id: 'act', to: 'actuation' },
      [
        '  act:    { from: valve,    to: gateway, protocol: mqtt, tls: { min: "1.2" },  client: x509, server: { verified: [chain, name] } }',
        '  set-point: { from: gateway, to: valve,   over: act,    kind: control, carries: [position] }',
      ],
      [
        '  actuation:    { from: valve,    to: gateway, protocol: mqtt, tls: { min: "1.2" },  client: x509, server: { verified: [chain, name] }, formerly: [act] }',
        '  set-point: { from: gateway, to: valve,   over: actuation,    kind: control, carries: [position] }',
      ],
    ],
    [
      'says something of the system itself',
      { kind: 'set', id: 'valve-line', property: 'stage', value: 'design' },
      ['system: { id: valve-line, name: Valve line, version: "2.3", stage: fielded }'],
      ['system: { id: valve-line, name: Valve line, version: "2.3", stage: design }'],
    ],
  ])('%s', (_what, change, gone, come) => {
    expect(difference(VALVE_LINE, changed(VALVE_LINE, change))).toEqual({ gone, come });
  });

  it('removes an entry of many lines, and leaves the comments outside it', () => {
    const { gone, come } = difference(VALVE_LINE, changed(VALVE_LINE, { kind: 'remove', id: 'valve' }));
    expect(come).toEqual([]);
    expect(gone.at(0)).toBe('  valve:');
    expect(gone).toHaveLength(8);
  });

  it('keeps CRLF line ends, quotes and missing last line ends', () => {
    const text =
      'bestride: 1\r\nsystem: {id: s}\r\nzones:\r\n  "a": {type: device}\r\nelements:\r\n  e: {type: sensor, zone: \'a\'}';
    expect(changed(text, { kind: 'rename', id: 'a', to: 'b' })).toBe(
      text.replace('"a": {type: device}', '"b": {type: device, formerly: [a]}').replace("'a'", "'b'"),
    );
    expect(
      changed(text, { kind: 'add', section: 'elements', id: 'f', entry: { type: 'sensor', zone: 'a' } }),
    ).toBe(`${text}\r\n  f: { type: sensor, zone: a }`);
    expect(changed(text, { kind: 'remove', id: 'e' })).toBe(
      text.replace("  e: {type: sensor, zone: 'a'}", '  {}'),
    );
  });

  it('quotes what would mean something else', () => {
    const named = changed(VALVE_LINE, { kind: 'set', id: 'hub', property: 'name', value: 'a: {b}, # c' });
    expect(systemOf(named).elements.get('hub')?.name).toBe('a: {b}, # c');
    const version = changed(VALVE_LINE, { kind: 'set', id: 'app', property: 'tls.min', value: '1.3' });
    expect(version).toContain('protocol: amqp, tls: { min: "1.3" }');
    const text = changed(VALVE_LINE, { kind: 'rename', id: 'valve', to: 'null' });
    expect(systemOf(text).flows.get('set-point')?.to).toBe('null');
  });

  it('handles braces over several lines', () => {
    const text =
      'bestride: 1\nsystem: { id: s }\nzones: {\n  a: { type: cloud }, # first\n  b: { type: cloud }, # second\n  c: { type: cloud }\n}\n';
    const add: Change = { kind: 'add', section: 'zones', id: 'd', entry: { type: 'cloud' } };
    expect(changed(text, add)).toBe(text.replace('cloud }\n}', 'cloud },\n  d: { type: cloud }\n}'));
    expect(changed(text, { kind: 'remove', id: 'a' })).toContain('zones: {\n  b:');
    expect(changed(text, { kind: 'remove', id: 'c' })).toContain('# second');
    const one = changed(changed(changed(text, { kind: 'remove', id: 'b' }), { kind: 'remove', id: 'c' }), {
      kind: 'remove',
      id: 'a',
    });
    expect(one).toBe('bestride: 1\nsystem: { id: s }\nzones: {}\n');
  });

  it('writes long entries as blocks', () => {
    const entry = {
      type: 'sensor',
      zone: 'field',
      description: 'x'.repeat(90),
      cohorts: { a: { count: 1 } },
    };
    const text = changed(VALVE_LINE, { kind: 'add', section: 'elements', id: 'long', entry });
    expect(text).toContain(
      `  long:\n    type: sensor\n    zone: field\n    description: ${'x'.repeat(90)}\n    cohorts: { a: { count: 1 } }\n`,
    );
  });

  it('renames there and back without leaving a former id that exists', () => {
    const there = changed(VALVE_LINE, { kind: 'rename', id: 'valve', to: 'flap' });
    const back = changed(there, { kind: 'rename', id: 'flap', to: 'valve' });
    expect(systemOf(back).elements.get('valve')?.formerly).toEqual(['flap']);
  });

  it('changes JSON files with the indentation they have', () => {
    const data = { bestride: 1, system: { id: 's' }, zones: { a: { type: 'cloud' } } };
    for (const indent of [undefined, 1, '\t']) {
      const text = `${JSON.stringify(data, null, indent)}\n`;
      const after = changed(text, { kind: 'set', id: 'a', property: 'name', value: 'A' }, 'a.json');
      expect(after).toBe(
        `${JSON.stringify({ ...data, zones: { a: { type: 'cloud', name: 'A' } } }, null, indent)}\n`,
      );
    }
  });

  it.each<[string, Change, string]>([
    ['an id nobody has', { kind: 'remove', id: 'nobody' }, 'MOD03'],
    ['an id that is taken', { kind: 'rename', id: 'hub', to: 'valve' }, 'MOD02'],
    [
      'an id that is taken, adding',
      { kind: 'add', section: 'assets', id: 'hub', entry: { kind: 'data' } },
      'MOD02',
    ],
    ['removing the system', { kind: 'remove', id: 'valve-line' }, 'MOD13'],
  ])('refuses %s', (_what, change, code) => {
    expect(applyChange({ file: 'a.yaml', text: VALVE_LINE }, change).problems).toMatchObject([{ code }]);
  });

  it('changes nothing where something else would change with it (MOD13)', () => {
    const text = 'bestride: 1\nsystem: { id: s }\nzones:\n  a: &a { type: cloud }\n  b: *a\n';
    const change: Change = { kind: 'set', id: 'a', property: 'name', value: 'A' };
    expect(applyChange({ file: 'a.yaml', text }, change).problems).toMatchObject([{ code: 'MOD13' }]);
    expect(applyChange({ file: 'a.yaml', text: '{' }, change).problems).toMatchObject([{ code: 'TXT04' }]);
  });
});

describe('applyChange, any change to any sound file', () => {
  const value = fc.oneof(
    fc.boolean(),
    fc.integer(),
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      'true',
      '1.2',
      '~',
      '- a',
      '#x',
      'a: b',
      "it's",
      '"',
      'mit Ümlaut',
      '*x',
      '&x',
      '!x',
      '%',
      '\n',
    ),
    fc.array(fc.constantFrom('a', 'b, c', '[', '{'), { maxLength: 3 }),
  );
  const ids = [
    'valve',
    'smoke',
    'gateway',
    'hub',
    'field',
    'plant',
    'azure',
    'act',
    'app',
    'alarm',
    'position',
    'reading',
  ];
  const id = fc.constantFrom(...ids);
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({
      kind: fc.constant('set' as const),
      id,
      property: fc.constantFrom(
        'name',
        'description',
        'tls.min',
        'server.verified',
        'count',
        'zone',
        'actuates',
        'type',
      ),
      value: fc.option(value, { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('remove' as const), id }),
    fc.record({ kind: fc.constant('rename' as const), id, to: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/) }),
    fc.record({
      kind: fc.constant('add' as const),
      section: fc.constantFrom('zones', 'elements', 'flows', 'views', 'boundaries'),
      id: fc.stringMatching(/^new-[a-z]{0,5}$/),
      entry: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), value, { maxKeys: 4 }),
    }),
  );

  it('either refuses or says exactly what was intended; untouched lines stay as they are', () => {
    let made = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let text = VALVE_LINE;
        for (const each of changes) {
          const { value: after, problems } = applyChange({ file: 'system.yaml', text }, each);
          // Ids that earlier changes removed or took are refused; nothing else may be.
          expect(problems.filter(({ code }) => code !== 'MOD02' && code !== 'MOD03')).toEqual([]);
          if (!after) continue;
          made++;
          expect(touched(text, after.text, each)).toEqual([]);
          text = after.text;
        }
      }),
      { numRuns: 150 },
    );
    expect(made).toBeGreaterThan(100);
  });

  it('undoes what it did', () => {
    fc.assert(
      fc.property(id, value, (of, name) => {
        const there = changed(VALVE_LINE, { kind: 'set', id: of, property: 'x', value: name });
        const back = changed(there, { kind: 'set', id: of, property: 'x', value: undefined });
        expect(back).toBe(VALVE_LINE);
        expect(dataOf(there)).not.toEqual(dataOf(back));
      }),
    );
  });
});

/** Old lines that are gone although they do not speak of the thing that was changed. */
function touched(before: string, after: string, change: Change): string[] {
  const home = new Set<string>();
  let inside = false;
  for (const line of before.split('\n')) {
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== '' && indent <= 2) inside = line.trimStart().startsWith(`${change.id}:`);
    if (inside || new RegExp(`\\b${change.id}\\b`).test(line)) home.add(line);
    // Only an opened section may be written on its own line anew.
    if (change.kind === 'add' && line.startsWith(`${change.section}:`)) home.add(line);
  }
  return difference(before, after).gone.filter((line) => !home.has(line));
}
