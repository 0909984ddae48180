/** Step 3's result: what is done about each threat, how far that is shown, and the risk that is left. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Result, Seen, Verdict } from '../evidence/run.ts';
import type { Inventory } from '../model/index.ts';
import type { SeverityLevel, Threat } from '../enumerate/threat.ts';
import type { Stage, System } from '../model/system.ts';
import type { Problem } from '../text/problem.ts';
import type { Decision } from './decisions/decisions.ts';
import type { Reviews } from './reviews.ts';

export type Status =
  | 'open'
  | 'planned'
  | 'implemented'
  | 'partly-validated'
  | 'validated'
  | 'needs-investigation'
  | 'accepted'
  | 'transferred'
  | 'avoided'
  | 'not-applicable';

/** Where the evidence on one enforcement point (or cohort) of one mitigation stands. */
export type EvidenceState = Verdict | 'stale' | 'missing' | 'too-weak';

/** Where the evidence on one enforcement point of a mitigation stands. */
export interface PointEvidence {
  /** The connection, element or system that a target must cover. */
  readonly id: string;
  /** Units that enforce it there: of the accepting element, or of the element itself. */
  readonly units: number;
  /** Units for which every check passed. */
  readonly covered: number;
  readonly state: EvidenceState;
  readonly reason: string;
}

/** Evidence on one mitigation of one threat. */
export interface MitigationEvidence {
  readonly mitigation: string;
  /** `claimed`: stated in the model or by an in-place claim. */
  readonly claimed: boolean;
  /** A claim that it is still to come. */
  readonly planned?: { readonly owner?: string; readonly due?: string };
  readonly state: EvidenceState;
  /** In units, over all enforcement points. `of` is 0 where the model has no such point. */
  readonly coverage: { readonly of: number; readonly covered: number };
  readonly points: readonly PointEvidence[];
  /** When the first of the passes it needs grew too old (ISO 8601); absent when a changed fact made them stale. */
  readonly staleSince?: string;
  /** The results the state rests on, newest first; a failing one is there if and only if no later pass closed it. */
  readonly results: readonly Result[];
  /** Why, for a reader: `stale: uplink.tls.min was "1.3", is "1.2"`. */
  readonly reason: string;
}

/** Risk on a 1..25 scale (likelihood × impact), weighed as docs/risk.md says. */
export interface Risk {
  readonly score: number;
  readonly level: SeverityLevel;
}

/** One line of the register: the published JSON shape of `mitigate --format json`. */
export interface RegisterEntry extends Threat {
  readonly status: Status;
  readonly statusReason: string;
  readonly decision?: Decision;
  readonly evidence: readonly MitigationEvidence[];
  readonly inherent: Risk;
  readonly residual: Risk;
}

/** Something in the running system that is not in the model, so that no threat to it was ever looked for. */
export interface Unmodelled extends Seen {
  readonly target: string;
  readonly check: string;
  /** When it was seen (ISO 8601). */
  readonly observedAt: string;
  /** One sentence: how to bring it into the model. */
  readonly hint: string;
}

export interface Register {
  readonly system: System;
  readonly catalogue: Catalogue;
  readonly stage: Stage;
  /** Whose evidence counts here; undefined when there are no targets yet. */
  readonly environment?: string;
  readonly now: Date;
  readonly entries: readonly RegisterEntry[];
  /** What checks came across in the environment and the model does not have. */
  readonly unmodelled: readonly Unmodelled[];
  /** Who has read all this and stands by it. */
  readonly reviews: Reviews;
  /** Which units there are; absent where the project lists none. */
  readonly inventory?: Inventory;
  /** Orphans, expired acceptances, gaps in the evidence … */
  readonly problems: readonly Problem[];
}
