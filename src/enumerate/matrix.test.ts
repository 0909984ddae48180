import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { Catalogue } from '../catalogue/catalogue.ts';
import { Letter } from '../catalogue/schema.ts';
import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { model } from '../model/index.ts';
import type { System } from '../model/system.ts';
import { enumerate, readThreats } from './index.ts';
import { type Matrix, countCells, matrixOf } from './matrix.ts';

const catalogue = builtinCatalogue();

const TEXT = `bestride: 1
system: { id: tested }
zones: { field: { type: device }, cloud: { type: cloud-gateway }, back: { type: services } }
elements:
  probe: { type: sensor, zone: field }
  hub: { type: mqtt-broker, zone: cloud }
  journal: { type: log, zone: back }
  archive: { type: database, zone: back }
  worker: { type: service, zone: back }
  somebody: { type: person, zone: field }
connections:
  line: { from: probe, to: hub, protocol: mqtt }
  silent: { from: worker, to: hub, protocol: amqp }
  inside: { from: worker, to: archive, protocol: local }
flows:
  up: { from: probe, to: hub, over: line, kind: data }
  down: { from: hub, to: probe, over: line, kind: control }
  kept: { from: worker, to: archive, over: inside, kind: data }
`;

function systemOf(text = TEXT, file = 'system.yaml'): System {
  const { value, problems } = model({ file, text }, catalogue);
  if (!value) throw new Error(problems.map(({ message }) => message).join('; '));
  return value;
}

function matrixWith(
  {
    entries = catalogue.matrix,
    profile = 'source',
  }: {
    entries?: Catalogue['matrix'];
    profile?: 'source' | 'originals';
  } = {},
  system = systemOf(),
): Matrix {
  return matrixOf(enumerate(system, { ...catalogue, matrix: entries }, { profile }));
}

function cellOf(matrix: Matrix, id: string, letter: Letter) {
  const cell = matrix.rows.find((row) => row.id === id)?.cells[letter];
  if (!cell) throw new Error(`no row ${id}`);
  return cell;
}

describe('the STRIDE matrix', () => {
  const matrix = matrixWith();

  it('has a row for every element and every crossing, in the order of the file', () => {
    const rows = `element probe, element hub, element journal, element archive, element worker, element somebody,
      crossing up, crossing down, connection silent`;
    expect(matrix.rows.map(({ kind, id }) => `${kind} ${id}`)).toEqual(rows.split(/,\s+/u));
  });

  it('puts each threat into the cells of its letters, with those of the connection under each of its flows', () => {
    const threats = enumerate(systemOf(), catalogue);
    for (const threat of threats) {
      const rows =
        threat.subject.id === 'line'
          ? ['up', 'down']
          : matrix.rows.some(({ id }) => id === threat.subject.id)
            ? [threat.subject.id]
            : [];
      expect(matrix.elsewhere.includes(threat.id)).toBe(rows.length === 0);
      for (const row of rows)
        for (const letter of Letter.options)
          expect(cellOf(matrix, row, letter).threats.includes(threat.id)).toBe(
            threat.stride.includes(letter),
          );
    }
  });

  it('hides no threat: what has no row stands elsewhere', () => {
    const shown = matrix.rows.flatMap(({ cells }) =>
      Letter.options.flatMap((letter) => cells[letter].threats),
    );
    const all = [...enumerate(systemOf(), catalogue)].map(({ id }) => id);
    expect(new Set([...shown, ...matrix.elsewhere])).toEqual(new Set(all));
  });

  it('gives a written reason where the letter does not apply, and where no rule speaks', () => {
    expect(cellOf(matrix, 'archive', 'E')).toMatchObject({
      state: 'not-applicable',
      reason: /^It runs nothing/,
      trace: ['O-05'],
    });
    expect(cellOf(matrix, 'somebody', 'T')).toMatchObject({ state: 'not-applicable' });
    expect(cellOf(matrix, 'up', 'E')).toMatchObject({ state: 'not-applicable', trace: ['S-30', 'O-05'] });
    expect(cellOf(matrix, 'somebody', 'S')).toMatchObject({ state: 'no-rule' });
  });

  it('tells a log from other stores by what is known, not by what is not', () => {
    const logless = matrixWithoutRules();
    expect(cellOf(logless, 'journal', 'R')).toMatchObject({
      state: 'no-rule',
      reason: /^Whoever can rewrite a log/,
    });
    expect(cellOf(logless, 'archive', 'R')).toMatchObject({
      state: 'not-applicable',
      reason: /^Nothing says/,
    });
  });

  it('says of physical devices why nothing can be denied, and turns that round with the originals (S-46)', () => {
    const source = cellOf(matrix, 'probe', 'R');
    expect(source.withheld).toEqual(['DEV-05@probe']);
    expect(cellOf(matrixWithoutRules(), 'probe', 'R')).toMatchObject({
      state: 'not-applicable',
      trace: ['S-46'],
    });
    const originals = cellOf(matrixWith({ profile: 'originals' }), 'probe', 'R');
    expect(originals).toMatchObject({ state: 'threats', withheld: [] });
    expect(originals.threats).toContain('DEV-05@probe');
  });

  it('names the rules that were asked and that the facts rule out', () => {
    expect(cellOf(matrix, 'probe', 'E').ruledOut).toContain('DEV-14');
    expect(cellOf(matrix, 'probe', 'T').ruledOut).not.toContain('DEV-05');
  });

  it('says that nothing is said where there is neither threat nor reason', () => {
    const without = catalogue.matrix.filter(({ on, letters }) => on !== 'crossing' || !letters.includes('E'));
    const gap = matrixWith({ entries: without });
    expect(cellOf(gap, 'up', 'E')).toMatchObject({ state: 'nothing-said', threats: [] });
    expect(cellOf(gap, 'up', 'E').reason).toBeUndefined();
    expect(countCells(gap)['nothing-said']).toBe(3);
  });

  it('takes the first entry that fits', () => {
    const first = { letters: ['E'], on: 'crossing', applies: true, reason: 'first' } as const;
    const entries = [{ ...first, letters: [...first.letters] }, ...catalogue.matrix];
    expect(cellOf(matrixWith({ entries }), 'up', 'E')).toMatchObject({ state: 'no-rule', reason: 'first' });
  });

  it('counts threats written by hand', () => {
    const system = systemOf();
    const text = `bestride: 1
threats: { trick: { title: A trick, stride: [E], subject: archive, attacker: visitor, why: fun } }
`;
    const { value: handWritten = [] } = readThreats({ file: 'threats.yaml', text }, system, catalogue);
    const cell = cellOf(matrixOf(enumerate(system, catalogue, { handWritten })), 'archive', 'E');
    expect(cell).toMatchObject({ state: 'threats' });
    expect(cell.threats).toContain('trick@archive');
  });

  it.each([
    'reference/model/system.yaml',
    'examples/valve-line/system.yaml',
    'examples/azure-reference/system.yaml',
  ])('leaves nothing unsaid in %s', (file) => {
    const path = new URL(`../../${file}`, import.meta.url);
    if (!existsSync(path)) return;
    const system = systemOf(readFileSync(path, 'utf8'), file);
    for (const profile of ['source', 'originals'] as const) {
      const whole = matrixWith({ profile }, system);
      expect(countCells(whole)).toMatchObject({ 'nothing-said': 0, threats: expect.any(Number) });
      expect(countCells(whole).threats).toBeGreaterThan(10);
    }
  });
});

/** What is said where no rule speaks, whatever rules there are. */
function matrixWithoutRules(): Matrix {
  return matrixOf(enumerate(systemOf(), { ...catalogue, rules: new Map() }));
}
