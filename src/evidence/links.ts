/**
 * The chain of runs: what the runs and the head say of each other. Only what trusted runs and the head lead to is
 * looked at, so that a file anybody could drop into the folder accuses nobody.
 */
import type { Problem } from '../text/problem.ts';
import type { Run } from './run.ts';
import type { Head } from './statement.ts';

/** A run that can be read, trusted or not. */
export interface Link {
  readonly file: string;
  readonly run: Pick<Run, 'previous' | 'sequence' | 'startedAt'>;
}

/** What {@link checkChain} looks at. */
export interface Chain {
  /**
   * Every run that can be read, by digest. A trusted run vouches by digest for the one before it, so a run by a
   * key that was since retired is no gap.
   */
  readonly present: ReadonlyMap<string, Link>;
  /** Digests of the runs whose signature counts. */
  readonly trusted: readonly string[];
  /** The head, where it counts. */
  readonly head: Head | undefined;
  /** The name of the head's file, where there is one. */
  readonly headFile: string | undefined;
}

/** Finds gaps (EVI04), and forks and a lagging head as notes. */
export function checkChain(chain: Chain): {
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
} {
  const { present, trusted, head } = chain;
  const known = ancestors(present, head ? [head.digest, ...head.ends] : []);
  const all = ancestors(present, [...known, ...trusted]);
  const links = [...all].flatMap((digest) => present.get(digest) ?? []);
  const notes: string[] = [];
  const lagging = trusted.filter((digest) => !known.has(digest)).length;
  if (head && lagging > 0) {
    notes.push(
      `head.json does not know of ${lagging} run${lagging === 1 ? '' : 's'} yet; the next run mends that`,
    );
  }
  return {
    problems: [
      ...headGaps(chain),
      ...extraRoots(links),
      ...links.flatMap((link) => gapBefore(link, present)),
    ],
    notes: [...notes, ...forks(links, present)],
  };
}

function headGaps({ present, trusted, head, headFile = 'head.json' }: Chain): Problem[] {
  if (!head) {
    if (trusted.length === 0) return [];
    return [gap(headFile, 'no head.json counts, so runs after the newest one here may be missing', RESTORE)];
  }
  const gaps = [...new Set([head.digest, ...head.ends])]
    .filter((digest) => !present.has(digest))
    .map((digest) =>
      gap(headFile, `the chain head names the run ${short(digest)}, which is missing`, RESTORE),
    );
  const named = present.get(head.digest)?.run;
  if (named && named.sequence !== head.sequence) {
    gaps.push(
      gap(headFile, `the chain head says its run is number ${head.sequence}, the run says ${named.sequence}`),
    );
  }
  return gaps;
}

function extraRoots(links: readonly Link[]): Problem[] {
  const roots = links
    .filter(({ run }) => run.previous === null)
    .toSorted((a, b) => Date.parse(a.run.startedAt) - Date.parse(b.run.startedAt));
  return roots
    .slice(1)
    .map(({ file }) =>
      gap(
        file,
        'this run starts a second chain although there are older runs',
        'Runs before it may have been left out.',
      ),
    );
}

function gapBefore({ file, run }: Link, present: ReadonlyMap<string, Link>): Problem[] {
  const before = run.previous === null ? undefined : present.get(run.previous)?.run;
  if (run.previous !== null && !before) {
    return [gap(file, `the run before this one, ${short(run.previous)}, is missing`, RESTORE)];
  }
  const expected = (before?.sequence ?? 0) + 1;
  return run.sequence === expected
    ? []
    : [
        gap(
          file,
          `this run says it is number ${run.sequence}; by the run before it, it should be ${expected}`,
        ),
      ];
}

function forks(links: readonly Link[], present: ReadonlyMap<string, Link>): string[] {
  const followers = new Map<string, number>();
  for (const { run } of links) {
    if (run.previous !== null) followers.set(run.previous, (followers.get(run.previous) ?? 0) + 1);
  }
  return [...followers].flatMap(([digest, count]) => {
    const file = present.get(digest)?.file;
    return count > 1 && file !== undefined ? [`the chain forks after ${file}: ${count} runs follow it`] : [];
  });
}

/** The runs that are here, from `start` back to the first. */
function ancestors(present: ReadonlyMap<string, Link>, start: readonly string[]): Set<string> {
  const seen = new Set<string>();
  for (const first of start) {
    for (let next: string | null | undefined = first; typeof next === 'string' && !seen.has(next);) {
      const here = present.get(next);
      if (here) seen.add(next);
      next = here?.run.previous;
    }
  }
  return seen;
}

const RESTORE = 'Restore it from version control or from the archive of the CI.';

function gap(file: string, message: string, hint?: string): Problem {
  const where = { file, line: 1, column: 1 };
  return { code: 'EVI04', severity: 'error', message, ...(hint !== undefined && { hint }), where };
}

function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
