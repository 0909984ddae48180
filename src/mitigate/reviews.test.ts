import { describe, expect, it } from 'vitest';

import type { Run, VerifiedRun } from '../evidence/run.ts';
import { sha256 } from '../text/digest.ts';
import { reviewsOf } from './reviews.ts';
import { NO_EVIDENCE } from './standing/evidence.ts';
import { NOW, runOf } from './testing/project.ts';

const FILES = { 'system.yaml': sha256('a'), 'decisions.yaml': sha256('b') };

interface Given {
  readonly by?: string;
  readonly at?: string;
  readonly until?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly kind?: Run['kind'];
}

function word(signer: string, given: Given = {}): VerifiedRun {
  const { by = signer, at = '2026-11-10T00:00:00Z', until = '2027-01-01T00:00:00Z', files = FILES } = given;
  const run = runOf([], {
    kind: given.kind ?? 'human',
    startedAt: at,
    statement: { by, role: 'architect', says: 'read', document: sha256('x'), name: 'system.yaml' },
    reviewed: { files: Object.entries(files).map(([path, digest]) => ({ path, digest })), until },
  });
  return { ...run, signer };
}

function reviews(runs: readonly VerifiedRun[], files: Readonly<Record<string, string>> = FILES) {
  const document = new Map(Object.entries(files));
  return reviewsOf({ ...NO_EVIDENCE, runs, document, reviewers: 2 }, NOW);
}

/** Why one review does not count today. */
function lapsed(files: Readonly<Record<string, string>>): string | undefined {
  return reviews([word('jones')], files).given[0]?.lapsed;
}

describe('reviews', () => {
  it('count people, each once, by key and by name', () => {
    expect(reviews([word('jones'), word('smith')])).toMatchObject({ asked: 2, people: 2 });
    expect(reviews([word('jones'), word('jones')]).people).toBe(1);
    expect(reviews([word('one', { by: 'A. Jones' }), word('two', { by: ' a.  jones' })]).people).toBe(1);
    expect(reviews([]).people).toBe(0);
  });

  it('lapse when a file of the model changes, comes or goes', () => {
    expect(lapsed(FILES)).toBeUndefined();
    expect(lapsed({ ...FILES, 'system.yaml': sha256('c') })).toBe('system.yaml has changed since');
    expect(lapsed({ ...FILES, 'threats.yaml': sha256('d') })).toBe('threats.yaml has changed since');
    expect(lapsed({})).toBe('decisions.yaml, system.yaml have changed since');
  });

  it('lapse by their date, and are none from the future', () => {
    expect(reviews([word('jones', { until: '2026-11-15T12:00:00Z' })]).given[0]?.lapsed).toBe(
      'it counted until 2026-11-15',
    );
    expect(reviews([word('jones', { at: '2026-11-16T00:00:00Z' })])).toMatchObject({
      people: 0,
      given: [{ lapsed: 'it is dated in the future' }],
    });
  });

  it('are the last word of each signer', () => {
    const old = word('jones', { at: '2026-11-09T00:00:00Z', files: {} });
    expect(reviews([word('jones'), old]).people).toBe(1);
    const later = word('jones', { at: '2026-11-11T00:00:00Z', until: '2026-11-12T00:00:00Z' });
    expect(reviews([later, word('jones')]).people).toBe(0);
  });

  it('are no business of runs that were measured', () => {
    expect(reviews([word('ci', { kind: 'run' })]).given).toEqual([]);
  });
});
