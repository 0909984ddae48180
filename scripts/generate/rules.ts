/** A page a rule: what goes wrong, when, what answers it, what would show that it does. */
import { Document, isMap, isScalar, visit } from 'yaml';

import type { Example, Rule, SubjectKind } from '../../src/catalogue/schema.ts';
import { code, linkToEntry, list, page, table, yamlBlock } from './markdown.ts';
import {
  type Book,
  LETTERS,
  aboutOf,
  areaTitle,
  byArea,
  conditionText,
  referencesText,
  testedBy,
} from './words.ts';

const UP = '../';

/** The index of all rules, by area. */
export function rulesPage(book: Book): string {
  return page(
    'Rules',
    'Each rule says when a threat exists, which facts alone decide, and which mitigations answer it. By area below; ' +
      'also [by letter](by-letter.md), [by standard](by-standard.md), [by statement of the source](by-statement.md).',
    ...byArea(book.data.rules, book).flatMap(([area, rules]) => [
      `## ${areaTitle(area)}`,
      table(
        ['Rule', 'Letters', 'About', 'Threat'],
        rules.map((rule) => [linkToEntry('rules', rule.id), rule.stride.join(''), aboutOf(rule), rule.title]),
      ),
    ]),
  );
}

export function rulePage(rule: Rule, book: Book): string {
  const { attacker, severity, basis } = rule;
  return page(
    `${rule.id}: ${rule.title}`,
    `${areaTitle(book.areaOf(rule.id))} · ${lettersText(rule)} · ${rule.access} access · [all rules](${UP}rules.md)`,
    '## What the attacker does',
    `An attacker (${attacker.position.replace('-', ' ')}) ${attacker.does}, ${attacker.why}.`,
    '## When it applies',
    appliesText(rule, book),
    '## What answers it',
    answersText(rule, book),
    '## As a row of the source’s tables',
    rowTable(rule),
    '## Severity',
    `Before anything is done about it: likelihood ${severity.likelihood}, impact ${severity.impact}, each of 5, for an ordinary subject. ${severity.rationale}`,
    '## Where it comes from',
    `Statements: ${rule.trace.join(', ')} ([index](${UP}by-statement.md)).`,
    rule.references ? referencesText(rule.references, book) : '',
    basis === 'unverified'
      ? 'Rests on general knowledge; its references have not been checked one by one.'
      : '',
    '## Examples',
    'What must come out, and does: a test runs every one, and changes every part of the condition to see that an example notices.',
    ...rule.examples.map(exampleText),
  );
}

function lettersText({ stride, originals = [] }: Rule): string {
  const letters = stride.map((letter) => `**${letter}** ${LETTERS[letter]}`).join(', ');
  const more = originals.map((letter) => `**${letter}** ${LETTERS[letter]}`).join(', ');
  return more === '' ? letters : `${letters} (and ${more} in the profile of the originals)`;
}

const SUBJECTS: Readonly<Record<SubjectKind, string>> = {
  element: 'every element',
  connection: 'every connection',
  flow: 'every flow',
  crossing: 'every flow that crosses a trust boundary',
  fleet: 'every element of more than one unit',
  system: 'the system as a whole',
};

function appliesText({ subject, types, applies }: Rule, book: Book): string {
  const named = (types ?? []).map((id) => code(id)).join(' or ');
  const whom = `${SUBJECTS[subject]}${named === '' ? '' : ` of the type ${named}, or of one that extends it`}`;
  if (applies === true) return `Of ${whom}.`;
  return [
    `Of ${whom}, unless this is known to be false (what nobody says is not known):`,
    conditionText(applies, subject, book, UP),
    yamlBlock({ applies }),
  ].join('\n\n');
}

function answersText({ answered, subject }: Rule, book: Book): string {
  const groups = answered.map((group) => group.map((id) => linkToEntry('mitigations', id, UP)).join(' and '));
  const ids = [...new Set(answered.flat())];
  return [
    answered.length === 1 ? `Enough is ${groups.join('')}.` : `Enough is one of these:\n\n${list(groups)}`,
    ...ids.flatMap((id) => {
      const mitigation = book.data.mitigations.find((known) => known.id === id);
      if (!mitigation) return [];
      const stated = mitigation.statedBy?.[subject];
      return [
        `### ${mitigation.title}`,
        mitigation.does,
        list([
          `**Does not protect against**: ${mitigation.notAgainst}`,
          `**Tested by** ${testedBy(mitigation, UP)}`,
          stated === undefined
            ? '**Stated by** a claim in decisions.yaml: no property says it here'
            : '**Stated in the model** when:',
        ]),
        ...(stated === undefined ? [] : [conditionText(stated, subject, book, UP)]),
      ];
    }),
  ].join('\n\n');
}

const CELLS = ['component', 'threat', 'mitigation', 'risk', 'implementation'] as const;

function rowTable({ row }: Rule): string {
  const own = new Set<string>(row.own);
  const cells = CELLS.map((name) => `${row[name]}${own.has(name) ? ' *' : ''}`);
  const whole = table(['Component', 'Threat', 'Mitigation', 'Risk', 'Implementation'], [cells]);
  return own.size > 0 ? `${whole}\n\n\\* ours: the source has no such cell.` : whole;
}

function exampleText({ says, why, subject, mitigations, system }: Example, index: number): string {
  const shown = { subject, ...(mitigations && { mitigations }), system };
  return `${index + 1}. **${says}**${why === undefined ? '' : `: ${why}`}\n\n${compactYaml(shown)}`;
}

/** YAML with a line for each thing of the system. */
function compactYaml(data: unknown): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  visit(document, {
    Map: (_, node, path) => {
      if (path.filter(isMap).length >= 3) node.flow = true;
    },
    Seq: (_, node) => {
      node.flow = node.items.every((item) => isScalar(item));
    },
  });
  return `\`\`\`yaml\n${document.toString({ lineWidth: 100 }).trimEnd()}\n\`\`\``;
}
