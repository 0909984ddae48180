/** All reports: one file a format, one signature. A new format is a file and a line here. */
import type { ByStandard, GateResult, Register, Story } from '../mitigate/index.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Matrix } from '../enumerate/matrix.ts';
import type { SeverityLevel, Threat } from '../enumerate/threat.ts';
import type { Run, VerifiedRun } from '../evidence/run.ts';
import type { System } from '../model/system.ts';
import type { Problem } from '../text/problem.ts';
import { csv } from './csv.ts';
import { htmlReport } from './html.ts';
import type { Report, ReportInput, Step } from './input.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

export type { Step } from './input.ts';

export const REPORTS = {
  text,
  json,
  sarif,
  junit,
  markdown,
  csv,
  html: htmlReport,
} as const satisfies Readonly<Record<string, Report>>;

export type Format = keyof typeof REPORTS;

/** What a command has found so far; everything but the system may be missing. */
export interface RenderInput {
  readonly system: System;
  /** That of the register where absent. */
  readonly catalogue?: Catalogue;
  readonly threats?: Iterable<Threat>;
  readonly shown?: NonNullable<ReportInput['shown']>;
  readonly register?: Register;
  readonly gate?: GateResult;
  readonly matrix?: Matrix;
  readonly by?: ByStandard;
  readonly runs?: readonly VerifiedRun[];
  readonly run?: Run;
  readonly story?: Story;
  /** Beside those of the register. */
  readonly problems?: readonly Problem[];
  readonly color?: boolean;
  /** Characters a line of text may have; 100 where absent. */
  readonly width?: number;
  readonly version?: string;
  readonly failOn?: SeverityLevel;
}

/** Renders one command's result. Throws a RangeError for a format that does not exist. */
export function render(step: Step, format: string, found: RenderInput): string {
  if (!isFormat(format)) throw new RangeError(`there is no report format "${format}"`);
  const { register } = found;
  const catalogue = found.catalogue ?? register?.catalogue;
  const input: ReportInput = {
    ...found,
    catalogue: catalogue ?? EMPTY_CATALOGUE,
    runs: found.runs ?? [],
    problems: [...(register?.problems ?? []), ...(found.problems ?? [])],
    ...(register && { now: register.now }),
  };
  return REPORTS[format](input, {
    step,
    color: found.color ?? false,
    width: found.width ?? 100,
    version: found.version ?? '0.0.0',
    failOn: found.failOn ?? found.gate?.failOn ?? 'high',
  });
}

const EMPTY_CATALOGUE: Catalogue = {
  properties: new Map(),
  types: new Map(),
  rules: new Map(),
  mitigations: new Map(),
  checks: new Map(),
  matrix: [],
  chains: new Map(),
  standards: new Map(),
};

function isFormat(format: string): format is Format {
  return Object.hasOwn(REPORTS, format);
}
