/** decisions.yaml: a person's word on threats, and claims that mitigations are in place. Kept apart from the model. */
import { z } from 'zod';

import { Id, Owner } from '../../catalogue/schema.ts';
import { type Parsed, parseText, placeOf } from '../../text/parse.ts';
import { type Outcome, type Problem, type Where, byPlace, hasErrors } from '../../text/problem.ts';
import { checkShape, valueAt } from '../../text/shape/shape.ts';
import type { Source } from '../../text/source.ts';

/** `RULE@subject`, or `id@subject` for a threat written by hand. */
export const ThreatId = z
  .string()
  .regex(
    /^([A-Z]{2,4}-\d{2,3}|[a-z][a-z0-9-]{0,63}|tm7\/[\w.-]+)@[a-z][a-z0-9-]{0,63}$/,
    'a threat id looks like DEV-05@valve',
  );

const Day = z.iso.date().describe('YYYY-MM-DD; the day itself still counts');

/** Every kind of decision may narrow what suffices: groups of mitigation ids, any of (all of). */
const Common = {
  reason: z.string().min(1),
  owner: z.string().min(1).optional(),
  /** A stricter set of sufficient mitigations than the catalogue's. */
  sufficient: z.array(z.array(Id).min(1)).min(1).optional(),
};

export const Decision = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('accepted'),
    ...Common,
    owner: z.string().min(1),
    until: Day,
    /** Checks that are known to fail; any other failure opens the threat again. */
    despite: z.array(Id).optional(),
  }),
  z.strictObject({
    status: z.literal('transferred'),
    ...Common,
    reason: z.string().optional(),
    to: z.string().min(1),
    requires: z.string().min(1),
    despite: z.array(Id).optional(),
  }),
  z.strictObject({ status: z.literal('avoided'), ...Common }),
  z.strictObject({ status: z.literal('not-applicable'), ...Common }),
  z.strictObject({ status: z.literal('needs-investigation'), ...Common, reason: z.string().optional() }),
  z.strictObject({
    status: z.literal('mitigate').describe('treat it; used to tighten what suffices'),
    ...Common,
    reason: z.string().optional(),
  }),
]);
export type Decision = z.infer<typeof Decision>;

export const Claim = z.strictObject({
  state: z.enum(['in-place', 'planned']),
  owner: Owner.or(z.string().min(1)),
  due: Day.optional(),
  note: z.string().optional(),
});
export type Claim = z.infer<typeof Claim>;

export const DecisionsFile = z.strictObject({
  bestride: z.literal(1).optional(),
  decisions: z.record(z.string(), Decision).optional(),
  claims: z.record(z.string(), Claim).optional(),
});
export type DecisionsFile = z.infer<typeof DecisionsFile>;

/** decisions.yaml, read. Whether the threats and mitigations exist is for {@link mitigate} to say. */
export interface Decisions {
  /** By threat id. */
  readonly decisions: ReadonlyMap<string, Decision>;
  /** By `mitigation@subject`. */
  readonly claims: ReadonlyMap<string, Claim>;
  /** Where one of them, or one key of it, is written. */
  where(part: 'decisions' | 'claims', id: string, key?: string): Where | undefined;
}

/** What there is before anybody decided anything. */
export const NO_DECISIONS: Decisions = { decisions: new Map(), claims: new Map(), where: () => undefined };

/** Reads decisions.yaml. Problems: those of reading and shape; DEC03 for an acceptance nobody stands for. */
export function readDecisions(source: Source): Outcome<Decisions> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems };
  const unsupported = incompleteAcceptances(parsed);
  const shape = checkShape(DecisionsFile, parsed);
  const isSaid = ({ code, where }: Problem): boolean =>
    code === 'TXT11' &&
    unsupported.some((one) => one.where?.line === where?.line && one.where?.column === where?.column);
  const found = [
    ...problems,
    ...unsupported,
    ...shape.problems.filter((problem) => !isSaid(problem)),
  ].toSorted(byPlace);
  if (!shape.value || hasErrors(found)) return { problems: found };
  const { decisions = {}, claims = {} } = shape.value;
  return {
    value: {
      decisions: new Map(Object.entries(decisions)),
      claims: new Map(Object.entries(claims)),
      where: (part, id, key) => parsed.where(key === undefined ? [part, id] : [part, id, key], 'key'),
    },
    problems: found,
  };
}

function incompleteAcceptances(parsed: Parsed): Problem[] {
  const all = valueAt(parsed.data, ['decisions']);
  if (typeof all !== 'object' || all === null) return [];
  return Object.entries(all).flatMap(([id, decision]: [string, unknown]) => {
    if (typeof decision !== 'object' || decision === null || valueAt(decision, ['status']) !== 'accepted')
      return [];
    const missing = ['owner', 'reason', 'until'].filter((key) => valueAt(decision, [key]) === undefined);
    if (missing.length === 0) return [];
    const problem: Problem = {
      code: 'DEC03',
      severity: 'error',
      message: `the acceptance of "${id}" has no ${missing.join(' and no ')}`,
      hint: 'Say who accepts the risk (owner), why (reason) and until which day (until: YYYY-MM-DD).',
      where: placeOf(parsed, ['decisions', id], 'key'),
    };
    return [problem];
  });
}
