/**
 * Claims: `mitigation@subject` in decisions.yaml, for what no property of the model can state. Where a property
 * can, the model has the word: a claim that something is in place is refused there, and a property that says no
 * cannot be claimed away.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { SubjectKind } from '../../catalogue/schema.ts';
import type { Threat, ThreatMitigation } from '../../enumerate/threat.ts';
import type { System } from '../../model/system.ts';
import type { Problem } from '../../text/problem.ts';
import { isOver } from './days.ts';
import type { Claim, Decisions } from './decisions.ts';
import type { Names } from './names.ts';

/** Whether a mitigation is there, by the word of model and claims. */
export interface Stated {
  readonly claimed: boolean;
  readonly planned?: { readonly owner?: string; readonly due?: string };
}

/** The claims of a project, matched to what they are about. */
export class Claims {
  readonly #decisions: Decisions;
  readonly #system: System;
  readonly #catalogue: Catalogue;
  readonly #names: Names;
  readonly #now: Date;
  readonly #problems: Problem[] = [];
  /** `mitigation@subject` by today's id → the id in the file. */
  readonly #written = new Map<string, string>();
  /** In-place claims of which no threat had need, with whether the model states the mitigation instead. */
  readonly #unused = new Map<string, boolean>();

  constructor(decisions: Decisions, system: System, catalogue: Catalogue, names: Names, now: Date) {
    this.#decisions = decisions;
    this.#system = system;
    this.#catalogue = catalogue;
    this.#names = names;
    this.#now = now;
    for (const [id, claim] of decisions.claims) this.#match(id, claim);
  }

  /** What is said of one mitigation of a threat. */
  of(
    { subject }: Pick<Threat, 'subject'>,
    { id, stated, byClaim }: Pick<ThreatMitigation, 'id' | 'stated' | 'byClaim'>,
  ): Stated {
    const written = this.#written.get(`${id}@${subject.id}`);
    const claim = written === undefined ? undefined : this.#decisions.claims.get(written);
    if (written === undefined || !claim) return { claimed: stated === true };
    if (claim.state === 'in-place') {
      if (byClaim) this.#unused.delete(written);
      else if (this.#unused.has(written)) this.#unused.set(written, true);
      return { claimed: stated === true || (byClaim && stated !== false) };
    }
    if (stated === true) return { claimed: true };
    const { owner, due } = claim;
    return { claimed: false, planned: { owner, ...(due !== undefined && { due }) } };
  }

  /** DEC02, DEC05 and DEC06; to be asked after {@link of} was called for every mitigation of every threat. */
  problems(): readonly Problem[] {
    const late = [...this.#unused].map(([id, inModel]): Problem => {
      const [mitigation = '', subject = ''] = id.split('@');
      if (inModel || this.#statedInModel(mitigation, subject)) {
        return this.#problem(
          'DEC05',
          'error',
          id,
          `the model has a property that states "${mitigation}" for "${subject}"`,
          'State it in the model and remove the claim.',
        );
      }
      return this.#problem(
        'DEC02',
        'warning',
        id,
        `the claim "${id}" answers no threat`,
        `No threat on "${subject}" has the mitigation "${mitigation}".`,
      );
    });
    return [...this.#problems, ...late];
  }

  #match(id: string, claim: Claim): void {
    const [mitigation = '', subject = '', ...rest] = id.split('@');
    const current = this.#names.current(subject);
    if (rest.length > 0 || !this.#catalogue.mitigations.has(mitigation)) {
      const hint =
        this.#names.suggest(mitigation, () => [...this.#catalogue.mitigations.keys()]) ??
        'A claim looks like debug-port-fused@valve.';
      this.#problems.push(
        this.#problem('DEC02', 'warning', id, `there is no mitigation "${mitigation}"`, hint),
      );
    } else if (current === undefined) {
      this.#problems.push(
        this.#problem(
          'DEC02',
          'warning',
          id,
          `there is no subject "${subject}"`,
          this.#names.suggest(subject, () => this.#names.subjects()),
        ),
      );
    } else {
      const key = `${mitigation}@${current}`;
      // A claim by today's name stands before one by an earlier name.
      if (!this.#written.has(key) || subject === current) this.#written.set(key, id);
      if (claim.state === 'in-place') this.#unused.set(id, false);
      else if (claim.due !== undefined && isOver(claim.due, this.#now)) {
        this.#problems.push(
          this.#problem(
            'DEC06',
            'warning',
            id,
            `"${mitigation}" on "${subject}" was due on ${claim.due}`,
            'Put it in place, or agree on a new day.',
            'due',
          ),
        );
      }
    }
  }

  #statedInModel(mitigation: string, subject: string): boolean {
    const statedBy = this.#catalogue.mitigations.get(mitigation)?.statedBy ?? {};
    return kindsOf(this.#system, this.#names.current(subject) ?? subject).some(
      (kind) => statedBy[kind] !== undefined,
    );
  }

  #problem(
    code: Problem['code'],
    severity: Problem['severity'],
    id: string,
    message: string,
    hint?: string,
    key?: string,
  ): Problem {
    const where = this.#decisions.where('claims', id, key);
    return { code, severity, message, ...(hint !== undefined && { hint }), ...(where && { where }) };
  }
}

function kindsOf(system: System, id: string): SubjectKind[] {
  const kinds: SubjectKind[] = [];
  const element = system.elements.get(id);
  const flow = system.flows.get(id);
  if (element) kinds.push('element', ...(element.count > 1 ? (['fleet'] as const) : []));
  if (system.connections.has(id)) kinds.push('connection');
  if (flow) kinds.push('flow', ...(flow.crosses.length > 0 ? (['crossing'] as const) : []));
  if (id === system.id) kinds.push('system');
  return kinds;
}
