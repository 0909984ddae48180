/**
 * Decisions that say what suffices. They may ask for more than the catalogue, never for less: nobody decides a
 * threat away by choosing an easy answer.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type HandThreat, enumerate } from '../../enumerate/index.ts';
import type { Subject, Threat, ThreatMitigation, Threats } from '../../enumerate/threat.ts';
import type { Problem } from '../../text/problem.ts';

/** What suffices for a threat, and all mitigations that are looked at for it. */
export interface Sufficiency {
  readonly sufficient: Threat['sufficient'];
  /** Those of the threat, then those that only the decision asks for. */
  readonly mitigations: readonly ThreatMitigation[];
}

/** A decision's groups, by the index of its threat. */
export type Wanted = ReadonlyMap<number, { readonly id: string; readonly groups: Threat['sufficient'] }>;

/** Tells what suffices for each threat, with a problem (DEC07) for every decision that loosens it. */
export class Tightening {
  readonly problems: readonly (Omit<Problem, 'where'> & { readonly id: string })[];
  readonly #groups = new Map<number, Threat['sufficient']>();
  readonly #added: ReadonlyMap<number, readonly ThreatMitigation[]>;

  constructor(threats: Threats, wanted: Wanted, catalogue: Catalogue) {
    const problems: (Omit<Problem, 'where'> & { readonly id: string })[] = [];
    for (const [index, { id, groups }] of wanted) {
      const { stricter, message, hint } = compare(threats.at(index), groups, catalogue);
      this.#groups.set(index, stricter);
      if (message !== undefined) problems.push({ id, code: 'DEC07', severity: 'error', message, hint });
    }
    this.problems = problems;
    this.#added = statedOf(threats, this.#groups, catalogue);
  }

  of(index: number, threat: Threat): Sufficiency {
    const known = new Set(threat.mitigations.map(({ id }) => id));
    const added = (this.#added.get(index) ?? []).filter(({ id }) => !known.has(id));
    return {
      sufficient: this.#groups.get(index) ?? threat.sufficient,
      mitigations: [...threat.mitigations, ...added],
    };
  }
}

interface Comparison {
  readonly stricter: Threat['sufficient'];
  readonly message?: string;
  readonly hint: string;
}

function compare(threat: Threat, groups: Threat['sufficient'], catalogue: Catalogue): Comparison {
  const isStricter = (group: readonly string[]): boolean =>
    threat.sufficient.length === 0 ||
    threat.sufficient.some((known) => known.every((id) => group.includes(id)));
  const unknown = groups.flat().find((id) => !catalogue.mitigations.has(id));
  const stricter = groups.filter(
    (group) => isStricter(group) && group.every((id) => catalogue.mitigations.has(id)),
  );
  if (unknown !== undefined) {
    return { stricter, message: `there is no mitigation "${unknown}"`, hint: 'Use ids of the catalogue.' };
  }
  const known = threat.sufficient.map((group) => group.join(' and ')).join(', or ');
  const hint = `Each group must hold one of these whole: ${known}.`;
  if (stricter.length === groups.length) return { stricter, hint };
  return {
    stricter,
    message: `what is called sufficient for "${threat.id}" is less than the catalogue asks for`,
    hint,
  };
}

/** What the model says of the groups: they are enumerated as threats that somebody wrote by hand. */
function statedOf(
  threats: Threats,
  groups: ReadonlyMap<number, Threat['sufficient']>,
  catalogue: Catalogue,
): Map<number, readonly ThreatMitigation[]> {
  const stated = new Map<number, readonly ThreatMitigation[]>();
  if (groups.size === 0) return stated;
  const handWritten = [...groups].map(([index, mitigations]): HandThreat => {
    const { subject, title, stride, severity } = threats.at(index);
    return {
      id: idFor(index),
      title,
      stride: [...stride],
      severity,
      subject: plainSubject(subject),
      mitigations,
    };
  });
  const found = enumerate(threats.system, { ...catalogue, rules: new Map() }, { handWritten });
  for (const [index] of groups) {
    const at = found.find(`${idFor(index)}@${threats.at(index).subject.id}`);
    if (at !== undefined) stated.set(index, found.at(at).mitigations);
  }
  return stated;
}

function idFor(index: number): string {
  return `decided-${index}`;
}

/** A fleet is an element, a crossing a flow. */
function plainSubject(subject: Subject): Subject {
  const kind = subject.kind === 'fleet' ? 'element' : subject.kind === 'crossing' ? 'flow' : subject.kind;
  return { ...subject, kind };
}
