/** The reference pages: one per kind of catalogue entry, and the problem codes. */
import type { CatalogueData, CheckInfo, Mitigation, Property, Rule } from '../../src/catalogue/schema.ts';
import { PROBLEM_CODES } from '../../src/text/codes.ts';
import { anchored, code, linkTo, list, page, table, yamlBlock } from './markdown.ts';

export function rulesPage({ rules }: CatalogueData): string {
  return page(
    'Rules',
    'Each rule says when a threat exists (`applies`, which reads facts only) and which mitigations answer it. ' +
      'The line of five cells is in the order of the source’s tables; cells marked * are ours where the source ' +
      'has none. Letters: S spoofing, T tampering, R repudiation, I information disclosure, D denial of service, ' +
      'E elevation of privilege.',
    table(
      ['Rule', 'Letters', 'About', 'Threat'],
      rules.map((rule) => [linkTo('rules', rule.id), rule.stride.join(''), aboutOf(rule), rule.title]),
    ),
    ...rules.map(ruleSection),
  );
}

function ruleSection(rule: Rule): string {
  const { row, severity, attacker, originals = [] } = rule;
  const own = new Set<string>(row.own);
  const cells = ['component', 'threat', 'mitigation', 'risk', 'implementation'] as const;
  const letters = `${rule.stride.join('')}${originals.length > 0 ? ` (with ${originals.join('')} in the profile of the originals)` : ''}`;
  return [
    anchored(rule.id, rule.title),
    table(
      ['Component', 'Threat', 'Mitigation', 'Risk', 'Implementation'],
      [cells.map((name) => `${row[name]}${own.has(name) ? ' *' : ''}`)],
    ),
    list([
      `**About**: ${aboutOf(rule)}; ${letters}; ${rule.access} access`,
      `**The attacker** ${attacker.does}, ${attacker.why} (${attacker.position.replace('-', ' ')})`,
      `**Answered by** ${groupsText(rule.answered, 'mitigations')}`,
      `**Severity** before anything is done: likelihood ${severity.likelihood}, impact ${severity.impact}. ${severity.rationale}`,
      `**Traces** ${rule.trace.join(', ')}${rule.references ? `. **See** ${referencesText(rule.references)}` : ''}`,
    ]),
    'It exists unless this is false:',
    yamlBlock({ applies: rule.applies }),
  ].join('\n\n');
}

function aboutOf({ subject, types }: Rule): string {
  return types ? `${subject}: ${types.join(', ')}` : subject;
}

function groupsText(groups: readonly (readonly string[])[], pageName: string): string {
  return groups.map((group) => group.map((id) => linkTo(pageName, id)).join(' and ')).join(', or ');
}

function referencesText(references: NonNullable<Rule['references']>): string {
  const standards = [...new Set(references.map(({ standard }) => standard))];
  return standards
    .map(
      (name) =>
        `${name} ${references.flatMap(({ standard, id }) => (standard === name ? [id] : [])).join(', ')}`,
    )
    .join('; ');
}

export function mitigationsPage({ mitigations, rules }: CatalogueData): string {
  return page(
    'Mitigations',
    'What answers threats, what it does not do, and what tests it. A mitigation that nothing tests yet can be ' +
      'claimed, and gets no further than “implemented”.',
    table(
      ['Mitigation', 'What it is', 'Stated by', 'Tested by'],
      mitigations.map((mitigation) => [
        linkTo('mitigations', mitigation.id),
        mitigation.title,
        mitigation.statedBy ? 'the model' : 'a claim',
        mitigation.validatedBy ? groupsText(mitigation.validatedBy, 'checks') : 'nothing yet',
      ]),
    ),
    ...mitigations.map((mitigation) => mitigationSection(mitigation, rules)),
  );
}

const ENFORCED = {
  connections: 'at the accepting end of the connections it is about',
  accepted: 'at every listener of the element',
  self: 'on the subject itself, unit by unit',
} as const;

