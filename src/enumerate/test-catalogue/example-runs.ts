/**
 * Runs the examples that stand beside rules, and asks whether they would notice if a rule or a mitigation were a
 * little different: an example that cannot fail shows nothing.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type Mutant, mutantsOf } from '../../catalogue/mutants.ts';
import { placeOfSubject } from '../../catalogue/paths.ts';
import { type Example, type Mitigation, type Rule, SubjectKind } from '../../catalogue/schema.ts';
import { model } from '../../model/index.ts';
import type { System } from '../../model/system.ts';
import { quote } from '../../text/frame.ts';
import type { Path } from '../../text/parse.ts';
import { hasErrors } from '../../text/problem.ts';
import { enumerate } from '../threats.ts';

/** What came out otherwise than an example says, and of which part of the example that is; nothing when all is well. */
export interface Deviation {
  readonly what: string;
  /** Within the example. */
  readonly path: Path;
}

/** Something that could be changed in an entry without any example noticing. */
export interface Gap {
  readonly what: string;
  /** Within the entry. */
  readonly path: Path;
}

/** How many changes were tried, and which of them nobody noticed. */
export interface Mutations {
  readonly tried: number;
  readonly gaps: readonly Gap[];
}

/** The examples of one catalogue. Their systems are modelled once, however often they are asked. */
export class ExampleRuns {
  readonly #catalogue: Catalogue;
  readonly #systems = new Map<Example, System | string>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** What comes out of an example of `rule` otherwise than it says. */
  deviations(rule: Rule, example: Example): Deviation[] {
    const system = this.#system(example);
    if (typeof system === 'string')
      return [{ what: `its system cannot be read: ${system}`, path: ['system'] }];
    const missing = subjectsOf(example).filter((subject) => !hasSubject(system, rule.subject, subject));
    if (missing.length > 0) {
      const noun = NOUNS[rule.subject];
      return missing.map((id) => ({ what: `its system has no ${noun} ${quote(id)}`, path: ['subject'] }));
    }
    return deviationsOf(rule, example, system, this.#catalogue);
  }

  /** Changes of a rule that its examples do not notice. Meaningless while one of them does not come out. */
  mutationsOfRule(rule: Rule): Mutations {
    const place = placeOfSubject(rule.subject);
    const changed = mutantsOf(rule.applies, place, this.#catalogue.properties);
    const shortened = this.#shortened(rule);
    const isMissed = (other: Rule): boolean =>
      !rule.examples.some((example) => this.#isNoticed(other, example));
    return {
      tried: changed.length + shortened.length,
      gaps: [
        ...missingKinds(rule, this.#catalogue),
        ...changed
          .filter(({ condition }) => isMissed({ ...rule, applies: condition }))
          .map((mutant) => gapOf(mutant, ['applies'])),
        ...shortened
          .filter(({ answered }) => isMissed({ ...rule, answered }))
          .map(({ what, path }) => ({ what: `no example notices ${what}`, path })),
      ],
    };
  }

  /** Changes of what states a mitigation that no example of a rule which it answers notices. */
  mutationsOfMitigation(mitigation: Mitigation): Mutations {
    const { properties, mitigations } = this.#catalogue;
    const rules = [...this.#catalogue.rules.values()].filter(({ answered }) =>
      answered.flat().includes(mitigation.id),
    );
    if (rules.length === 0)
      return {
        tried: 0,
        gaps: [{ what: 'it answers no rule, so nothing shows what it states', path: ['id'] }],
      };
    let tried = 0;
    const gaps: Gap[] = [];
    for (const kind of SubjectKind.options) {
      const condition = mitigation.statedBy?.[kind];
      if (condition === undefined) continue;
      const users = rules.filter(({ subject }) => subject === kind);
      if (users.length === 0) {
        gaps.push({ what: `it answers no rule about a ${kind}`, path: ['statedBy', kind] });
        continue;
      }
      const mutants = mutantsOf(condition, placeOfSubject(kind), properties);
      tried += mutants.length;
      for (const mutant of mutants) {
        const statedBy = { ...mitigation.statedBy, [kind]: mutant.condition };
        const others = new Map([...mitigations, [mitigation.id, { ...mitigation, statedBy }] as const]);
        const isNoticed = users.some((rule) =>
          rule.examples.some((example) => this.#isNoticed(rule, example, others)),
        );
        if (!isNoticed) gaps.push(gapOf(mutant, ['statedBy', kind]));
      }
    }
    return { tried, gaps };
  }

  /** The groups that answer a rule with one thing left out, where the model could show the difference. */
  #shortened({ answered, subject }: Rule): { what: string; path: Path; answered: Rule['answered'] }[] {
    const without = answered.flatMap((group, i) => [
      ...(answered.length > 1
        ? [
            {
              what: `${group.join(' and ')} left out of "answered"`,
              path: ['answered', i],
              answered: answered.filter((_, j) => j !== i),
            },
          ]
        : []),
      ...(group.length > 1
        ? group.map((left, k) => ({
            what: `${left} left out of "answered"`,
            path: ['answered', i, k],
            answered: answered.map((kept, j) => (j === i ? kept.filter((id) => id !== left) : kept)),
          }))
        : []),
    ]);
    return without.filter((shorter) => {
      const missing = answered.flat().filter((id) => !shorter.answered.flat().includes(id));
      return missing.every((id) => this.#catalogue.mitigations.get(id)?.statedBy?.[subject] !== undefined);
    });
  }

  #isNoticed(rule: Rule, example: Example, mitigations = this.#catalogue.mitigations): boolean {
    const system = this.#system(example);
    if (typeof system === 'string') return false;
    return deviationsOf(rule, example, system, { ...this.#catalogue, mitigations }).length > 0;
  }

  /** The system of an example, completed to a file and read; or why it cannot be read. */
  #system(example: Example): System | string {
    let system = this.#systems.get(example);
    if (system === undefined) {
      const file = { bestride: 1, system: { id: 'example' }, ...example.system };
      const source = { file: 'example.json', text: JSON.stringify(file) };
      const { value, problems } = model(source, this.#catalogue);
      system =
        value && !hasErrors(problems)
          ? value
          : problems.map(({ message, hint }) => (hint ? `${message} (${hint})` : message)).join('; ');
      this.#systems.set(example, system);
    }
    return system;
  }
}

/** By one rule alone, in a catalogue that has no other. */
function deviationsOf(rule: Rule, example: Example, system: System, catalogue: Catalogue): Deviation[] {
  const threats = enumerate(system, { ...catalogue, rules: new Map([[rule.id, rule]]) });
  return subjectsOf(example).flatMap((subject): Deviation[] => {
    const index = threats.find(`${rule.id}@${subject}`);
    const came = index === undefined ? 'absent' : threats.certainty(index);
    const other: Deviation[] =
      came === example.says ? [] : [{ what: `${quote(subject)} came out as "${came}"`, path: ['says'] }];
    const wanted = Object.entries(example.mitigations ?? {});
    if (index === undefined || wanted.length === 0) return other;
    const states = new Map(threats.at(index).mitigations.map(({ id, stated }) => [id, stated]));
    return [
      ...other,
      ...wanted
        .filter(([id, stated]) => (states.get(id) ?? null) !== stated)
        .map(([id]) => ({
          what: `${quote(id)} came out as ${String(states.get(id) ?? null)} for ${quote(subject)}`,
          path: ['mitigations', id],
        })),
    ];
  });
}

/** One example of each kind that can come out is owed. */
function missingKinds(rule: Rule, { mitigations }: Catalogue): Gap[] {
  const byProperty = (id: string): boolean => mitigations.get(id)?.statedBy?.[rule.subject] !== undefined;
  const owed: [Example['says'], boolean][] = [
    ['unstated', true],
    ['stated-bad', rule.answered.some((group) => group.some(byProperty))],
    ['stated', rule.answered.some((group) => group.every(byProperty))],
    ['absent', rule.applies !== true || rule.types !== undefined],
  ];
  const says = new Set(rule.examples.map((example) => example.says));
  return owed
    .filter(([kind, isOwed]) => isOwed && !says.has(kind))
    .map(([kind]) => ({ what: `no example says "${kind}"`, path: ['examples'] }));
}

function gapOf({ what, at }: Mutant, path: Path): Gap {
  return { what: `no example notices ${what}`, path: [...path, ...at] };
}

const NOUNS: Readonly<Record<SubjectKind, string>> = {
  element: 'element',
  fleet: 'element',
  connection: 'connection',
  flow: 'flow',
  crossing: 'flow',
  system: 'system',
};

function hasSubject(system: System, kind: SubjectKind, id: string): boolean {
  if (kind === 'connection') return system.connections.has(id);
  if (kind === 'flow' || kind === 'crossing') return system.flows.has(id);
  return kind === 'system' ? system.id === id : system.elements.has(id);
}

function subjectsOf({ subject }: Example): readonly string[] {
  return typeof subject === 'string' ? [subject] : subject;
}
