/** What the test of a project's own catalogue found, for people, programs and CI. */
import { xml } from '../diagram/markup.ts';
import type { Markup } from '../diagram/markup.ts';
import type {
  CatalogueTest,
  ExampleTest,
  MitigationTest,
  RuleTest,
  StandardTest,
} from '../enumerate/test-catalogue/test-catalogue.ts';
import { visible } from '../text/frame.ts';
import { jsonText } from './json.ts';
import { count } from './writing/words.ts';

export const CATALOGUE_TEST_REPORTS = { text, json: jsonText, junit } as const satisfies Readonly<
  Record<string, (test: CatalogueTest) => string>
>;

/** A line an entry, and below it what is wrong. */
function text({ ok, rules, mitigations, standards, chains, matrix }: CatalogueTest): string {
  const examples = rules.flatMap((rule) => rule.examples);
  const changes = [...rules, ...mitigations].reduce((sum, entry) => sum + (entry.changes ?? 0), 0);
  const lines = [
    ...rules.flatMap((rule) => [
      `${isOk(rule) ? 'ok    ' : 'FAILED'} ${rule.id}  ${count(rule.examples.length, 'example')}, ${changesText(rule)}`,
      ...rule.examples.flatMap((example) =>
        example.instead.map(
          (what) => `         example ${example.number} says "${example.says}", and ${what}`,
        ),
      ),
      ...rule.unnoticed.map((what) => `         ${what}`),
    ]),
    ...mitigations.flatMap((mitigation) => [
      `${isOk(mitigation) ? 'ok    ' : 'FAILED'} ${mitigation.id}  ${changesText(mitigation)}`,
      ...mitigation.unnoticed.map((what) => `         ${what}`),
    ]),
    ...standards.flatMap(({ id, points, missing }) => [
      `${missing.length === 0 ? 'ok    ' : 'FAILED'} ${id}  ${count(points, 'point')}`,
      ...missing.map((what) => `         ${what}`),
    ]),
    ...chains.map((id) => `ok     ${id}  each step lies where the one before leads`),
    ...(matrix > 0 ? [`ok     matrix  ${count(matrix, 'reason')}, each about things there are`] : []),
    '',
    `${ok ? 'All is well' : 'Something is wrong'}: ${count(rules.length, 'rule')} with ${count(examples.length, 'example')}, ` +
      `${count(mitigations.length, 'mitigation')}, ${count(changes, 'change')} tried.`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function changesText({ changes, unnoticed }: RuleTest | MitigationTest): string {
  if (changes === null) return 'changes not tried, since an example fails';
  return unnoticed.length === 0
    ? `each of ${count(changes, 'change')} noticed`
    : `${count(changes, 'change')} tried`;
}

function isOk({ unnoticed, changes }: RuleTest | MitigationTest): boolean {
  return unnoticed.length === 0 && changes !== null;
}

interface Case {
  readonly of: string;
  readonly name: string;
  readonly failures: readonly string[];
  readonly skipped?: string;
}

/** A case an example, one for the changes of each rule and mitigation, and one a standard and a story. */
function junit({ rules, mitigations, standards, chains }: CatalogueTest): string {
  const cases = [
    ...rules.flatMap((rule) => [
      ...rule.examples.map((example) => exampleCase(rule.id, example)),
      changesCase(rule),
    ]),
    ...mitigations.map(changesCase),
    ...standards.map(standardCase),
    ...chains.map((of): Case => ({ of, name: 'each step lies where the one before leads', failures: [] })),
  ];
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const counts = xml`tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped}"`;
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bestride" ${counts}>
  <testsuite name="catalogue" ${counts}>
${cases.map(caseMarkup)}  </testsuite>
</testsuites>
`.text;
}

function exampleCase(of: string, { number, says, why, instead }: ExampleTest): Case {
  return {
    of,
    name: `example ${number} is ${says}${why === undefined ? '' : `: ${why}`}`,
    failures: instead,
  };
}

function changesCase({ id, changes, unnoticed }: RuleTest | MitigationTest): Case {
  const name = 'some example notices each change';
  return {
    of: id,
    name,
    failures: unnoticed,
    ...(changes === null && { skipped: 'an example does not come out as it says' }),
  };
}

function standardCase({ id, missing }: StandardTest): Case {
  return { of: id, name: 'it has each point that is referred to', failures: missing };
}

function caseMarkup({ of, name, failures, skipped }: Case): Markup {
  const outcome =
    failures.length > 0
      ? xml`<failure type="catalogue" message="${failures[0] ?? ''}">${failures.join('\n')}</failure>`
      : skipped === undefined
        ? undefined
        : xml`<skipped message="${skipped}"/>`;
  return xml`    <testcase classname="${of}" name="${name}">${outcome}</testcase>
`;
}
