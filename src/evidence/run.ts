/**
 * The run record: one execution of a plan, every result, and the digest of the run before. It is the
 * predicate of an in-toto Statement v1 in a DSSE envelope; {@link ./dsse.ts} signs and opens it.
 */
import { z } from 'zod';

import { Id, Strength } from '../catalogue/schema.ts';
import { Value } from '../catalogue/condition.ts';

/** `sha256:` and 64 hexadecimal digits. */
export const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

export const Verdict = z.enum(['pass', 'fail', 'inconclusive']);
export type Verdict = z.infer<typeof Verdict>;

/**
 * Who refused. Only a refusal by the `server` (its own policy), by the `device` that dialled (where the check played
 * its server) or by a `firewall` counts for a mitigation;
 * `platform-default` (a library's accident) and `client-library` (our own side) do not.
 */
export const RefusedBy = z.enum(['server', 'device', 'firewall', 'platform-default', 'client-library']);
export type RefusedBy = z.infer<typeof RefusedBy>;

/** One thing tried, and what came of it. Never holds a secret. */
export const Attempt = z.strictObject({
  what: z.string(),
  outcome: z
    .enum(['accepted', 'refused', 'silent', 'unreachable', 'local-failure', 'not-spoken', 'seen', 'not-seen'])
    .describe(
      'not-spoken: the server does not speak this version at all; seen, not-seen: what an observer saw',
    ),
  refusedBy: RefusedBy.nullable(),
  detail: z.string(),
});
export type Attempt = z.infer<typeof Attempt>;

/**
 * Something the result relied on. A change makes the result stale and says which.
 * `model`: a property (`ref` is `id.property`); `target`: its declaration; `file`: a file read (`ref` is its
 * path in the project); `observed`: seen on the target (certificate, key), recorded, not recomputed.
 */
export const Fact = z.strictObject({
  kind: z.enum(['model', 'target', 'file', 'observed']),
  ref: z.string(),
  digest: Digest,
  value: Value.nullable().optional(),
});
export type Fact = z.infer<typeof Fact>;

/**
 * Something that a check came across on its target. Whether the model has it is worked out when the register is
 * made, from the model of that day: what is added to the model afterwards is no stranger any more.
 */
export const Seen = z.strictObject({
  kind: z
    .enum(['listener', 'principal', 'module', 'resource'])
    .describe(
      'listener: a port that takes connections though nobody declared it; principal: a user or device that is let in; module: a program that is deployed; resource: a service of the cloud',
    ),
  name: z.string().min(1).describe('As the target calls it.'),
  detail: z.string().describe('Where it was seen, in a few words.'),
});
export type Seen = z.infer<typeof Seen>;

export const Result = z.strictObject({
  check: Id,
  target: z.string(),
  /** Ids of connections and elements this result speaks for. */
  covers: z.array(z.string()),
  mitigation: Id,
  verdict: Verdict,
  reason: z.string(),
  control: Attempt.nullable(),
  attack: z.array(Attempt),
  observer: Attempt.nullable(),
  refusedBy: RefusedBy.nullable(),
  strength: Strength,
  /** Of how many enforcement points (or units of a fleet) this result speaks for how many. */
  coverage: z.strictObject({ of: z.int().min(0), covered: z.int().min(0) }),
  vantage: z.string(),
  environment: z.string(),
  facts: z.array(Fact),
  seen: z
    .array(Seen)
    .describe(
      'What there is on the target, whole: an empty list says that there is nothing, no list that nobody looked. Written once for a check and a target, with the first of its mitigations.',
    )
    .optional(),
  observedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
});
export type Result = z.infer<typeof Result>;

export const PlanItem = z.strictObject({
  check: Id,
  target: z.string(),
  mitigations: z.array(Id).min(1),
  covers: z.array(z.string()),
  expects: z.record(z.string(), Value),
  facts: z.array(Fact),
  coverage: z.strictObject({ of: z.int().min(0), covered: z.int().min(0) }),
});
export type PlanItem = z.infer<typeof PlanItem>;

export const RUN_PREDICATE = 'urn:bestride:run:1';

export const Run = z.strictObject({
  id: z.string().regex(/^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$/, 'start time and eight random hexadecimal digits'),
  kind: z.enum(['run', 'human']),
  tool: z.strictObject({ name: z.literal('bestride'), version: z.string() }),
  system: z.strictObject({ id: z.string(), version: z.string().optional() }),
  environment: z.string(),
  vantage: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  plan: z.strictObject({ digest: Digest, items: z.array(PlanItem) }),
  grant: z.strictObject({ digest: Digest, authorisedBy: z.string() }).nullable(),
  results: z.array(Result),
  /** Planned and not done (interrupted, over budget, disturbing and not named), with the reason. */
  notRun: z.array(z.strictObject({ check: Id, target: z.string(), reason: z.string() })),
  /** For a `human` run: the document and who stands for it. */
  statement: z
    .strictObject({ by: z.string(), role: z.string(), says: z.string(), document: Digest, name: z.string() })
    .nullable(),
  reviewed: z
    .strictObject({
      files: z.array(z.strictObject({ path: z.string(), digest: Digest })).min(1),
      until: z.iso.datetime(),
    })
    .describe('For a `human` run that is a review: the files that were read, and how long that counts.')
    .optional(),
  /** Digest of the envelope payload of the run before; null for the first. */
  previous: Digest.nullable(),
  sequence: z.int().min(1),
});
export type Run = z.infer<typeof Run>;

/** A run that was read back and whose signature was checked against trust.yaml. */
export interface VerifiedRun {
  readonly file: string;
  readonly digest: string;
  readonly signer: string;
  readonly run: Run;
}
