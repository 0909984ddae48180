/**
 * What comes out of the examples, word for word, in `test/golden/<example>.md`: whoever changes a rule sees here
 * what that does to whole systems, and whether it still reads well.
 *
 * To accept a change: `GOLDEN=write npx vitest run --project whole test/golden.test.ts`, then read the difference
 * (`git diff test/golden`) before committing it.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { builtinCatalogue } from '../src/catalogue/testing/builtin.ts';
import { type Threats, enumerate, questionsOf } from '../src/enumerate/index.ts';
import { model } from '../src/model/index.ts';
import {
  badReasons,
  describeAccusation,
  describeGroup,
  describeQuestion,
  groupThreats,
} from './golden/prose.ts';
import { ROOT } from './support/bestride.ts';

const catalogue = builtinCatalogue();
const examples = readdirSync(join(ROOT, 'examples')).toSorted();
/** Those that state every control: what they are accused of must be what they admit to. */
const stated = [
  'reference/model',
  ...['azure-reference', ...examples.filter((name) => name.endsWith('-stated'))].map(
    (name) => `examples/${name}`,
  ),
];

describe.each(examples)('examples/%s', (name) => {
  const threats = threatsOf(`examples/${name}/system.yaml`);

  it('gives what its golden file says; to accept a change: GOLDEN=write npx vitest run --project whole test/golden.test.ts', () => {
    const now = describeThreats(threats);
    expect(now).toBe(golden(name, now));
  });
});

describe.each(stated)('%s, which states every control', (folder) => {
  it('is accused only of what it states to be missing', () => {
    const threats = threatsOf(`${folder}/system.yaml`);
    const accusations = [...threats].filter(({ certainty }) => certainty === 'stated-bad');
    const unfounded = accusations.filter(
      (threat) => !badReasons(threat).some(({ property, value }) => isWeak(property, value)),
    );
    expect(unfounded.map(({ id, mitigations }) => ({ id, mitigations }))).toEqual([]);
  });
});

describe('examples/azure-reference, the simplified data-flow diagram', () => {
  const { system } = threatsOf('examples/azure-reference/system.yaml');
  const zonesOf = (area: string) =>
    new Set([...system.elements.values()].filter((each) => each.area === area).map(({ zone }) => zone));

  it('has all four areas, the first two of them together in one zone (S-33 to S-36, S-39)', () => {
    expect(zonesOf('devices-and-data-sources')).toEqual(new Set(['edge']));
    expect(zonesOf('data-transport')).toEqual(new Set(['edge']));
    expect(zonesOf('device-and-event-processing')).toEqual(new Set(['azure']));
    expect(zonesOf('presentation')).toEqual(new Set(['presentation']));
  });

  it('has a trust boundary on each side of the Azure services and no other (S-40)', () => {
    expect([...system.boundaries.values()].map(({ between }) => between)).toEqual([
      ['edge', 'azure'],
      ['azure', 'presentation'],
    ]);
  });
});

describe('docs/outside-models.md', () => {
  const sections = readFileSync(join(ROOT, 'docs/outside-models.md'), 'utf8').split(/^## /m);

  it.each([
    ['The smart home', 'outside-smart-home'],
    ['EdgeX and its devices', 'outside-edgex'],
  ])('names under "%s" only threats that come out', (heading, example) => {
    const text = sections.find((section) => section.startsWith(heading)) ?? '';
    const named = [...text.matchAll(/[A-Z]{2,4}-\d{2,3}@[a-z][a-z0-9-]*/g)].map(([id]) => id);
    const threats = threatsOf(`examples/${example}/system.yaml`);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((id) => threats.find(id) === undefined)).toEqual([]);
  });
});

describe('the reference solution as it states itself', () => {
  const threats = threatsOf('reference/model/system.yaml');

  it('gives what its golden file says; to accept a change: GOLDEN=write npx vitest run --project whole test/golden.test.ts', () => {
    const now = describeThreats(threats, 10);
    expect(now).toBe(golden('reference', now));
  });
});

