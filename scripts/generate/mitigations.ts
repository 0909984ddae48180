/** A page a mitigation: what it does, what it does not, what states it, what tests it. */
import { type Mitigation, SubjectKind } from '../../src/catalogue/schema.ts';
import { code, linkTo, linkToEntry, list, page, table, yamlBlock } from './markdown.ts';
import {
  type Book,
  areaTitle,
  byArea,
  checkGroups,
  conditionText,
  referencesText,
  testedBy,
} from './words.ts';

const UP = '../';

/** The index of all mitigations, by area. */
export function mitigationsPage(book: Book): string {
  return page(
    'Mitigations',
    'What answers threats, what it does not do, and what tests it. A mitigation that nothing tests yet can be ' +
      'claimed, and gets no further than “implemented”.',
    ...byArea(book.data.mitigations, book).flatMap(([area, mitigations]) => [
      `## ${areaTitle(area)}`,
      table(
        ['Mitigation', 'What it is', 'Stated by', 'Tested by'],
        mitigations.map((mitigation) => [
          linkToEntry('mitigations', mitigation.id),
          mitigation.title,
          mitigation.statedBy ? 'the model' : 'a claim',
          mitigation.validatedBy ? checkGroups(mitigation.validatedBy, '') : 'nothing yet',
        ]),
      ),
    ]),
  );
}

const ENFORCED = {
  connections: 'at the accepting end of the connections it is about',
  accepted: 'at every listener of the element',
  dialling: 'at the dialling end of the connections it is about',
  self: 'on the subject itself, unit by unit',
} as const;

export function mitigationPage(mitigation: Mitigation, book: Book): string {
  const answers = book.data.rules.filter((rule) => rule.answered.flat().includes(mitigation.id));
  return page(
    `${mitigation.id}: ${mitigation.title}`,
    `${areaTitle(book.areaOf(mitigation.id))} · up to the ${mitigation.owner} · [all mitigations](${UP}mitigations.md)`,
    mitigation.does,
    `**Does not protect against**: ${mitigation.notAgainst}`,
    '## How it is done',
    list(mitigation.implementation),
    `It takes effect ${ENFORCED[mitigation.enforcedAt]}.`,
    '## What states it',
    statedText(mitigation, book),
    '## What tests it',
    `Tested by ${testedBy(mitigation, UP)}.`,
    attacksText(mitigation, book),
    '## What it answers',
    answers.length === 0
      ? 'No rule yet.'
      : table(
          ['Rule', 'Threat', 'Together with'],
          answers.map((rule) => [
            linkToEntry('rules', rule.id, UP),
            rule.title,
            companions(mitigation.id, rule.answered),
          ]),
        ),
    ...(mitigation.references ? ['## References', referencesText(mitigation.references, book)] : []),
  );
}

function statedText({ statedBy }: Mitigation, book: Book): string {
  if (!statedBy) return 'No property states it: it takes a claim in decisions.yaml.';
  return SubjectKind.options
    .flatMap((kind) => {
      const condition = statedBy[kind];
      if (condition === undefined) return [];
      return [
        `For a threat about ${kind === 'element' ? 'an element' : `a ${kind}`}:`,
        conditionText(condition, kind, book, UP),
        yamlBlock({ [kind]: condition }),
      ];
    })
    .join('\n\n');
}

function attacksText({ validatedBy = [], alsoTestedBy = [] }: Mitigation, { data }: Book): string {
  const ids = [...new Set([...validatedBy.flat(), ...alsoTestedBy])];
  return list(
    data.checks
      .filter(({ id }) => ids.includes(id))
      .map(({ id, title, attack }) => `${linkTo(`${UP}checks`, id)} ${title} It tries this: ${attack}`),
  );
}

/** What a rule wants beside this mitigation, group by group. */
function companions(id: string, groups: readonly (readonly string[])[]): string {
  const others = groups
    .filter((group) => group.includes(id))
    .map((group) => group.filter((other) => other !== id));
  return others
    .map((group) => (group.length === 0 ? 'nothing else' : group.map(code).join(' and ')))
    .join(', or ');
}