function mitigationSection(mitigation: Mitigation, rules: readonly Rule[]): string {
  const answers = rules.filter((rule) => rule.answered.flat().includes(mitigation.id));
  const { validatedBy, alsoTestedBy = [], references } = mitigation;
  return [
    anchored(mitigation.id, mitigation.title),
    mitigation.does,
    `**Not against**: ${mitigation.notAgainst}`,
    list([
      `**Up to**: ${mitigation.owner}`,
      `**Takes effect** ${ENFORCED[mitigation.enforcedAt]}`,
      `**Tested by** ${validatedBy ? `${groupsText(validatedBy, 'checks')}, at least by ${mitigation.leastStrength}` : 'nothing yet'}`,
      ...(alsoTestedBy.length > 0
        ? [
            `**Opened also by** a failure of ${alsoTestedBy.map((id) => linkTo('checks', id)).join(', ')}, whose pass does not suffice`,
          ]
        : []),
      `**Answers** ${answers.map((rule) => linkTo('rules', rule.id)).join(', ') || 'no rule yet'}`,
      ...(references ? [`**See** ${referencesText(references)}`] : []),
    ]),
    `How it is done:\n\n${list(mitigation.implementation)}`,
    ...(mitigation.statedBy
      ? ['Stated in the model by:', yamlBlock(mitigation.statedBy)]
      : ['No property states it: it takes a claim in decisions.yaml.']),
  ].join('\n\n');
}

export function checksPage({ checks, mitigations }: CatalogueData): string {
  return page(
    'Checks',
    'What a passed check means, exactly: this attack, from this place, at this time, against this target, failed, ' +
      'while legitimate use worked.',
    ...checks.map((check) => checkSection(check, mitigations)),
  );
}

function checkSection(check: CheckInfo, mitigations: readonly Mitigation[]): string {
  const uses = (ids: readonly string[] = []) => ids.includes(check.id);
  const tests = mitigations.filter((mitigation) => uses(mitigation.validatedBy?.flat()));
  const opens = mitigations.filter((mitigation) => uses(mitigation.alsoTestedBy));
  const { connections, seconds, bytes } = check.budget;
  return [
    anchored(check.id, check.title),
    list([
      `**Looks at** targets of kind ${check.targets.map(code).join(', ')}`,
      `**Legitimate use that must work**: ${check.control}`,
      `**Attack**: ${check.attack}`,
      ...(check.observer ? [`**Observer**: ${check.observer}`] : []),
      `**Effect**: ${check.effect}; at most ${connections} connections, ${seconds} s, ${bytes} bytes`,
      `**Strength**: ${check.strength}; a pass counts for ${check.lifetimeHours} hours`,
      `**Expects of the model**: ${
        Object.entries(check.expects)
          .map(([name, property]) => `${name} (${code(property)})`)
          .join(', ') || 'nothing'
      }`,
      `**Tests** ${mitigationLinks(tests)}${opens.length > 0 ? `; its failure also opens ${mitigationLinks(opens)}` : ''}`,
    ]),
  ].join('\n\n');
}

function mitigationLinks(found: readonly Mitigation[]): string {
  return found.map(({ id }) => linkTo('mitigations', id)).join(', ') || 'none';
}

export function propertiesPage({ properties, types }: CatalogueData): string {
  const bearers = ['element', 'connection', 'flow', 'zone', 'asset', 'system'] as const;
  return page(
    'Properties and element types',
    'A fact describes; a control claims a protection. Facts decide whether a threat exists, controls can only ' +
      'answer it. What nobody states is unknown, and an unknown makes a question.',
    ...bearers.flatMap((bearer) => {
      const rows = properties.filter(({ on }) => on.includes(bearer)).map(propertyRow);
      const noun = bearer === 'system' ? 'the system' : `${bearer}s`;
      return [`## Properties of ${noun}`, table(['Property', 'Role', 'Values', 'Meaning'], rows)];
    }),
    '## Element types',
    table(
      ['Type', 'Extends', 'Facts it brings', 'Meaning'],
      types.map(({ id, extends: parent, facts = {}, help }) => [
        code(id),
        parent ? code(parent) : '',
        Object.entries(facts)
          .map(([name, value]) => code(`${name}: ${String(value)}`))
          .join(', '),
        help,
      ]),
    ),
  );
}

function propertyRow({ name, role, value, values, ordered, derived, types, help }: Property): string[] {
  const words = Object.entries(values ?? {}).map(([word, meaning]) => `${code(word)} ${meaning}`);
  const form = value === 'words' ? 'any of: ' : ordered ? 'in ascending order: ' : '';
  return [
    code(name),
    derived ? `${role}, derived` : role,
    words.length > 0 ? `${form}${words.join('; ')}` : value,
    `${help}${types ? ` Only of ${types.map(code).join(', ')}.` : ''}`,
  ];
}

export function problemsPage(): string {
  return page(
    'Problem codes',
    'Everything that reads a file reports problems with a code that does not change.',
    table(
      ['Code', 'Meaning'],
      Object.entries(PROBLEM_CODES).map(([name, meaning]) => [code(name), meaning]),
    ),
  );
}
