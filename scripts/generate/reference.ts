/** The reference pages that hold many entries: checks, properties and element types, problem codes. */
import type { CatalogueData, CheckInfo, Mitigation, Property } from '../../src/catalogue/schema.ts';
import { PROBLEM_CODES } from '../../src/text/codes.ts';
import { anchored, code, linkToEntry, list, page, table } from './markdown.ts';

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
  return found.map(({ id }) => linkToEntry('mitigations', id)).join(', ') || 'none';
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
