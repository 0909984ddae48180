/** What names in a list mean, and what a mapping changes of how the list is read. */
import { describe, expect, it } from 'vitest';

import { importList, PLANT } from './testing/project.ts';

const told = (list: ReturnType<typeof importList>): string =>
  list.report.notCarried.map(({ what, why }) => `${what}: ${why}`).join('\n');
const chosen = (list: ReturnType<typeof importList>): string =>
  list.report.proposals.map(({ what, why }) => `${what}: ${why}`).join('\n');
const readAs = (list: ReturnType<typeof importList>) =>
  Object.fromEntries(list.report.mapping?.columns.map(({ column, as }) => [column, as]) ?? []);

const about = (name: string) =>
  importList(`Threat,Component\nx,"${name}"`, { files: PLANT }).hand[0]?.subject.id;

describe('names of what a threat is about', () => {
  it.each([
    ['hub', 'hub'],
    ['IOT-HUB', 'hub'],
    ['Edge gateway', 'gateway'],
    ['uplink', 'uplink'],
    ['Edge Gateway -> IoT Hub', 'telemetry'],
    ['Edge Gatway', 'gateway'],
    ['the level sensor in the tank', 'sensor'],
    ['Level sensor, IoT Hub', 'sensor'],
    ['Water plant', 'plant'],
    ['Kitchen', 'plant'],
  ])('%s is %s', (name, id) => expect(about(name)).toBe(id));

  it('guesses are proposals and stand in the mapping', () => {
    const list = importList('Threat,Component\nx,Edge Gatway\ny,Kitchen', { files: PLANT });
    expect(chosen(list)).toContain('"Edge Gatway" is "gateway" ("x"): the names differ by a few letters');
    expect(list.files.get('import-mapping.yaml')).toContain('Edge Gatway: gateway\n      Kitchen: null');
  });
});

describe('the mapping', () => {
  const text =
    'Ref,What,Where,Farbe,Ampel\n7,Wasser weg,Pumpe,rot,offen\n8,Strom weg,Pumpe,gelb,fertig gemacht';

  it('is asked for where no heading is understood', () => {
    expect(() => importList(text, { files: PLANT })).toThrow(/LST04/);
  });

  it('given in a file it decides everything, and is kept for the next time', () => {
    const mapping = `lists:
  other name.csv:
    columns: { Ref: id, What: title, Where: subject, Farbe: severity, Ampel: status }
    values:
      severity: { rot: critical, gelb: low }
      status: { fertig gemacht: mitigated }
    subjects: { Pumpe: sensor }
`;
    const list = importList(text, { files: PLANT, mapping });
    expect(list.problems).toEqual([]);
    expect(list.hand.map(({ id, severity, subject }) => [id, severity, subject.id])).toEqual([
      ['threats-7', 'critical', 'sensor'],
      ['threats-8', 'low', 'sensor'],
    ]);
    expect(readAs(list)).toMatchObject({ Farbe: 'severity (as the mapping says)' });
    const again = importList(text, { files: list.files });
    expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(list.files));
  });

  it('corrected beside the project it counts, with its comments, and ids stay', () => {
    const first = importList('Threat,Level,Comment\nReplay,schlimm,ask ann', { files: PLANT });
    const written = first.files.get('import-mapping.yaml') ?? '';
    expect(first.hand[0]).toMatchObject({ id: 'replay', severity: 'medium' });
    const corrected = written
      .replace('Level: column', 'Level: severity # the colour of the board')
      .replace('Comment: reason', 'Comment: attacker')
      .replace(/$/, '    values: { severity: { schlimm: critical } }\n');
    const files = new Map([...first.files, ['import-mapping.yaml', corrected]]);
    const again = importList('Threat,Level,Comment\nReplay,schlimm,ask ann', { files });
    expect(again.hand[0]).toMatchObject({ id: 'replay', severity: 'critical', attacker: 'ask ann' });
    expect(again.files.get('import-mapping.yaml')).toContain('# the colour of the board');
  });

  it('that names what is not there is told', () => {
    const mapping =
      'lists: { threats.csv: { columns: { Thread: title, Threat: title }, subjects: { a: humb } } }';
    const { said } = importList('Threat,Component\nx,a', { files: PLANT, mapping });
    expect(said.map(({ code, message, hint }) => [code, message, hint])).toEqual([
      ['LST05', '"Thread" is no heading of the list', 'Did you mean "Threat"?'],
      ['LST05', '"humb" is no element, connection or flow', 'Did you mean "hub"?'],
    ]);
    const twice = 'lists: { threats.csv: { columns: { Threat: title, Name: title } } }';
    expect(() => importList('Threat,Name\nx,a', { files: PLANT, mapping: twice })).toThrow(/a second column/);
    expect(() => importList('Threat\nx', { mapping: 'lists: { a: {}, b: {} }' })).toThrow(/says nothing of/);
    expect(() => importList('Threat\nx', { mapping: 'lists: { a: { columns: { x: titel } } }' })).toThrow(
      /TXT10/,
    );
  });

  it('leaves a column out when told to, and says so', () => {
    const mapping = 'lists: { threats.csv: { columns: { Secret: nothing } } }';
    const list = importList('Threat,Secret\nx,a\ny,b', { files: PLANT, mapping });
    expect([...list.files.values()].join('')).not.toMatch(/^\s+Secret: [ab]/m);
    expect(told(list)).toContain('the column "Secret" with 2 values: the mapping says so');
  });
});
