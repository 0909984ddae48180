import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../testing/builtin.ts';

const catalogue = builtinCatalogue();
const standards = [...catalogue.standards.values()];
const referred = [...catalogue.rules.values(), ...catalogue.mitigations.values()].flatMap(
  ({ id, references = [] }) => references.map((reference) => ({ by: id, ...reference })),
);

describe('the standards by which reports group', () => {
  it('are these eight', () => {
    expect(standards.map(({ id }) => id)).toEqual(
      'attack-ics capec cra cwe d3fend emb3d en303645 iec62443'.split(' '),
    );
  });

  it.each(standards.map((standard) => [standard.id, standard] as const))(
    '%s has a title of our own for every id that a rule or mitigation refers to',
    (_, { cites, points }) => {
      const untitled = referred.filter(({ standard, id }) => cites.includes(standard) && !(id in points));
      expect(untitled.map(({ id, by }) => `${id} (${by})`)).toEqual([]);
    },
  );

  it.each(standards.map((standard) => [standard.id, standard] as const))(
    '%s has no point that nothing refers to: it would be untouched for ever',
    (_, { cites, points }) => {
      const ids = new Set(referred.flatMap(({ standard, id }) => (cites.includes(standard) ? [id] : [])));
      expect(Object.keys(points).filter((id) => !ids.has(id))).toEqual([]);
    },
  );

  it('titles are short, and none stands for two points of a standard', () => {
    for (const { points } of standards) {
      const titles = Object.values(points);
      expect(titles.filter((title) => title.length > 90)).toEqual([]);
      expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    }
  });

  it('no standard takes references of another', () => {
    const cites = standards.flatMap((standard) => standard.cites);
    expect(new Set(cites).size).toBe(cites.length);
  });

  it('NOTICE holds the line of each', () => {
    const notice = readFileSync(new URL('../../../NOTICE', import.meta.url), 'utf8');
    for (const standard of standards) expect(notice).toContain(standard.notice);
  });
});
