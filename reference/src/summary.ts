/** What a newcomer reads at the end: in sentences, from what the bestride command reported as JSON. */

/** The part of a register entry that the summary tells of. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly decision?: {
    readonly status: string;
    readonly owner?: string;
    readonly reason?: string;
    readonly until?: string;
  };
}

/** The part of a result that the summary tells of. One check on one target may answer for several mitigations. */
export interface CheckResult {
  readonly check: string;
  readonly target: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly reason: string;
  readonly attack: readonly { readonly what: string; readonly outcome: string }[];
}

const STATUSES: readonly (readonly [string, string])[] = [
  ['validated', 'attacked on the running solution just now, and held'],
  ['partly-validated', 'attacked and held, but not everywhere it applies'],
  ['implemented', 'claimed; no attack has been tried, so it is not believed yet'],
  ['planned', 'promised for later'],
  ['accepted', 'known, and lived with until a date, for a stated reason'],
  ['transferred', 'somebody else must see to it'],
  ['avoided', 'designed away'],
  ['not-applicable', 'does not apply here, for a stated reason'],
  ['needs-investigation', 'not understood yet'],
  ['open', 'nothing answers it'],
];

/** Step 3 as lines: how many threats stand how. */
export function statusLines(entries: readonly Entry[]): string[] {
  return STATUSES.flatMap(([status, meaning]) => {
    const count = entries.filter((entry) => entry.status === status).length;
    return count === 0 ? [] : [`${String(count).padStart(4)}  ${status.padEnd(19)} ${meaning}`];
  });
}

/** Step 4 as lines: what was tried on each target, and what came of it. */
export function attackLines(results: readonly CheckResult[]): string[] {
  const tried = new Map(results.map((result) => [`${result.check} ${result.target}`, result]));
  const lines = [...tried.values()].map((result) => {
    const { check, target, verdict, attack, reason } = result;
    const refused = attack.filter(({ outcome }) => STOPPED.has(outcome)).length;
    const what = `${check} on ${target}`.padEnd(44);
    return verdict === 'pass'
      ? `  ✔ ${what} ${refused} of ${attack.length} attacks stopped`
      : `  ${verdict === 'fail' ? '✖' : '?'} ${what} ${reason}`;
  });
  const attempts = [...tried.values()].flatMap(({ attack }) => attack);
  const stopped = attempts.filter(({ outcome }) => STOPPED.has(outcome)).length;
  const checks = tried.size === 1 ? '1 check' : `${tried.size} checks`;
  return [...lines, `  In all: ${checks}, ${attempts.length} attacks tried, ${stopped} stopped.`];
}

/** Outcomes of an attempt in which the attacker did not get what they wanted. */
const STOPPED: ReadonlySet<string> = new Set(['refused', 'not-spoken', 'not-seen']);

/** What is open, and what is accepted and why; equal reasons once. */
export function openLines(entries: readonly Entry[]): string[] {
  const open = entries.filter(({ status }) => status === 'open' || status === 'needs-investigation');
  const reasons = new Map<string, string[]>();
  for (const { id, decision, status } of entries) {
    if (status !== 'accepted' || !decision) continue;
    const why = `${decision.reason ?? ''} (${decision.owner ?? 'nobody'}, until ${decision.until ?? 'never'})`;
    reasons.set(why, [...(reasons.get(why) ?? []), id]);
  }
  return [
    ...open.map(({ id, title }) => `  open      ${id}: ${title}`),
    ...[...reasons].map(([why, ids]) => `  accepted  ${ids.join(', ')}: ${why}`),
  ];
}
