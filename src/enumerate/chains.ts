/**
 * Stories of threats that build on each other (S-43, S-61), found in a system: a step is taken by any of the threats
 * that lie where the step before leads.
 */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Chain } from '../catalogue/chain.ts';
import { flowsOver, linksOf } from '../model/query.ts';
import type { System } from '../model/system.ts';
import type { Threat } from './threat.ts';

/** One story as it could happen in a system. */
export interface FoundChain {
  /** `story@subject`: by the first subject it starts from. */
  readonly id: string;
  readonly chain: Chain;
  /** By step: the threats that are ways to take it. None is empty. */
  readonly steps: readonly (readonly string[])[];
}

/** What is needed of a threat to find its place in a story. */
export type ChainThreat = Pick<Threat, 'id' | 'rule' | 'subject'>;

/** The stories that some threats make, and how far one gets when some threats cannot happen. */
export interface Chains {
  readonly found: readonly FoundChain[];
  /** By step: which of its threats can still be reached without any that `stops`. Once empty, empty to the end. */
  reach(found: FoundChain, stops: (threat: string) => boolean): readonly (readonly string[])[];
}

/**
 * Finds every story all of whose steps can be taken. Starts that lead to the same places are one story: a hundred
 * services at one gateway are a hundred ways to begin it.
 */
export function findChains(system: System, catalogue: Catalogue, threats: Iterable<ChainThreat>): Chains {
  const rules = new Set(
    [...catalogue.chains.values()].flatMap(({ steps }) => steps.flatMap((step) => step.rules)),
  );
  const byRule = new Map<string, Map<string, string>>();
  const subjectOf = new Map<string, string>();
  for (const { id, rule, subject } of threats) {
    if (!rules.has(rule)) continue;
    const known = byRule.get(rule);
    if (known) known.set(subject.id, id);
    else byRule.set(rule, new Map([[subject.id, id]]));
    subjectOf.set(id, subject.id);
  }
  const walk = new Walk(system, byRule, subjectOf);
  const found = [...catalogue.chains.values()].flatMap((chain) =>
    walk.starts(chain).flatMap(([subject, start]) => {
      const steps = walk.steps(chain, start);
      return steps.every((step) => step.length > 0) ? [{ id: `${chain.id}@${subject}`, chain, steps }] : [];
    }),
  );
  return {
    found,
    reach: ({ chain, steps: [start = []] }, stops) => walk.steps(chain, start, stops),
  };
}

class Walk {
  readonly #system: System;
  /** By rule and subject. */
  readonly #threats: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #subjectOf: ReadonlyMap<string, string>;
  /** By path and start, so that what many starts lead to is the same list. */
  readonly #led = new Map<string, Map<string, readonly string[]>>();

  constructor(
    system: System,
    threats: ReadonlyMap<string, ReadonlyMap<string, string>>,
    subjectOf: ReadonlyMap<string, string>,
  ) {
    this.#system = system;
    this.#threats = threats;
    this.#subjectOf = subjectOf;
  }

  /** The first steps, those that lead to the same places together, each with its first subject. */
  starts({ steps: [first, second] }: Chain): readonly (readonly [string, readonly string[]])[] {
    const numbers = new Map<readonly string[], number>();
    const byPlaces = new Map<string, [string, string[]]>();
    for (const rule of first?.rules ?? []) {
      for (const [subject, threat] of this.#threats.get(rule) ?? []) {
        const places = (second?.at ?? []).map((path) => {
          const led = this.#lead(subject, path);
          const number = numbers.get(led) ?? numbers.size;
          numbers.set(led, number);
          return number;
        });
        const known = byPlaces.get(places.join(' '));
        if (known) known[1].push(threat);
        else byPlaces.set(places.join(' '), [subject, [threat]]);
      }
    }
    return [...byPlaces.values()];
  }

  steps(
    { steps: [, ...later] }: Chain,
    start: readonly string[],
    stops: (threat: string) => boolean = () => false,
  ): readonly (readonly string[])[] {
    let threats = start.filter((threat) => !stops(threat));
    const taken = [threats];
    for (const { rules, at = [] } of later) {
      const places = new Set<string>();
      const seen = new Set<readonly string[]>();
      for (const threat of threats) {
        for (const path of at) {
          const led = this.#lead(this.#subjectOf.get(threat) ?? '', path);
          if (seen.has(led)) continue;
          seen.add(led);
          for (const place of led) places.add(place);
        }
      }
      threats = [...places]
        .flatMap((place) => rules.flatMap((rule) => this.#threats.get(rule)?.get(place) ?? []))
        .filter((threat) => !stops(threat));
      taken.push(threats);
    }
    return taken;
  }

  /** Where a path leads from a subject: the same list for all that pass through the same last but one place. */
  #lead(from: string, path: string): readonly string[] {
    const known = this.#led.get(path) ?? new Map<string, readonly string[]>();
    this.#led.set(path, known);
    const memo = known.get(from);
    if (memo) return memo;
    const [hop = 'same', ...rest] = path.split('.');
    const next = path === 'same' ? [from] : this.#hop(from, hop);
    const [only] = next;
    const led =
      rest.length === 0
        ? next
        : next.length === 1 && only !== undefined
          ? this.#lead(only, rest.join('.'))
          : [...new Set(next.flatMap((place) => this.#lead(place, rest.join('.'))))];
    known.set(from, led);
    return led;
  }

  /** One hop or relation, as in conditions. Ids are of one kind at a time, which the catalogue's check sees to. */
  #hop(from: string, hop: string): readonly string[] {
    switch (hop) {
      case 'dials':
        return ids(linksOf(this.#system, from).dials);
      case 'accepts':
        return ids(linksOf(this.#system, from).accepts);
      case 'connections': {
        const { dials, accepts } = linksOf(this.#system, from);
        return ids([...dials, ...accepts]);
      }
      case 'sends':
        return ids(linksOf(this.#system, from).sends);
      case 'receives':
        return ids(linksOf(this.#system, from).receives);
      case 'flows':
        return ids(flowsOver(this.#system, from));
      case 'over':
        return [this.#system.flows.get(from)?.over ?? from];
      default: {
        const link = this.#system.connections.get(from) ?? this.#system.flows.get(from);
        const end = hop === 'from' ? link?.from : hop === 'to' ? link?.to : undefined;
        return end === undefined ? [] : [end];
      }
    }
  }
}

function ids(things: readonly { readonly id: string }[]): string[] {
  return things.map(({ id }) => id);
}
