/** Step 2's result: what can go wrong, and why. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Value } from '../catalogue/condition.ts';
import type { Letter, SubjectKind } from '../catalogue/schema.ts';
import type { Origin, System } from '../model/system.ts';
import type { Where } from '../text/problem.ts';
import type { HandThreat } from './hand.ts';
import type { Score } from './severity.ts';

/**
 * How sure the model makes us: `stated` a mitigation is claimed (and waits for validation); `unstated`
 * nothing is said, the threat is a question; `stated-bad` the model says the protection is missing, the
 * threat is an accusation.
 */
export type Certainty = 'stated' | 'unstated' | 'stated-bad';

export type SeverityLevel = 'low' | 'medium' | 'high' | 'critical';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  readonly origin?: Origin;
}

/** One fact that made a rule apply (or one property that made a mitigation stated, bad or unknown). */
export interface Reason {
  /** Whose property: the id of an element, connection, flow, zone, asset or the system. */
  readonly of: string;
  /** The cohort of that element, where the cohort states it for itself. */
  readonly cohort?: string;
  readonly property: string;
  /** Absent: not stated. */
  readonly value?: Value;
  /** One sentence for a reader: `valve is in a device zone with public access`. */
  readonly text: string;
  readonly where?: Where;
}

/** The smallest changes that would answer a threat, and what it would then be. */
export interface Answer {
  readonly set: readonly {
    readonly of: string;
    /** The cohort of that element, where the cohort states it for itself. */
    readonly cohort?: string;
    readonly property: string;
    readonly to: Value;
  }[];
  /** Claims to make in decisions.yaml, `mitigation@subject`, where no property exists. */
  readonly claim: readonly string[];
  readonly becomes: Certainty;
  readonly text: string;
}

/** One mitigation of a threat, as the model states it. */
export interface ThreatMitigation {
  readonly id: string;
  readonly title: string;
  /** true: stated; false: stated bad; null: nothing is said (or only a claim could say it). */
  readonly stated: boolean | null;
  /** True when no property can state it for this subject: it needs a claim. */
  readonly byClaim: boolean;
  /** What the answer rests on. */
  readonly why: readonly Reason[];
}

/** A threat, rendered: the published JSON shape of `enumerate --format json`. */
export interface Threat {
  /** `RULE@subject`, or `id@subject` for one written by hand. */
  readonly id: string;
  readonly rule: string;
  readonly stride: readonly Letter[];
  readonly subject: Subject;
  /** The zone of the subject: of a connection or flow, that of its less trusted end. Empty for the system. */
  readonly zone: string;
  readonly title: string;
  readonly severity: SeverityLevel;
  readonly certainty: Certainty;
  readonly why: readonly Reason[];
  readonly answeredBy: readonly Answer[];
  readonly mitigations: readonly ThreatMitigation[];
  /** Groups of mitigation ids of which one must hold whole. Empty: none known. */
  readonly sufficient: readonly (readonly string[])[];
  /** Cohorts in which it applies, when not in all of the element's. */
  readonly cohorts?: readonly string[];
  /** Of the cohorts in which it applies, those of which `certainty` (the worst of all) is true, when not of all. */
  readonly worstIn?: readonly string[];
  /** Why the model leaves the subject out of scope. The threat stays; step 3 says `not-applicable`. */
  readonly outOfScope?: string;
  /** For a threat written by hand: what its author wrote. */
  readonly byHand?: HandThreat;
}

/** `source`: as the source text has it; `originals` adds repudiation to physical attacks (S-46). */
export type LetterProfile = 'source' | 'originals';

/**
 * All threats of a system, kept as references and rendered when asked for: a hundred thousand elements
 * must fit. Order: as the subjects stand in the file, then by rule id.
 */
export interface Threats extends Iterable<Threat> {
  readonly system: System;
  readonly catalogue: Catalogue;
  readonly profile: LetterProfile;
  readonly length: number;
  at(index: number): Threat;
  id(index: number): string;
  certainty(index: number): Certainty;
  /** Inherent likelihood, impact and level, without rendering the threat. */
  score(index: number): Score;
  /** The index of a threat, by its id or by an id it had before a rename. */
  find(id: string): number | undefined;
}
