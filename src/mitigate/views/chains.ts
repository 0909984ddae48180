/** How far each story of threats gets, as the register stands: which step, if any, validated threats stop. */
import { findChains } from '../../enumerate/chains.ts';
import type { Register, Status } from '../register.ts';

export interface StepStanding {
  /** Ways to take the step: any of them will do. */
  readonly threats: readonly { readonly id: string; readonly status: Status }[];
  readonly does: string;
}

/** The published JSON shape of a story of threats in `mitigate --format json` and `explain --format json`. */
export interface ChainStanding {
  /** `story@subject`. */
  readonly id: string;
  readonly chain: string;
  readonly title: string;
  readonly story: string;
  /** S-ids of the source checklist. */
  readonly trace: readonly string[];
  readonly steps: readonly StepStanding[];
  /**
   * The first step, counted from 1, that cannot be taken because every way to it that is left is validated.
   * Absent: no step is so. A claim, a plan or a person's word stops nothing here.
   */
  readonly stoppedAt?: number;
}

/** The stories in a register, in the order of the catalogue, then of the threats they start from. */
export function standChains(register: Register): readonly ChainStanding[] {
  const { system, catalogue, entries } = register;
  if (catalogue.chains.size === 0) return [];
  const statuses = new Map(entries.map(({ id, status }) => [id, status]));
  const chains = findChains(system, catalogue, entries);
  return chains.found.map((found) => {
    const reached = chains.reach(found, (threat) => statuses.get(threat) === 'validated');
    const stop = reached.findIndex((threats) => threats.length === 0);
    const { id, title, story, trace, steps } = found.chain;
    return {
      id: found.id,
      chain: id,
      title,
      story,
      trace,
      steps: steps.map(({ does }, index) => ({
        does,
        threats: (found.steps[index] ?? []).map((threat) => ({
          id: threat,
          status: statuses.get(threat) ?? 'open',
        })),
      })),
      ...(stop >= 0 && { stoppedAt: stop + 1 }),
    };
  });
}

/** The stories by the threats in them. */
export function chainsByThreat(
  chains: readonly ChainStanding[],
): ReadonlyMap<string, readonly ChainStanding[]> {
  const byThreat = new Map<string, ChainStanding[]>();
  for (const chain of chains) {
    for (const { id } of chain.steps.flatMap(({ threats }) => threats)) {
      const known = byThreat.get(id);
      if (known) known.push(chain);
      else byThreat.set(id, [chain]);
    }
  }
  return byThreat;
}
