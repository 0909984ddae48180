/** `bestride import` of lists of threats from outside: CSV and workbook, a mapping corrected, refusals. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { workbook } from '../../src/exchange/threat-list/testing/workbook.ts';
import { bestride, folder } from '../support/bestride.ts';

const LIST = `\uFEFFNr;Bedrohung;Kategorie;Komponente;Schwere;Status;Verantwortlich;Bemerkung
1;Messwerte abhören;I;uplink;hoch;offen;;
2;Gefälschter Broker;Spoofing;brocker;kritisch;umgesetzt;ann;"TLS;
geprüft"
3;Überflutung;DoS;Kühlturm;egal;akzeptiert;ann;billig
`;

describe('a list of threats', () => {
  const home = folder({ 'threats.csv': LIST });
  afterAll(home.clean);
  const read = (name: string): string => readFileSync(join(home.path, 'plant', name), 'utf8');

  it('is brought into a project that people drew, and says how it was read', async () => {
    await bestride(home.path, ['init', 'plant']);
    const system = read('system.yaml');
    const { code, out, err } = await bestride(home.path, ['import', 'threats.csv', '-o', 'plant']);
    expect([code, err]).toEqual([0, 'wrote 6 files to plant; next: bestride mitigate plant\n']);
    expect(out).toContain('- Kategorie → letters of STRIDE: I = I, Spoofing = S, DoS = D');
    expect(out).toContain('- Schwere → severity: hoch = high, kritisch = critical, egal = ?');
    expect(out).toContain('"brocker" is "broker" ("Gefälschter Broker") — the names differ by a few letters');
    expect(out).toContain('that "Überflutung" is about "Kühlturm" (line 5)');
    expect(out).toContain(
      'the state "akzeptiert" of "Überflutung" (line 5): an acceptance needs an owner and a last day',
    );
    expect(read('import-report.md')).toBe(out);
    expect(read('system.yaml')).toBe(system);
  });

  it('the register has its threats, and claims are no more than claims', async () => {
    const { code, out } = await bestride(home.path, ['mitigate', 'plant', '--format', 'json']);
    expect(code).toBe(0);
    for (const id of ['threats-1@uplink', 'threats-2@broker', 'threats-3@plant'])
      expect(out).toContain(`"${id}"`);
    const { out: explained } = await bestride(home.path, ['explain', 'threats-2@broker', 'plant']);
    expect(explained).toMatch(/implemented/i);
  });

  it('again, with the mapping corrected: what changed is taken over, what people wrote stays', async () => {
    const path = join(home.path, 'plant', 'import-mapping.yaml');
    const mapping = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      mapping.replace('egal: null', 'egal: low # said ann').replace('Kühlturm: null', 'Kühlturm: sensor'),
    );
    const threats = join(home.path, 'plant', 'threats.yaml');
    writeFileSync(
      threats,
      readFileSync(threats, 'utf8').replace('severity: critical', 'severity: high # ours'),
    );
    const { code } = await bestride(home.path, ['import', 'threats.csv', '-o', 'plant']);
    expect(code).toBe(0);
    expect(read('threats.yaml')).toContain('severity: high # ours');
    expect(read('threats.yaml')).toMatch(/threats-3:[^]*subject: sensor[^]*severity: low/);
    expect(read('decisions.yaml')).toContain('threats-3@sensor');
    expect(read('import-mapping.yaml')).toContain('egal: low # said ann');
    const before = readdirSync(join(home.path, 'plant')).map((name) =>
      /\.(yaml|json)$/.test(name) ? read(name) : name,
    );
    await bestride(home.path, ['import', 'threats.csv', '-o', 'plant']);
    expect(
      readdirSync(join(home.path, 'plant')).map((name) => (/\.(yaml|json)$/.test(name) ? read(name) : name)),
    ).toEqual(before);
  });

  it('a workbook starts a project; a sheet and a mapping can be named', async () => {
    const sheets = [
      {
        name: 'A',
        rows: [
          ['Threat', 'STRIDE'],
          ['one', 'S'],
        ],
      },
      {
        name: 'B',
        rows: [
          ['Was', 'Wie'],
          ['zwei', 'T'],
        ],
      },
    ];
    writeFileSync(join(home.path, 'two.xlsx'), workbook(sheets));
    writeFileSync(
      join(home.path, 'm.yaml'),
      'lists: { two.xlsx: { sheet: B, columns: { Was: title, Wie: stride } } }',
    );
    const { code } = await bestride(home.path, ['import', 'two.xlsx', '-o', 'new', '--mapping', 'm.yaml']);
    expect(code).toBe(0);
    expect(readFileSync(join(home.path, 'new/threats.yaml'), 'utf8')).toContain('title: zwei');
    const named = await bestride(home.path, ['import', 'two.xlsx', '-o', 'other', '--sheet', 'A']);
    expect(named.code).toBe(0);
    expect(readFileSync(join(home.path, 'other/threats.yaml'), 'utf8')).toContain('title: one');
    expect((await bestride(home.path, ['gate', 'other'])).code).toBeLessThan(2);
  });

  it.each([
    ['a file that is none', 'x.xlsx', 'Threat', [], 'LST01 the file is no Excel workbook'],
    ['an open quote', 'x.csv', 'Threat,Note\nx,"y', [], 'x.csv:2:3 error LST02'],
    ['no headings', 'x.csv', 'a,b\nc,d', [], 'error LST04 no row of the list has headings that name threats'],
    ['a mapping that is none', 'x.csv', 'Threat\nx', ['--mapping', 'x.csv'], 'error'],
    ['a mapping that is not there', 'x.csv', 'Threat\nx', ['--mapping', 'no.yaml'], 'TXT01'],
    [
      'a switch of other formats',
      'x.csv',
      'Threat\nx',
      ['--adopt'],
      '--adopt means nothing for a list of threats',
    ],
    ['a sheet of a text', 'x.csv', 'Threat,Note\nx,y', ['--sheet', 'A'], 'Only workbooks have sheets'],
  ])('%s is refused with words, and nothing is written', async (_, name, text, more, words) => {
    const place = folder({ [name]: text });
    const { code, out, err } = await bestride(place.path, ['import', name, '-o', 'p', ...more]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(readdirSync(place.path)).toEqual([name]);
    place.clean();
  });

  it('is no project that could be compared', async () => {
    const { code, err } = await bestride(home.path, ['diff', 'threats.csv', 'plant']);
    expect(code).toBe(2);
    expect(err).toContain('bring it into a project first');
  });
});
