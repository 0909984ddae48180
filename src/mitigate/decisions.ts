/** decisions.yaml: a person's word on threats, and claims that mitigations are in place. Kept apart from the model. */
import { z } from 'zod';

import { Id, Owner } from '../catalogue/schema.ts';

/** `RULE@subject`, or `id@subject` for a threat written by hand. */
export const ThreatId = z
  .string()
  .regex(/^([A-Z]{2,4}-\d{2,3}|[a-z][a-z0-9-]{0,63}|tm7\/[\w.-]+)@[a-z][a-z0-9-]{0,63}$/, 'a threat id looks like DEV-05@valve');

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
