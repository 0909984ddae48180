/**
 * The baseline: findings that were there when a project introduced the gate. Only exactly these are tolerated: a
 * check that fails anew, another threat, an acceptance that runs out later are not in it. Gaps in the evidence,
 * errors and orphans are never tolerated; they are mended in a minute or must not be.
 */
import { z } from 'zod';

import { parseText } from '../text/parse.ts';
import type { Outcome } from '../text/problem.ts';
import { checkShape } from '../text/shape/shape.ts';
import type { Source } from '../text/source.ts';
import { type GateOptions, gate } from './gate.ts';
import type { Register } from './register.ts';

export const Baseline = z.strictObject({
  bestride: z.literal(1),
  tolerate: z.array(
    z.strictObject({
      threat: z.string().describe('the id of the threat'),
      kind: z.enum(['undecided', 'failed', 'expired', 'untestable', 'overdue', 'undated', 'stale']),
      about: z.string().optional().describe('the check, mitigation or day concerned, as the gate names it'),
    }),
  ),
});
export type Baseline = z.infer<typeof Baseline>;

/** Reads a baseline. Problems: those of reading and shape. */
export function readBaseline(source: Source): Outcome<Baseline> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems };
  const shape = checkShape(Baseline, parsed);
  return { ...shape, problems: [...problems, ...shape.problems] };
}

/** The text of a baseline (JSON, one finding a line) that tolerates what shuts the gate today. */
export function makeBaseline(register: Register, options: Omit<GateOptions, 'baseline'> = {}): string {
  const findings = gate(register, options).reasons.flatMap(({ threat, kind, about }) =>
    threat === undefined ? [] : [{ threat, kind, ...(about !== undefined && { about }) }],
  );
  const lines = findings.map((finding) => `    ${JSON.stringify(finding)}`);
  return `{\n  "bestride": 1,\n  "tolerate": [${lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`;
}
