/** The table of the source text (S-50): Component, Threat, Mitigation, Risk, Implementation, in this order. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Threat } from '../../enumerate/threat.ts';
import type { System } from '../../model/system.ts';
import { nameOf } from './subjects.ts';

export interface SourceRow {
  readonly component: string;
  /** STRIDE letters. */
  readonly threat: string;
  readonly mitigation: string;
  readonly risk: string;
  readonly implementation: string;
}

export const SOURCE_COLUMNS = ['Component', 'Threat', 'Mitigation', 'Risk', 'Implementation'] as const;

/** The row of a threat: its rule's, with the name of what it is about; for one written by hand, what it says itself. */
export function sourceRow(threat: Threat, system: System, catalogue: Catalogue): SourceRow {
  const letters = threat.stride.join('');
  const subject = nameOf(system, threat.subject.id);
  const row = catalogue.rules.get(threat.rule)?.row;
  if (row) return { ...row, component: `${row.component} (${subject})`, threat: letters };
  const mitigations = threat.mitigations.map(
    (mitigation) => catalogue.mitigations.get(mitigation.id) ?? mitigation,
  );
  const implementations = mitigations.flatMap((each) =>
    'implementation' in each ? each.implementation : [],
  );
  return {
    component: subject,
    threat: letters,
    mitigation: mitigations.map((each) => each.title).join('; ') || (threat.byHand?.suggestion ?? ''),
    risk: threat.title,
    implementation: implementations.join('; '),
  };
}
