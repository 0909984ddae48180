/** That somebody has read the threat model as it is and stands by it (S-12), as a run of kind `human` to be signed. */
import { dataDigest } from '../../evidence/facts.ts';
import type { Run } from '../../evidence/run.ts';
import type { System } from '../../model/system.ts';
import { planDigest } from '../plan.ts';
import { newRunId } from '../run-id.ts';

export interface GivenReview {
  readonly system: System;
  /** Digests of the files that were read, by path. */
  readonly document: ReadonlyMap<string, string>;
  readonly by: string;
  readonly role: string;
  readonly environment: string;
  readonly now: Date;
  readonly until: Date;
  readonly version: string;
}

/** The run, unsigned; its place in the chain is given when it is appended. It shows nothing of any mitigation. */
export function reviewRun({
  system,
  document,
  by,
  role,
  environment,
  now,
  until,
  version,
}: GivenReview): Run {
  const time = now.toISOString();
  const files = [...document].map(([path, digest]) => ({ path, digest }));
  return {
    id: newRunId(now),
    kind: 'human',
    tool: { name: 'bestride', version },
    system: { id: system.id, ...(system.version !== undefined && { version: system.version }) },
    environment,
    vantage: `${by}, ${role}`,
    startedAt: time,
    finishedAt: time,
    plan: { digest: planDigest([]), items: [] },
    grant: null,
    results: [],
    notRun: [],
    statement: {
      by,
      role,
      says: 'has read the threat model as it is, and stands by it',
      document: dataDigest(files),
      name: files.map(({ path }) => path).join(', '),
    },
    reviewed: { files, until: until.toISOString() },
    previous: null,
    sequence: 1,
  };
}
