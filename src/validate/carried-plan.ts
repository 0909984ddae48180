/**
 * A plan as a file, to be carried to where the system is: what to try, where, and which facts the results will
 * cite, but no model and no secret. The run that comes back counts as one made at home would.
 */
import { z } from 'zod';

import type { CheckInfo } from '../catalogue/schema.ts';
import { Digest, PlanItem } from '../evidence/run.ts';
import { type Parsed, parseText, placeOf } from '../text/parse.ts';
import type { Outcome, Problem } from '../text/problem.ts';
import { checkShape } from '../text/shape/shape.ts';
import type { Source } from '../text/source.ts';
import { type Plan, type PlannedCheck, planDigest, planItem } from './plan.ts';
import { Target, targetDigest } from './targets/targets.ts';

export const PlanFile = z.strictObject({
  bestride: z.literal(1).describe('The version of this file form.'),
  system: z.strictObject({ id: z.string(), version: z.string().optional() }),
  environment: z.string().describe('The environment of targets.yaml it is for.'),
  plannedAt: z.iso.datetime(),
  digest: Digest.describe('Of the items: the run records it.'),
  previous: Digest.nullable().describe('The run after which this one stands in the chain.'),
  sequence: z.int().min(1).describe('Its number in the chain.'),
  items: z.array(PlanItem).describe('What to try.'),
  targets: z
    .record(z.string(), Target)
    .describe('The targets of the items, as targets.yaml declares them: references to secrets, no secrets.'),
});
export type PlanFile = z.infer<typeof PlanFile>;

/** The place in the chain that a run will take. */
export interface Place {
  readonly previous: string | null;
  readonly sequence: number;
}

/** The text of the file. */
export function exportPlan(plan: Plan, { previous, sequence }: Place): string {
  const file: PlanFile = {
    bestride: 1,
    system: plan.system,
    environment: plan.environment,
    plannedAt: plan.plannedAt.toISOString(),
    digest: plan.digest,
    previous,
    sequence,
    items: plan.items.map(planItem),
    targets: Object.fromEntries(plan.items.map(({ target, declaration }) => [target, declaration])),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * Reads it. Problems: those of reading and shape; TGT07 where items, targets and digests do not belong together, or
 * this version has no such check: what was planned is run as planned, or not at all.
 */
export function readPlan(
  source: Source,
  checks: readonly CheckInfo[],
): Outcome<{ readonly plan: Plan; readonly place: Place }> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems };
  const shape = checkShape(PlanFile, parsed);
  if (!shape.value) return { problems: shape.problems };
  const file = shape.value;
  const wrong: Problem[] = [];
  if (planDigest(file.items) !== file.digest) {
    wrong.push(
      mismatch('the items are not those that were planned: the digest is another', ['digest'], parsed),
    );
  }
  const items = file.items.flatMap((item, index): PlannedCheck[] => {
    const info = checks.find(({ id }) => id === item.check);
    const declaration = file.targets[item.target];
    if (!info) {
      wrong.push(mismatch(`this version has no check "${item.check}"`, ['items', index, 'check'], parsed));
    } else if (!declaration || !isCited(item, declaration)) {
      wrong.push(
        mismatch(`"${item.target}" is not declared as it was planned`, ['items', index, 'target'], parsed),
      );
    } else return [{ ...item, info, declaration }];
    return [];
  });
  if (wrong.length > 0) return { problems: wrong };
  const { system, environment, digest, previous, sequence } = file;
  return {
    value: {
      plan: {
        system: { id: system.id, ...(system.version !== undefined && { version: system.version }) },
        environment,
        plannedAt: new Date(file.plannedAt),
        items,
        untestable: [],
        digest,
        problems: [],
      },
      place: { previous, sequence },
    },
    problems,
  };
}

function isCited({ facts, target }: PlanItem, declaration: Target): boolean {
  return facts.some(
    ({ kind, ref, digest }) => kind === 'target' && ref === target && digest === targetDigest(declaration),
  );
}

function mismatch(message: string, path: readonly (string | number)[], parsed: Parsed): Problem {
  return {
    code: 'TGT07',
    severity: 'error',
    message,
    hint: 'Export the plan again, with the version that is to run it.',
    where: placeOf(parsed, path),
  };
}
