/**
 * The condition language of rules and mitigations: plain data, read from YAML, never evaluated as code.
 * Three-valued (Kleene): a property that nobody stated is unknown, and so is what depends on it alone.
 * `src/enumerate/` compiles and evaluates it.
 */
import { z } from 'zod';

/** A stated value of a property. Lists are sets of words. */
export const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type Value = z.infer<typeof Value>;

/**
 * Where a condition may look from its subject, one hop at a time:
 * element: `zone`, `system` · connection: `from` (who dials), `to` (who accepts), `system` ·
 * flow and crossing: `from`, `to`, `over` (the connection), `system`. Hops chain: `to.zone.type`.
 */
const PropertyPath = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/)
  .describe('a property, after the hops that lead to whose property it is: to.physicalAccess');

/**
 * The neighbours of an element: connections it `dials` or `accepts`, either (`connections`), flows it
 * `sends` or `receives`. From a connection: `flows` carried over it.
 */
export const Relation = z.enum(['dials', 'accepts', 'connections', 'sends', 'receives', 'flows']);
export type Relation = z.infer<typeof Relation>;

/** A condition. See the member types for what each form means. */
export type Condition =
  | boolean
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** The property is this value, or one of these values. `type` climbs the inheritance of types. */
  | { readonly property: string; readonly is: Value }
  /** The list property holds all of these words. */
  | { readonly property: string; readonly has: readonly string[] }
  /** The ordered property (an enum in ascending order, or a number) is this or more. */
  | { readonly property: string; readonly atLeast: string | number }
  /** Of the neighbours for which `where` holds (all, without `where`), every one is so. True of none. */
  | { readonly every: Relation; readonly where?: Condition | undefined; readonly that: Condition }
  /** At least one of the neighbours is so. */
  | { readonly some: Relation; readonly where?: Condition | undefined; readonly that: Condition }
  /** At least so many neighbours for which `where` holds. */
  | { readonly count: Relation; readonly where?: Condition | undefined; readonly atLeast: number };

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.boolean(),
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
    z.strictObject({ property: PropertyPath, is: Value }),
    z.strictObject({ property: PropertyPath, has: z.array(z.string()).min(1) }),
    z.strictObject({ property: PropertyPath, atLeast: z.union([z.string(), z.number()]) }),
    z.strictObject({ every: Relation, where: Condition.optional(), that: Condition }),
    z.strictObject({ some: Relation, where: Condition.optional(), that: Condition }),
    z.strictObject({ count: Relation, where: Condition.optional(), atLeast: z.int().min(1) }),
  ]),
);
