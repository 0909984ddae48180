/** What every report is given, and the one signature they share. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Matrix } from '../enumerate/matrix.ts';
import type { SeverityLevel, Threat } from '../enumerate/threat.ts';
import type { Run, VerifiedRun } from '../evidence/run.ts';
import type { ByStandard, GateResult, Register, Story } from '../mitigate/index.ts';
import type { System } from '../model/system.ts';
import type { Problem } from '../text/problem.ts';

/**
 * Which command's result is shown. A report shows as much as the step has. `matrix` is another view of `enumerate`,
 * `points` (by a standard) one of `mitigate`.
 */
export type Step =
  | 'model'
  | 'enumerate'
  | 'matrix'
  | 'mitigate'
  | 'points'
  | 'validate'
  | 'explain'
  | 'gate'
  | 'report';

export interface ReportInput {
  readonly system: System;
  readonly catalogue: Catalogue;
  /** Step 2's result. */
  readonly threats?: Iterable<Threat>;
  /** What alone is shown (`--of`), out of how many threats. */
  readonly shown?: { readonly ids: readonly string[]; readonly of: number };
  /** Step 3's result. */
  readonly register?: Register;
  readonly gate?: GateResult;
  /** The threats by element, crossing and letter. */
  readonly matrix?: Matrix;
  /** The register by a standard. */
  readonly by?: ByStandard;
  /** The signed runs whose signatures count, in the order they were made. */
  readonly runs: readonly VerifiedRun[];
  /** The run just made, signed or not. */
  readonly run?: Run;
  /** Of the one threat that is asked about. */
  readonly story?: Story;
  readonly problems: readonly Problem[];
  /** The time statuses were worked out for; absent before step 3. */
  readonly now?: Date;
}

export interface ReportOptions {
  readonly step: Step;
  /** Colours for a terminal. */
  readonly color: boolean;
  /** Characters a line of text may have. */
  readonly width: number;
  /** Version of the program, for formats that name their maker. */
  readonly version: string;
  /** The least severity that counts as a failure, where the format has failures. */
  readonly failOn: SeverityLevel;
}

/** One format: everything it needs comes in, text goes out. The same input gives the same text. */
export type Report = (input: ReportInput, options: ReportOptions) => string;
