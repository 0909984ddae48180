/** Runs the examples beside the rules: what comes out for an example's subject, by one rule. */
import { enumerate } from '../../enumerate/index.ts';
import type { System } from '../../model/system.ts';
import { model } from '../../model/index.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Example, Rule } from '../schema.ts';

/** What an example says, and what a rule makes of it. `mitigations` holds those the example names. */
export interface Finding {
  readonly says: Example['says'];
  readonly mitigations: Readonly<Record<string, boolean | null>>;
}

/** The system of an example, completed to a file and read. Throws when it does not read without problems. */
export function systemOf(example: Example, catalogue: Catalogue): System {
  const file = { bestride: 1, system: { id: 'example' }, ...example.system };
  const { value, problems } = model({ file: 'example.json', text: JSON.stringify(file) }, catalogue);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!value || errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  return value;
}

/** What `rule` makes of each subject of an example, in a catalogue that has no other rule. */
export function findingsOf(rule: Rule, example: Example, system: System, catalogue: Catalogue): Finding[] {
  const threats = enumerate(system, { ...catalogue, rules: new Map([[rule.id, rule]]) });
  const named = Object.keys(example.mitigations ?? {});
  return subjectsOf(example).map((subject) => {
    const index = threats.find(`${rule.id}@${subject}`);
    if (index === undefined) return { says: 'absent', mitigations: {} };
    const threat = threats.at(index);
    const states = new Map(threat.mitigations.map(({ id, stated }) => [id, stated]));
    return {
      says: threat.certainty,
      mitigations: Object.fromEntries(named.map((id) => [id, states.get(id) ?? null])),
    };
  });
}

/** What the example says should come out for each of its subjects. */
export function expectedOf(example: Example): Finding[] {
  const { says, mitigations = {} } = example;
  return subjectsOf(example).map(() => ({ says, mitigations }));
}

function subjectsOf({ subject }: Example): readonly string[] {
  return typeof subject === 'string' ? [subject] : subject;
}
