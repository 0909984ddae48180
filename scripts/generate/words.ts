/** What the pages of rules and mitigations say alike. */
import type { Condition } from '../../src/catalogue/condition.ts';
import { type Words, conditionInWords, propertiesRead } from '../../src/catalogue/prose.ts';
import type { CatalogueData, Letter, Mitigation, Rule, SubjectKind } from '../../src/catalogue/schema.ts';
import { code, linkTo, list } from './markdown.ts';

export const LETTERS: Readonly<Record<Letter, string>> = {
  S: 'spoofing',
  T: 'tampering',
  R: 'repudiation',
  I: 'information disclosure',
  D: 'denial of service',
  E: 'elevation of privilege',
};

/** The catalogue, and in which folder of it each rule and mitigation lies: that is its area. */
export interface Book extends Words {
  readonly data: CatalogueData;
  areaOf(id: string): string;
}

/** `sources`: names of the catalogue's files, `catalogue/rules/<area>/<ID>.yaml`. */
export function openBook(data: CatalogueData, sources: readonly string[]): Book {
  const areas = new Map(
    sources.flatMap((file) => {
      const [, area = 'several areas', id] =
        /\/(?:rules|mitigations)\/(?:(.+)\/)?([^/]+)\.yaml$/.exec(file) ?? [];
      return id === undefined ? [] : [[id, area] as const];
    }),
  );
  return {
    data,
    properties: new Map(data.properties.map((property) => [property.name, property])),
    types: new Map(data.types.map((type) => [type.id, type])),
    areaOf: (id) => areas.get(id) ?? 'several areas',
  };
}

/** `cloud-gateway` → `Cloud gateway`. */
export function areaTitle(area: string): string {
  const words = area.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Entries by their areas, areas in alphabetical order. */
export function byArea<T extends { readonly id: string }>(
  entries: readonly T[],
  book: Book,
): [string, readonly T[]][] {
  const areas = [...new Set(entries.map(({ id }) => book.areaOf(id)))].toSorted();
  return areas.map((area) => [area, entries.filter(({ id }) => book.areaOf(id) === area)]);
}

export function aboutOf({ subject, types }: Rule): string {
  return types ? `${subject}: ${types.join(', ')}` : subject;
}

/** A condition as a sentence, and what the properties that it reads mean. */
export function conditionText(condition: Condition, kind: SubjectKind, book: Book, up: string): string {
  const read = propertiesRead(condition, kind, book).filter(({ name }) => name !== 'type' && name !== 'kind');
  const sentence = `> ${conditionInWords(condition, kind, book)}`;
  if (read.length === 0) return sentence;
  const meanings = read.map(
    ({ name, role, help }) => `[${code(name)}](${up}properties.md) (${role}): ${help}`,
  );
  return `${sentence}\n\n${list(meanings)}`;
}

/** `a and b, or c`, each linked to its heading on the page of checks. */
export function checkGroups(groups: readonly (readonly string[])[], up: string): string {
  return groups.map((group) => group.map((id) => linkTo(`${up}checks`, id)).join(' and ')).join(', or ');
}

export function testedBy(mitigation: Mitigation, up: string): string {
  const { validatedBy, alsoTestedBy = [], leastStrength } = mitigation;
  const tests = validatedBy
    ? `${checkGroups(validatedBy, up)}, at least as ${leastStrength}`
    : 'nothing yet, so it gets no further than “implemented”';
  const also = alsoTestedBy.map((id) => linkTo(`${up}checks`, id)).join(', ');
  return also === '' ? tests : `${tests}; a failure of ${also} counts against it, a pass does not suffice`;
}

/** A line a standard, with its points. */
export function referencesText(references: NonNullable<Rule['references']>, { data }: Book): string {
  const standards = [...new Set(references.map(({ standard }) => standard))];
  return list(
    standards.map((name) => {
      const points = references.filter(({ standard }) => standard === name);
      return `**${name}**: ${points.map(({ id }) => titled(id, pointTitle(name, id, data))).join('; ')}`;
    }),
  );
}

/** Our title for a point of a standard, where the catalogue has one. */
export function pointTitle(standard: string, id: string, { standards }: CatalogueData): string | undefined {
  return standards.find(({ cites }) => cites.includes(standard))?.points[id];
}

function titled(id: string, title: string | undefined): string {
  return title === undefined ? id : `${id} (${title})`;
}
