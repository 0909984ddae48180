/** What the names in a list mean in the system: the same, nearly the same, or nothing that is there. */
import type { System } from '../../model/system.ts';
import type { Problem } from '../../text/problem.ts';
import { nearest } from '../../text/suggest.ts';
import { oneLine } from '../into-project/names.ts';
import { type StoredMapping, unfitMapping } from './mapping-file.ts';
import { normal, squeezed, wordsAt } from './words/normal.ts';

/** What a cell is about. */
export interface Found {
  /** Undefined: nothing that is there, so the system as a whole. */
  readonly id?: string;
  /** `same`: its id or name; `near`: guessed; `given`: the mapping says so. */
  readonly how: 'same' | 'near' | 'given' | 'none';
  /** For people: why it was guessed, or why nothing was found. */
  readonly why: string;
}

/** Finds subjects, each text once. */
export class Subjects {
  readonly problems: Problem[] = [];
  /** What is not the same, by text, for the mapping file; null: nothing. */
  readonly asked = new Map<string, string | null>();
  readonly #system: System;
  readonly #ids: ReadonlySet<string>;
  readonly #byName = new Map<string, Set<string>>();
  readonly #found = new Map<string, Found>();

  constructor(system: System, stored: StoredMapping | undefined) {
    this.#system = system;
    // Elements first: where an element and a flow have one name, the element is meant.
    const things = [...system.elements.values(), ...system.flows.values(), ...system.connections.values()];
    this.#ids = new Set([...things.map(({ id }) => id), system.id]);
    for (const { id, name, formerly } of things) {
      for (const text of [id, name, ...formerly]) this.#add(text, id);
    }
    for (const text of [system.id, system.name]) this.#add(text, system.id);
    for (const [text, id] of Object.entries(stored?.list.subjects ?? {})) {
      if (id === null || this.#ids.has(id)) {
        this.asked.set(text, id);
        if (id !== null) this.#found.set(text, { id, how: 'given', why: 'the mapping says so' });
        continue;
      }
      const where = stored?.where(['subjects', text]);
      if (where)
        this.problems.push(unfitMapping(`"${id}" is no element, connection or flow`, where, [...this.#ids]));
    }
  }

  /** What `text` is about. */
  of(text: string): Found {
    const key = oneLine(text);
    const known = this.#found.get(key);
    if (known) return known;
    const found = this.#find(key);
    this.#found.set(key, found);
    if (found.how !== 'same' && key !== '__proto__') this.asked.set(key, found.id ?? null);
    return found;
  }

  #add(text: string, id: string): void {
    const key = squeezed(text);
    if (key === '') return;
    const ids = this.#byName.get(key) ?? new Set();
    this.#byName.set(key, ids.add(id));
  }

  #find(text: string): Found {
    if (this.#ids.has(text)) return { id: text, how: 'same', why: '' };
    const named = this.#named(text);
    if (named.length === 1) return { id: named[0] ?? '', how: 'same', why: '' };
    if (named.length > 1) {
      const elements = named.filter((id) => this.#system.elements.has(id));
      if (elements.length === 1) return { id: elements[0] ?? '', how: 'same', why: '' };
      return { how: 'none', why: `${named.length} things are called that: ${named.slice(0, 5).join(', ')}` };
    }
    return (
      this.#between(text) ??
      this.#oneOf(text) ??
      this.#within(text) ??
      this.#misspelt(text) ?? { how: 'none', why: 'nothing in the system is called that' }
    );
  }

  #named(text: string): readonly string[] {
    return [...(this.#byName.get(squeezed(text)) ?? [])];
  }

  /** `Sensor -> Gateway`: the flow between the two. */
  #between(text: string): Found | undefined {
    const ends = text.split(/\s*(?:<?[-–=]+>|→|⇒|➔|\s(?:to|nach|zu)\s)\s*/);
    if (ends.length !== 2) return undefined;
    const [from, to] = ends.map((end) => this.#named(end).filter((id) => this.#system.elements.has(id)));
    const flows = [...this.#system.flows.values()].filter(
      (flow) => from?.includes(flow.from) === true && to?.includes(flow.to) === true,
    );
    const [flow] = flows;
    if (!flow || flows.length > 1) return undefined;
    return { id: flow.id, how: 'near', why: 'it is the flow from the one to the other' };
  }

  /** Several names in one cell: the first that is there. */
  #oneOf(text: string): Found | undefined {
    const pieces = text.split(/\s*[,;/&+]\s*|\s(?:and|und)\s/).filter((piece) => piece !== '');
    if (pieces.length < 2) return undefined;
    for (const piece of pieces) {
      const [id, ...others] = this.#named(piece);
      if (id !== undefined && others.length === 0) {
        return { id, how: 'near', why: 'several are named, and a threat is about one' };
      }
    }
    return undefined;
  }

  /** One name that has the other in it: `Edge Gateway (v2)` and `gateway`. */
  #within(text: string): Found | undefined {
    const plain = normal(text);
    const ids = new Set<string>();
    for (const { id, name } of this.#system.elements.values()) {
      for (const own of [normal(name), normal(id)]) {
        if (own.length < 3 || plain.length < 3) continue;
        if (wordsAt(plain, own) >= 0 || wordsAt(own, plain) >= 0) ids.add(id);
      }
    }
    const [id] = ids;
    if (id === undefined || ids.size > 1) return undefined;
    return { id, how: 'near', why: 'the one name has the other in it' };
  }

  #misspelt(text: string): Found | undefined {
    const key = squeezed(text);
    if (key.length < 4) return undefined;
    const near = nearest(key, this.#byName.keys());
    const [id, ...others] = near === undefined ? [] : (this.#byName.get(near) ?? []);
    if (id === undefined || others.length > 0) return undefined;
    return { id, how: 'near', why: 'the names differ by a few letters' };
  }
}
