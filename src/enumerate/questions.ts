/**
 * Open threats by what would answer them: one thing to state, or to claim, often answers several. A reader
 * then has as many questions as there are things to say, and not one for each threat.
 */
import { SEVERITY_ORDER } from './severity.ts';
import type { SeverityLevel, Threat } from './threat.ts';

/** One thing to say, and the threats that wait for it. */
export interface Question {
  /** What to state: property names, and mitigations to claim; empty where nothing is known that would answer. */
  readonly ask: readonly string[];
  readonly worst: SeverityLevel;
  /** Worst first; equally bad ones in the order they came. */
  readonly threats: readonly Threat[];
}

/**
 * Groups threats by their first (smallest) answer. One whose answer is several things that are each asked for by
 * themselves anyway is no question of its own: it stands with the first of them. Worst question first, then the one that
 * answers most.
 */
export function questionsOf(threats: Iterable<Threat>): readonly Question[] {
  const groups = new Map<string, { ask: readonly string[]; threats: Threat[] }>();
  for (const threat of threats) {
    const ask = asked(threat);
    const key = ask.join(' ');
    const group = groups.get(key);
    if (group) group.threats.push(threat);
    else groups.set(key, { ask, threats: [threat] });
  }
  for (const [key, { ask, threats: members }] of groups) {
    const [first] = ask;
    if (first === undefined || ask.length < 2 || !ask.every((one) => groups.has(one))) continue;
    groups.delete(key);
    groups.get(first)?.threats.push(...members);
  }
  return [...groups.values()]
    .map(({ ask, threats: members }) => {
      const sorted = members.toSorted((a, b) => rank(a) - rank(b));
      return { ask, threats: sorted, worst: sorted[0]?.severity ?? 'low' };
    })
    .toSorted(
      (a, b) =>
        SEVERITY_ORDER.indexOf(b.worst) - SEVERITY_ORDER.indexOf(a.worst) ||
        b.threats.length - a.threats.length,
    );
}

function asked({ answeredBy: [first] }: Threat): readonly string[] {
  if (!first) return [];
  const claims = first.claim.map((claim) => claim.split('@')[0] ?? claim);
  return [...new Set([...first.set.map(({ property }) => property), ...claims])].toSorted();
}

function rank({ severity }: Threat): number {
  return -SEVERITY_ORDER.indexOf(severity);
}
