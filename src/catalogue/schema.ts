/**
 * What the catalogue holds: properties, element types, rules, mitigations, and what is known of the checks.
 * The data lies in `catalogue/` as YAML; a project may add its own in the same shape.
 */
import { z } from 'zod';

import type { Chain } from './chain.ts';
import { Condition, Value } from './condition.ts';
import type { MatrixEntry } from './matrix.ts';
import type { Standard } from './standard.ts';

export const Id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'an id is a lower-case letter, then up to 63 letters, digits or hyphens');
export const RuleId = z.string().regex(/^[A-Z]{2,4}-\d{2,3}$/, 'a rule id looks like DEV-05');

/** The six letters: Spoofing, Tampering, Repudiation, Information disclosure, Denial of service, Elevation of privilege. */
export const Letter = z.enum(['S', 'T', 'R', 'I', 'D', 'E']);
export type Letter = z.infer<typeof Letter>;

export const ZoneType = z.enum([
  'device',
  'field-gateway',
  'cloud-gateway',
  'services',
  'cloud',
  'local-user',
  'remote-user',
]);
export type ZoneType = z.infer<typeof ZoneType>;

/** The four areas of the reference architecture (S-33..S-36). */
export const Area = z.enum([
  'devices-and-data-sources',
  'data-transport',
  'device-and-event-processing',
  'presentation',
]);
export type Area = z.infer<typeof Area>;

/** What a rule can be about. A `crossing` is a flow that passes a trust boundary; a `fleet` an element of more than one unit. */
export const SubjectKind = z.enum(['element', 'connection', 'flow', 'crossing', 'fleet', 'system']);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** What a property can be stated on. */
export const Bearer = z.enum(['element', 'connection', 'flow', 'zone', 'asset', 'system']);
export type Bearer = z.infer<typeof Bearer>;

/**
 * One property. A fact describes; a control claims a protection. Only facts may decide whether a threat
 * exists; only controls (and claims) can answer one.
 */
export const Property = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/),
  role: z.enum(['fact', 'control']),
  on: z.array(Bearer).min(1),
  /** Element types it applies to (and their descendants); absent: all types. Only read where `on` has element. */
  types: z.array(Id).optional(),
  value: z.enum(['word', 'words', 'boolean', 'number', 'text', 'ids']),
  /** For `word` and `words`: the allowed ones with their meaning; in ascending order where `ordered`. */
  values: z.record(z.string(), z.string()).optional(),
  ordered: z.boolean().optional(),
  /** Computed from the model, never written by hand (`crosses`, `type`). */
  derived: z.boolean().optional(),
  /** Stating this property states these too: `server.verified` implies `server: certificate`. */
  implies: z.record(z.string(), Value).optional(),
  help: z.string(),
});
export type Property = z.infer<typeof Property>;

export const ElementType = z.strictObject({
  id: Id,
  title: z.string(),
  /** The parent type; a type inherits its kind, area and facts. Roots state `kind`. */
  extends: Id.optional(),
  kind: z.enum(['process', 'store', 'external']).optional(),
  area: Area.optional(),
  /** Facts that hold for every element of the type unless the element says otherwise. */
  facts: z.record(z.string(), Value).optional(),
  help: z.string(),
});
export type ElementType = z.infer<typeof ElementType>;

const Reference = z.strictObject({
  standard: z
    .string()
    .describe('CWE, CAPEC, EMB3D, ATTACK-ICS, EN303645, IEC62443-4-2, CRA, D3FEND, TMT, RFC'),
  id: z.string(),
});

/** 1 (little) to 5 (most). */
export const Score = z.int().min(1).max(5);

/** An example beside a rule: a small system and what must come out for its subject. Tests run every one. */
export const Example = z.strictObject({
  says: z.enum(['unstated', 'stated-bad', 'stated', 'absent']),
  why: z.string().optional(),
  /** One id, or several of which all must come out so. */
  subject: z.union([z.string(), z.array(z.string()).min(1)]),
  /** What is to come out for single mitigations: stated, stated bad, or nothing said. */
  mitigations: z.record(Id, z.boolean().nullable()).optional(),
  /** As in system.yaml, without `bestride` and `system`. */
  system: z.record(z.string(), z.unknown()),
});
export type Example = z.infer<typeof Example>;

/** One row of the source's tables, in its order (S-50). `own` names the cells that are ours, not the source's. */
export const Row = z.strictObject({
  component: z.string(),
  threat: z.string(),
  mitigation: z.string(),
  risk: z.string(),
  implementation: z.string(),
  own: z.array(z.enum(['component', 'threat', 'mitigation', 'risk', 'implementation'])).optional(),
});

/** Groups of which one must hold whole: any of (all of). */
const AnyOfAllOf = z.array(z.array(Id).min(1)).min(1);