describe('the reference solution without its controls', () => {
  const file = 'reference/model/system.yaml';
  const threats = threatsOf(file, withoutControls(readFileSync(join(ROOT, file), 'utf8')));

  it('asks at most forty questions', () => {
    const questions = questionsOf(threats);
    console.info(
      `reference solution without controls: ${threats.length} threats, ${questions.length} questions`,
    );
    expect([...threats].filter(({ certainty }) => certainty === 'stated-bad')).toEqual([]);
    expect(questions.length).toBeLessThanOrEqual(40);
    expect(questions.flatMap((question) => question.threats)).toHaveLength(threats.length);
  });

  it('gives what its golden file says; to accept a change: GOLDEN=write npx vitest run --project whole test/golden.test.ts', () => {
    const now = describeQuestions(threats, 10);
    expect(now).toBe(golden('reference-without-controls', now));
  });
});

function threatsOf(file: string, text = readFileSync(join(ROOT, file), 'utf8')): Threats {
  const { value, problems } = model({ file, text }, catalogue);
  if (!value) throw new Error(`${file}: ${problems.map(({ message }) => message).join('; ')}`);
  return enumerate(value, catalogue);
}

/** The whole golden file: what the model admits to, then all groups; the first ones under a heading of their own. */
function describeThreats(threats: Threats, first = 0): string {
  const groups = groupThreats(threats);
  const accusations = [...threats]
    .filter(({ certainty }) => certainty === 'stated-bad')
    .map(describeAccusation);
  const parts = [
    `# ${threats.system.name}`,
    `${threats.length} threats in ${groups.length} groups.`,
    ...(accusations.length > 0 ? ['## What the model states to be missing', accusations.join('\n')] : []),
    ...(first > 0
      ? [`## The first ${first}`, ...groups.slice(0, first).map(describeGroup), '## The others']
      : []),
    ...(first > 0 ? [] : ['## All']),
    ...groups.slice(first).map(describeGroup),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The golden file of a model that states nothing: what there is to say, the most urgent first. */
function describeQuestions(threats: Threats, first: number): string {
  const questions = questionsOf(threats);
  const rules = new Set([...threats].map(({ rule }) => rule));
  const parts = [
    `# ${threats.system.name}, nothing stated`,
    `${threats.length} threats of ${rules.size} rules; ${questions.length} things to state.`,
    `## The first ${first}`,
    ...questions.slice(0, first).map(describeQuestion),
    '## The others',
    ...questions.slice(first).map(describeQuestion),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What the golden file says; first it is made to say what comes out now, when the environment asks for it. */
function golden(name: string, now: string): string {
  const path = join(ROOT, 'test/golden', `${name}.md`);
  if (process.env['GOLDEN'] === 'write') writeFileSync(path, now);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Whether by this value a model admits that something is missing. Of most properties `false` and `none` say so. */
function isWeak(property: string, value: unknown): boolean {
  const of = catalogue.properties.get(property);
  if (of?.role !== 'control') return false;
  if (Array.isArray(value)) return value.length < Object.keys(of.values ?? {}).length;
  return value === TRUE_IS_WEAK.has(property) || WEAK_WORDS.has(String(value));
}
const TRUE_IS_WEAK: ReadonlySet<string> = new Set(['lanTrusted', 'publicRead']);
/** Words of properties: not the worst always, but less than what the rule asks for. */
const WEAK_WORDS: ReadonlySet<string> = new Set(
  'none file os open shared sas evident hop named socket personal local beside unbounded code settings'.split(
    ' ',
  ),
);

/** The text of a model with every control property taken out, from wherever it is stated. */
function withoutControls(text: string): string {
  const file: Record<string, Record<string, Stating>> = parse(text, { merge: true });
  for (const section of ['zones', 'elements', 'connections', 'flows', 'assets'])
    for (const thing of Object.values(file[section] ?? {})) {
      removeControls(thing);
      for (const cohort of Object.values(thing['cohorts'] ?? {})) removeControls(cohort as Stating);
    }
  return JSON.stringify(file);
}

/** What states properties, under their names or, as `tls: { min: … }`, nested at the dot. */
type Stating = Record<string, object | undefined>;

function removeControls(thing: Stating): void {
  for (const { name, role } of catalogue.properties.values()) {
    if (role !== 'control') continue;
    const [key = '', part] = name.split('.');
    if (part === undefined) delete thing[key];
    else if (thing[key])
      thing[key] = Object.fromEntries(Object.entries(thing[key]).filter(([of]) => of !== part));
    if (thing[key] && Object.keys(thing[key]).length === 0) delete thing[key];
  }
}
