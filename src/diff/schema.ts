/**
 * The difference between two states of a project: the published JSON shape of `diff --format json`. "Before" is the
 * first of the two given, "after" the second. Ids are those of afterwards; what is gone keeps its own.
 */
import { z } from 'zod';

import { Value } from '../catalogue/condition.ts';
import { Letter, SubjectKind } from '../catalogue/schema.ts';

const Place = z
  .strictObject({
    file: z.string(),
    line: z.int().min(1),
    column: z.int().min(1),
    length: z.int().min(1).optional(),
  })
  .describe('Where it is written.');

const FromTo = <T extends z.ZodType>(value: T) => z.strictObject({ from: value, to: value });

const Severity = z.enum(['low', 'medium', 'high', 'critical']);
const Certainty = z.enum(['stated', 'unstated', 'stated-bad']);
const Status = z.enum([
  'open',
  'planned',
  'implemented',
  'partly-validated',
  'validated',
  'needs-investigation',
  'accepted',
  'transferred',
  'avoided',
  'not-applicable',
]);

/** The same in two states. */
const ValueChange = {
  from: Value.nullable().describe('Before; null: not stated.'),
  to: Value.nullable().describe('After; null: not stated.'),
  fromWhere: Place.optional(),
  toWhere: Place.optional(),
};

export const PropertyChange = z.strictObject({
  property: z
    .string()
    .describe('A catalogue name, a key of the file, or one of a part: cohorts.b1.keyStore.'),
  ...ValueChange,
  by: z
    .enum(['type', 'zone'])
    .describe('It follows from the changed type, or from the zone; nobody wrote it here.')
    .optional(),
});
export type PropertyChange = z.infer<typeof PropertyChange>;

export const ThingKind = z.enum([
  'system',
  'assumption',
  'zone',
  'element',
  'connection',
  'flow',
  'asset',
  'boundary',
  'view',
]);
export type ThingKind = z.infer<typeof ThingKind>;

export const ThingChange = z.strictObject({
  kind: ThingKind,
  change: z.enum(['added', 'removed', 'changed']),
  id: z.string(),
  was: z.string().describe('Its id before, where it was renamed.').optional(),
  matchedBy: z
    .enum(['formerly', 'origin'])
    .describe('How it was recognised under another id; by its id where absent.')
    .optional(),
  name: z.string(),
  moved: FromTo(z.string()).describe('The zones, of an element that stands in another one.').optional(),
  changes: z.array(PropertyChange).describe('Of something added or removed: all that it states.'),
  where: Place.optional(),
});
export type ThingChange = z.infer<typeof ThingChange>;

export const Cause = z.strictObject({
  kind: z
    .enum(['subject', 'fact', 'thing', 'rule', 'threats-file', 'surroundings'])
    .describe(
      'subject: it is new or gone itself · fact: a value changed · thing: what the rule looks at is new or gone · ' +
        'rule: the catalogue changed · threats-file: a person wrote or removed it · surroundings: a change near it',
    ),
  text: z.string(),
  of: z.string().describe('Whose property.').optional(),
  cohort: z.string().optional(),
  property: z.string().optional(),
  from: ValueChange.from.optional(),
  to: ValueChange.to.optional(),
  fromWhere: Place.optional(),
  toWhere: Place.optional(),
});
export type Cause = z.infer<typeof Cause>;

const threat = {
  id: z.string(),
  rule: z.string(),
  title: z.string(),
  stride: z.array(Letter),
  subject: z.strictObject({ kind: SubjectKind, id: z.string() }),
  severity: Severity,
};

export const FoundThreat = z.strictObject({
  ...threat,
  certainty: Certainty,
  status: Status,
  statusReason: z.string(),
  why: z.array(z.string()).describe('The facts its rule rests on.'),
  because: z.array(Cause).describe('What made it appear or disappear.'),
  answers: z.array(z.string()).describe('What would answer it.'),
  where: Place.optional(),
});
export type FoundThreat = z.infer<typeof FoundThreat>;

export const ChangedThreat = z.strictObject({
  ...threat,
  was: z.string().describe('Its id before, where its subject was renamed.').optional(),
  certainty: FromTo(Certainty)
    .extend({ because: z.array(Cause) })
    .optional(),
  severityChange: FromTo(Severity)
    .extend({ because: z.array(Cause) })
    .optional(),
  status: FromTo(Status).extend({ reason: z.string() }).optional(),
  where: Place.optional(),
});
export type ChangedThreat = z.infer<typeof ChangedThreat>;

export const WordChange = z.strictObject({
  id: z.string(),
  was: z.string().describe('Its id before, where its subject was renamed.').optional(),
  change: z.enum(['added', 'removed', 'changed', 'kept']),
  changes: z.array(PropertyChange),
  concerns: FromTo(z.boolean().nullable()).describe(
    'Whether there was, and is, what it speaks of; null: it was not, or is not, there itself.',
  ),
  orphaned: z.boolean().describe('It stands, and what it spoke of is gone.'),
  where: Place.optional(),
});
export type WordChange = z.infer<typeof WordChange>;

export const FactChange = z.strictObject({
  kind: z.enum(['model', 'target', 'file']),
  ref: z.string(),
  text: z.string(),
  ...ValueChange,
});
export type FactChange = z.infer<typeof FactChange>;

export const ValidationChange = z.strictObject({
  change: z
    .enum(['stale', 'counts'])
    .describe('stale: it counted before and no longer does · counts: the other way round'),
  check: z.string(),
  target: z.string(),
  mitigations: z.array(z.string()),
  covers: z.array(z.string()),
  environment: z.string(),
  run: z.string(),
  observedAt: z.string(),
  reason: z.string(),
  facts: z.array(FactChange).describe('What it rests on and what is otherwise now.'),
  threats: z.array(z.string()).describe('The threats it speaks for.'),
});
export type ValidationChange = z.infer<typeof ValidationChange>;

const GateFinding = z.strictObject({
  kind: z.string(),
  threat: z.string().optional(),
  about: z.string().optional(),
  severity: Severity.optional(),
  why: z.string(),
});
export type GateFinding = z.infer<typeof GateFinding>;

const GateSide = z.strictObject({ ok: z.boolean(), stage: z.string(), reasons: z.int().min(0) });

const SideName = z.strictObject({
  name: z.string().describe('As it was given.'),
  system: z.strictObject({ id: z.string(), name: z.string(), version: z.string().optional() }),
  environment: z.string().describe('Whose evidence counts.').optional(),
});

/** See the head of the file. */
export const DiffFile = z.strictObject({
  from: SideName,
  to: SideName,
  system: z.array(ThingChange).describe('By kind, then by id.'),
  threats: z.strictObject({
    opened: z.array(FoundThreat).describe('There now, and not before; the severest first.'),
    closed: z.array(FoundThreat).describe('There before, and not now.'),
    changed: z
      .array(ChangedThreat)
      .describe('There before and now, with another certainty, severity or status.'),
  }),
  decisions: z.array(WordChange),
  claims: z.array(WordChange),
  validations: z.array(ValidationChange),
  gate: z.strictObject({
    failOn: Severity,
    from: GateSide,
    to: GateSide,
    appeared: z.array(GateFinding),
    disappeared: z.array(GateFinding),
  }),
});
export type Diff = z.infer<typeof DiffFile>;
