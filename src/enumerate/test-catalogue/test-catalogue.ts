/**
 * Tests what a project added to the catalogue: its rules by their examples, its conditions by changing them, its
 * standards by what refers to them. Whether its stories and its matrix hold together is settled when they are read.
 */
import type { Entry } from '../../catalogue/entries.ts';
import type { Extension } from '../../catalogue/extend.ts';
import type { Example, Mitigation, Rule } from '../../catalogue/schema.ts';
import type { Standard } from '../../catalogue/standard.ts';
import { quote } from '../../text/frame.ts';
import { byPlace, type Problem } from '../../text/problem.ts';
import { ExampleRuns, type Mutations } from './example-runs.ts';

/** The published JSON shape of `catalogue test --format json`. */
export interface CatalogueTest {
  readonly ok: boolean;
  readonly rules: readonly RuleTest[];
  readonly mitigations: readonly MitigationTest[];
  readonly standards: readonly StandardTest[];
  /** The stories that were read: each step is about rules there are, and lies where the one before leads. */
  readonly chains: readonly string[];
  /** How many reasons of the STRIDE matrix were read. */
  readonly matrix: number;
  /**
   * CAT02 (a reference to a point that the standard does not have), CAT04 (an example that does not come out), CAT08
   * (a part that no example notices), placed.
   */
  readonly problems: readonly Problem[];
}

export interface RuleTest {
  readonly id: string;
  readonly title: string;
  readonly examples: readonly ExampleTest[];
  /** Small changes of the rule that were tried; null where an example fails: then nothing can be said of them. */
  readonly changes: number | null;
  /** What no example notices, a sentence each. */
  readonly unnoticed: readonly string[];
}

export interface ExampleTest {
  readonly number: number;
  readonly says: Example['says'];
  readonly subjects: readonly string[];
  readonly why?: string;
  /** What came out instead, a sentence each; empty where it came out as it says. */
  readonly instead: readonly string[];
}

export interface MitigationTest {
  readonly id: string;
  readonly title: string;
  /** As of a rule; null where an example of a rule that it answers fails. */
  readonly changes: number | null;
  readonly unnoticed: readonly string[];
}

export interface StandardTest {
  readonly id: string;
  readonly name: string;
  readonly points: number;
  /** Points that an added rule or mitigation refers to, and that the standard does not have; a sentence each. */
  readonly missing: readonly string[];
}

/** Runs every example of the added rules, and every small change of them and of the added mitigations. */
export function testCatalogue({ catalogue, own }: Extension): CatalogueTest {
  const runs = new ExampleRuns(catalogue);
  const problems: Problem[] = [];
  const failing = new Set<string>();
  const rules = own.rules.map((entry): RuleTest => {
    const { id, title } = entry.value;
    const examples = entry.value.examples.map((_, i) => testExample(runs, entry, i, problems));
    if (examples.some(({ instead }) => instead.length > 0)) {
      failing.add(id);
      return { id, title, examples, changes: null, unnoticed: [] };
    }
    return { id, title, examples, ...noted(runs.mutationsOfRule(entry.value), entry, problems) };
  });
  const mitigations = own.mitigations.map((entry): MitigationTest => {
    const { id, title } = entry.value;
    const isUnclear = own.rules.some(
      ({ value }) => failing.has(value.id) && value.answered.flat().includes(id),
    );
    if (isUnclear) return { id, title, changes: null, unnoticed: [] };
    return { id, title, ...noted(runs.mutationsOfMitigation(entry.value), entry, problems) };
  });
  const standards = own.standards.map(({ value }) =>
    testStandard(value, [...own.rules, ...own.mitigations], problems),
  );
  return {
    ok: problems.length === 0,
    rules,
    mitigations,
    standards,
    chains: own.chains.map(({ value }) => value.id),
    matrix: own.matrix.length,
    problems: problems.toSorted(byPlace),
  };
}

function testExample(runs: ExampleRuns, entry: Entry<Rule>, index: number, problems: Problem[]): ExampleTest {
  const example = entry.value.examples[index];
  if (!example) throw new RangeError(`no example ${index}`);
  const deviations = runs.deviations(entry.value, example);
  for (const { what, path } of deviations) {
    problems.push({
      code: 'CAT04',
      severity: 'error',
      message: `example ${index + 1} of ${quote(entry.value.id)} says "${example.says}", and ${what}`,
      where: entry.where(['examples', index, ...path]),
    });
  }
  return {
    number: index + 1,
    says: example.says,
    subjects: [example.subject].flat(),
    ...(example.why !== undefined && { why: example.why }),
    instead: deviations.map(({ what }) => what),
  };
}

/** A report by the standard would silently leave out what refers to a point without a title. */
function testStandard(
  { id, name, cites, points }: Standard,
  entries: readonly Entry<Rule | Mitigation>[],
  problems: Problem[],
): StandardTest {
  const missing = entries.flatMap((entry) =>
    (entry.value.references ?? []).flatMap((reference, i) => {
      if (!cites.includes(reference.standard) || Object.hasOwn(points, reference.id)) return [];
      const what = `the standard ${quote(id)} has no point ${quote(reference.id)}, to which ${quote(entry.value.id)} refers`;
      problems.push({
        code: 'CAT02',
        severity: 'error',
        message: what,
        hint: `Give it a title under "points" of ${id}.yaml, or mend the reference.`,
        where: entry.where(['references', i, 'id']),
      });
      return [what];
    }),
  );
  return { id, name, points: Object.keys(points).length, missing };
}

function noted(
  { tried, gaps }: Mutations,
  entry: Entry<Rule | Mitigation>,
  problems: Problem[],
): { changes: number; unnoticed: string[] } {
  for (const { what, path } of gaps) {
    problems.push({
      code: 'CAT08',
      severity: 'error',
      message: `${quote(entry.value.id)}: ${what}`,
      hint: 'Add an example in which it matters, or leave the part out if it changes nothing.',
      where: entry.where(path),
    });
  }
  return { changes: tried, unnoticed: gaps.map(({ what }) => what) };
}