export const Rule = z.strictObject({
  id: RuleId,
  title: z.string().describe('what goes wrong, as a short sentence'),
  stride: z.array(Letter).min(1),
  /** Letters added under the `originals` profile (S-46): the source leaves R out for physical attacks. */
  originals: z.array(Letter).optional(),
  subject: SubjectKind,
  /** For element and fleet subjects: the types it is about (descendants included). Absent: every element. */
  types: z.array(Id).optional(),
  /** Facts only. False: the threat does not exist. True or unknown: it does. */
  applies: Condition,
  /**
   * Which mitigations answer it, as anyOf groups of allOf. `stated`: one group is stated whole. `stated-bad`:
   * none is, and of at least one group the model says that something in it is missing (TLS 1.0 accuses,
   * though nothing is said of the protection of single messages). `unstated`: everything else.
   */
  answered: AnyOfAllOf,
  attacker: z.strictObject({
    does: z.string(),
    why: z.string(),
    position: z.enum(['physical', 'local-radio', 'local-network', 'internet', 'insider', 'supply-chain']),
  }),
  access: z.enum(['physical', 'digital']),
  row: Row,
  severity: z.strictObject({ likelihood: Score, impact: Score, rationale: z.string() }),
  references: z.array(Reference).optional(),
  trace: z
    .array(z.string())
    .min(1)
    .describe(
      'where it comes from: S- and O-ids of the source checklist; in a project, a requirement, a workshop, an incident',
    ),
  basis: z.enum(['verified', 'unverified']).optional(),
  examples: z.array(Example).min(2),
});
export type Rule = z.infer<typeof Rule>;

/** Weakest first (design section 5, law 4). */
export const Strength = z.enum(['document', 'repository-config', 'live-config', 'probe', 'observed-probe']);
export type Strength = z.infer<typeof Strength>;

/** Who must do something about it (O-30). */
export const Owner = z.enum(['manufacturer', 'developer', 'deployer', 'operator']);
export type Owner = z.infer<typeof Owner>;

/**
 * Where a mitigation takes effect, seen from the threat's subject:
 * `connections`: at the accepting end of the subject's connections (a connection itself; those an element dials);
 * `accepted`: at the accepting end of every connection the element accepts;
 * `dialling`: at the dialling end of the same connections as `connections`, counted in units of who dials;
 * `self`: on the subject itself, counted in units.
 */
export const Enforcement = z.enum(['connections', 'accepted', 'dialling', 'self']);
export type Enforcement = z.infer<typeof Enforcement>;

export const Mitigation = z.strictObject({
  id: Id,
  title: z.string(),
  does: z.string().describe('what it does against the attacker'),
  notAgainst: z.string().describe('what it does not protect against'),
  implementation: z.array(z.string()).min(1),
  owner: Owner,
  /** What states it in the model, by kind of subject. A kind without an entry is stated by a claim. */
  statedBy: z.partialRecord(SubjectKind, Condition).optional(),
  enforcedAt: Enforcement,
  /** Check ids: any of (all of). Absent: nothing tests it yet, it cannot get beyond `implemented`. */
  validatedBy: AnyOfAllOf.optional(),
  /** Checks whose failure counts against it, but whose pass does not suffice (a configuration read in the repository). */
  alsoTestedBy: z.array(Id).min(1).optional(),
  leastStrength: Strength,
  references: z.array(Reference).optional(),
});
export type Mitigation = z.infer<typeof Mitigation>;

/** Bounds of one execution of a check. */
export const Budget = z.strictObject({
  connections: z.int().min(0),
  seconds: z.number().positive(),
  bytes: z.int().min(0),
});
export type Budget = z.infer<typeof Budget>;

/** What is known of a check without running it; the file that implements the check states it. */
export const CheckInfo = z.strictObject({
  id: Id,
  title: z.string().describe('the attack, as a question: does the listener refuse …?'),
  /** Kinds of target it can look at (targets.yaml `kind`). */
  targets: z.array(z.string()).min(1),
  control: z.string().describe('the legitimate use that must work in the same run'),
  attack: z.string(),
  observer: z.string().optional().describe('who else looks, where the protocol hides refusal'),
  effect: z.enum(['passive', 'active', 'disturbing']),
  budget: Budget,
  strength: Strength,
  /** How long a pass counts, in hours. */
  lifetimeHours: z.number().positive(),
  /** Name of an expectation → the property of the covered thing it is read from (`min`: `tls.min`). */
  expects: z.record(z.string(), z.string()),
});
export type CheckInfo = z.infer<typeof CheckInfo>;

/** `properties.yaml`. */
export const PropertiesFile = z.strictObject({ properties: z.array(Property) });
/** `types.yaml`. */
export const TypesFile = z.strictObject({ types: z.array(ElementType) });

/** The catalogue as data, as it is stored in `dist/catalogue.json`. */
export interface CatalogueData {
  readonly properties: readonly Property[];
  readonly types: readonly ElementType[];
  readonly rules: readonly Rule[];
  readonly mitigations: readonly Mitigation[];
  readonly checks: readonly CheckInfo[];
  /** In the order in which they are tried. */
  readonly matrix: readonly MatrixEntry[];
  readonly chains: readonly Chain[];
  readonly standards: readonly Standard[];
}
