/**
 * Who has read the threat model as it is, and stands by it (S-12): a signed word of several people, which a change to
 * one of its files takes back.
 */
import type { VerifiedRun } from '../evidence/run.ts';
import { CLOCK_SKEW, type Evidence } from './standing/evidence.ts';

/** The last word of one signer. */
export interface Review {
  readonly by: string;
  readonly role: string;
  readonly signer: string;
  /** When they signed, and how long it counts (ISO 8601). */
  readonly at: string;
  readonly until: string;
  /** Why it does not count today; absent where it does. */
  readonly lapsed?: string;
}

export interface Reviews {
  /** How many people trust.yaml asks for; 0 where it asks for none. */
  readonly asked: number;
  /** How many different people's word counts today. */
  readonly people: number;
  /** In the order of the names of the signers. */
  readonly given: readonly Review[];
}

/** The reviews that stand in the evidence, by signer. Two signers with one name are one person. */
export function reviewsOf({ runs, document, reviewers = 0 }: Evidence, now: Date): Reviews {
  const newest = new Map<string, Review>();
  for (const one of runs.toSorted((a, b) => a.run.startedAt.localeCompare(b.run.startedAt))) {
    const review = reviewOf(one, document ?? new Map(), now);
    if (review) newest.set(review.signer, review);
  }
  const given = [...newest.values()].toSorted((a, b) => (a.signer < b.signer ? -1 : 1));
  const people = new Set(given.flatMap(({ by, lapsed }) => (lapsed === undefined ? [sameName(by)] : [])));
  return { asked: reviewers, people: people.size, given };
}

function reviewOf(
  { run, signer }: VerifiedRun,
  document: ReadonlyMap<string, string>,
  now: Date,
): Review | undefined {
  const { kind, statement, reviewed, startedAt } = run;
  if (kind !== 'human' || !statement || !reviewed) return undefined;
  const lapsed = lapseOf(reviewed, startedAt, document, now);
  return {
    by: statement.by,
    role: statement.role,
    signer,
    at: startedAt,
    until: reviewed.until,
    ...(lapsed !== undefined && { lapsed }),
  };
}

function lapseOf(
  { files, until }: NonNullable<VerifiedRun['run']['reviewed']>,
  at: string,
  document: ReadonlyMap<string, string>,
  now: Date,
): string | undefined {
  if (Date.parse(at) > now.getTime() + CLOCK_SKEW) return 'it is dated in the future';
  if (Date.parse(until) <= now.getTime()) return `it counted until ${until.slice(0, 10)}`;
  const read = new Map(files.map(({ path, digest }) => [path, digest]));
  const names = new Set([...document.keys(), ...read.keys()]);
  const changed = [...names].filter((name) => document.get(name) !== read.get(name));
  if (changed.length === 0) return undefined;
  return `${changed.toSorted().join(', ')} ${changed.length === 1 ? 'has' : 'have'} changed since`;
}

function sameName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
