/** Finding subjects by id: the one they have, or one they had before a rename. */
import type { Facts } from './facts.ts';
import type { Thing } from './tree.ts';

/** A subject by kind of thing and number. */
export interface FoundSubject {
  readonly thing: Exclude<Thing, 'zone'>;
  readonly at: number;
}

/** Built once, when somebody asks: a decision on a threat names its subject. */
export class SubjectIndex {
  readonly #current = new Map<string, FoundSubject[]>();
  readonly #former = new Map<string, FoundSubject[]>();

  constructor(facts: Facts) {
    add(this.#current, facts.system.id, { thing: 'system', at: 0 });
    for (const [thing, list] of [
      ['element', facts.elements],
      ['connection', facts.connections],
      ['flow', facts.flows],
    ] as const) {
      list.forEach(({ id, formerly }, at) => {
        add(this.#current, id, { thing, at });
        for (const old of formerly) add(this.#former, old, { thing, at });
      });
    }
  }

  /**
   * The subjects of an id: those that have it now, before those that had it. Several, since a flow that states
   * its own connection shares its id with it.
   */
  find(id: string): readonly FoundSubject[] {
    return [...(this.#current.get(id) ?? []), ...(this.#former.get(id) ?? [])];
  }
}

function add(index: Map<string, FoundSubject[]>, id: string, subject: FoundSubject): void {
  const known = index.get(id);
  if (known) known.push(subject);
  else index.set(id, [subject]);
}
