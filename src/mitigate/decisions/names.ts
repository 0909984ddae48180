/** Ids of subjects, now and before, and suggestions for those that are neither. */
import type { System } from '../../model/system.ts';
import { suggestion } from '../../text/suggest.ts';

/** Suggestions made per register: each compares with every id there is. */
const MOST_SUGGESTIONS = 20;

/** The names of a system; made once per register. */
export class Names {
  readonly #system: System;
  readonly #former = new Map<string, string>();
  #suggestions = 0;

  constructor(system: System) {
    this.#system = system;
    for (const things of [system.elements, system.connections, system.flows]) {
      for (const { id, formerly } of things.values()) for (const old of formerly) this.#former.set(old, id);
    }
  }

  /** Today's id of a subject that may have had another; undefined when none has or had it. */
  current(id: string): string | undefined {
    const { elements, connections, flows } = this.#system;
    const exists = id === this.#system.id || elements.has(id) || connections.has(id) || flows.has(id);
    return exists ? id : this.#former.get(id);
  }

  /** Today's ids of everything a threat can be about, but the system. */
  subjects(): readonly string[] {
    const { elements, connections, flows } = this.#system;
    return [...elements.keys(), ...connections.keys(), ...flows.keys()];
  }

  /** A hint for an unknown word, for the first few of them. */
  suggest(word: string, candidates: () => readonly string[]): string | undefined {
    this.#suggestions++;
    return this.#suggestions > MOST_SUGGESTIONS ? undefined : suggestion(word, candidates());
  }
}
