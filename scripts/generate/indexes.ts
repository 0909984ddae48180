/** Other ways into the rules: by letter, by standard, by statement of the source. */
import { Letter, type Rule } from '../../src/catalogue/schema.ts';
import { linkToEntry, page, table } from './markdown.ts';
import { type Book, LETTERS, pointTitle } from './words.ts';

export function lettersPage({ data: { rules } }: Book): string {
  return page(
    'Rules by letter',
    'STRIDE: what an attacker gains. A rule with several letters stands under each. See also [by area](rules.md).',
    ...Letter.options.flatMap((letter) => [
      `## ${letter}: ${LETTERS[letter]}`,
      table(
        ['Rule', 'Threat'],
        rules
          .filter((rule) => rule.stride.includes(letter) || rule.originals?.includes(letter))
          .map((rule) => [linkToEntry('rules', rule.id), `${rule.title}${onlyOriginals(rule, letter)}`]),
      ),
    ]),
  );
}

function onlyOriginals(rule: Rule, letter: Letter): string {
  return rule.stride.includes(letter) ? '' : ' (in the profile of the originals)';
}

interface Point {
  readonly rules: string[];
  readonly mitigations: string[];
}

export function standardsPage({ data }: Book): string {
  const standards = new Map<string, Map<string, Point>>();
  const note = (kind: keyof Point, id: string, references: Rule['references'] = []): void => {
    for (const reference of references) {
      const points = standards.get(reference.standard) ?? new Map<string, Point>();
      const point = points.get(reference.id) ?? { rules: [], mitigations: [] };
      point[kind].push(linkToEntry(kind, id));
      points.set(reference.id, point);
      standards.set(reference.standard, points);
    }
  };
  for (const { id, references } of data.rules) note('rules', id, references);
  for (const { id, references } of data.mitigations) note('mitigations', id, references);
  return page(
    'Rules and mitigations by standard',
    'Which points of which standards and catalogues ours refer to. A reference says that the two speak of the same thing, not that the point is met.',
    ...byName(standards).flatMap(([standard, points]) => [
      `## ${standard}`,
      table(
        ['Point', 'Rules', 'Mitigations'],
        byName(points).map(([id, { rules, mitigations }]) => {
          const title = pointTitle(standard, id, data);
          return [title === undefined ? id : `${id}: ${title}`, rules.join(', '), mitigations.join(', ')];
        }),
      ),
    ]),
  );
}

export function statementsPage({ data: { rules } }: Book): string {
  const statements = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const id of rule.trace) statements.set(id, [...(statements.get(id) ?? []), rule]);
  }
  return page(
    'Rules by statement of the source',
    'S: statements of the text this project was founded on; O: of the originals it builds on. What stands for each ' +
      'statement, rules or not, is in [coverage](../coverage.md).',
    table(
      ['Statement', 'Rules'],
      byName(statements).map(([id, tracing]) => [
        id,
        tracing.map((rule) => `${linkToEntry('rules', rule.id)} ${rule.title}`).join('<br>'),
      ]),
    ),
  );
}

/** As people count: 2 before 10. */
function byName<T>(entries: ReadonlyMap<string, T>): [string, T][] {
  const order = new Intl.Collator('en', { numeric: true });
  return [...entries].toSorted(([a], [b]) => order.compare(a, b));
}
