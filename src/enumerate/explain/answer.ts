/** `answeredBy`: the smallest steps that would answer a threat, each tried before it is shown. */
import type { Value } from '../../catalogue/condition.ts';
import { impliedBy, isConsistent, statedAt } from './consistency.ts';
import { showValue } from './explain.ts';
import { type Facts, sameValue } from '../conditions/facts.ts';
import { type Kleene, TRUE, UNKNOWN, and } from '../conditions/kleene.ts';
import { cellKey } from '../conditions/read.ts';
import { CERTAINTIES, type CompiledMitigation, type CompiledRule, certaintyOf } from '../engine/rules.ts';
import { type Change, type ChangeSet, isSameCell, readsControl, solve, together } from './solve.ts';
import type { Answer, Certainty } from '../threat.ts';
import type { Thing } from '../conditions/tree.ts';

/** A threat's subject as far as judging needs it. */
export interface Judged {
  readonly facts: Facts;
  readonly thing: Thing;
  /** Where it applies: one number, or the rows of the cohorts concerned. */
  readonly rows: readonly number[];
  readonly subjectId: string;
}

/** Answers shown at most. */
const MOST = 3;

/** What the model says of one mitigation, and how an author could say that it is there. */
export interface Standing {
  readonly stated: Kleene;
  /** Sets of changes that would state it. */
  readonly changes: readonly ChangeSet[];
  /** Nothing that it reads can be stated here, and nothing denies it: it needs a claim. */
  readonly byClaim: boolean;
}

export function standingOf({ stated }: CompiledMitigation, { facts, thing, rows }: Judged): Standing {
  if (!stated) return { stated: UNKNOWN, changes: [], byClaim: true };
  const value = rows.reduce<Kleene>((worst, row) => and(worst, stated.run(facts, row)), TRUE);
  const changes = together(rows.map((row) => solve(stated, facts, thing, row, TRUE)));
  const byClaim = value === UNKNOWN && !rows.some((row) => readsControl(stated, facts, thing, row));
  return { stated: value, changes, byClaim };
}

/**
 * At most three answers, fewest steps first: changes of control properties, and claims where no property can
 * state the mitigation. `becomes` is what the threat was found to be when the changes were tried; claims are made
 * in decisions.yaml and leave the model, and so the certainty, as it is. None: it is stated already, facts rule out
 * every mitigation or are missing, or it would take some fifty changes or more.
 */
export function answersTo(
  groups: CompiledRule['groups'],
  standings: ReadonlyMap<CompiledMitigation, Standing>,
  judged: Judged,
): readonly Answer[] {
  const candidates = groups
    .flatMap((group) => candidatesOf(group, standings, judged.subjectId))
    .toSorted((a, b) => stepsOf(a) - stepsOf(b) || a.rank - b.rank);
  const answers = new Map<string, Answer>();
  for (const { changes, claim } of candidates) {
    if (answers.size === MOST) break;
    if (!isConsistent(changes, judged.facts)) continue;
    const { set, tried } = spellOut(changes, judged.facts);
    const becomes = certaintyWith(tried, groups, judged);
    if (claim.length === 0 && becomes !== 'stated') continue;
    const text = [...set.map(sayChange), ...claim.map((id) => `claim ${id} in decisions.yaml`)].join(' and ');
    if (text !== '' && !answers.has(text)) answers.set(text, { set, claim, becomes, text });
  }
  return [...answers.values()];
}

interface Candidate {
  readonly changes: ChangeSet;
  readonly claim: readonly string[];
  /** Its place among the alternatives of its group: the first of every group comes before the second of any. */
  readonly rank: number;
}

function stepsOf({ changes, claim }: Candidate): number {
  return changes.length + claim.length;
}

function candidatesOf(
  group: readonly CompiledMitigation[],
  standings: ReadonlyMap<CompiledMitigation, Standing>,
  subjectId: string,
): Candidate[] {
  const claim: string[] = [];
  const parts: (readonly ChangeSet[])[] = [];
  for (const mitigation of group) {
    const standing = standings.get(mitigation);
    if (standing?.byClaim) claim.push(`${mitigation.mitigation.id}@${subjectId}`);
    else parts.push(standing?.changes ?? []);
  }
  return together(parts).map((changes, rank) => ({ changes, claim, rank }));
}

/**
 * The changes as an author makes them, and what the model will then say. Stating a property states what it
 * implies; where the model now says otherwise of that, the author must change it too.
 */
function spellOut(
  changes: ChangeSet,
  facts: Facts,
): { set: readonly Change[]; tried: ReadonlyMap<string, Value> } {
  const implied = changes.flatMap((change) => impliedBy(change, facts));
  const denied = implied.filter((change) => {
    const now = statedAt(facts.system, change);
    return now !== undefined && !sameValue(now, change.to);
  });
  const tried = [...implied, ...changes].map(({ of, property, cohort, to }) => {
    return [cellKey(of, property, cohort), to] as const;
  });
  const own = changes.filter((change) => !implied.some((other) => isSameCell(change, other)));
  return { set: [...denied, ...own], tried: new Map(tried) };
}

function certaintyWith(
  changes: ReadonlyMap<string, Value>,
  groups: CompiledRule['groups'],
  { facts, rows }: Judged,
): Certainty {
  const changed: Facts = changes.size === 0 ? facts : { ...facts, changes };
  const worst = Math.max(...rows.map((row) => certaintyOf(groups, changed, row)));
  return CERTAINTIES[worst] ?? 'unstated';
}

function sayChange({ of, cohort, property, to }: Change): string {
  return `set ${property} of ${of}${cohort === undefined ? '' : ` (cohort ${cohort})`} to ${showValue(to)}`;
}
