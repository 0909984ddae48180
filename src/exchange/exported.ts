/** What writing a file for another tool takes and gives: the text, and an account of what did not get into it. */
import type { VerifiedRun } from '../evidence/run.ts';
import type { Decisions } from '../mitigate/decisions/decisions.ts';
import type { Register } from '../mitigate/register.ts';
import type { Source } from '../text/source.ts';

/** A file as it lies on the disk. */
export interface FileBytes {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A project as the steps see it, and what its export goes over or onto. */
export interface ExportInput {
  /** System, threats and their statuses. */
  readonly register: Register;
  readonly decisions: Decisions;
  /** Verified runs, for what a validated threat says of itself. */
  readonly runs: readonly VerifiedRun[];
  /** The file that the project was imported from: it is changed, not written anew. */
  readonly original?: FileBytes;
  /** What the last import wrote ({@link BASE_FILE}): tells a person's changes from those of the file. */
  readonly noted?: Source;
  /** What a new file is drawn with; counts before `original`. */
  readonly template?: FileBytes;
}

/** Nothing is on the disk yet. */
export interface Exported {
  readonly text: string;
  readonly report: ExportReport;
}

export interface ExportReport {
  readonly format: string;
  /** The file that was changed, or the template that was drawn with. */
  readonly onto: string;
  readonly written: readonly Written[];
  readonly notWritten: readonly NotWritten[];
  /** Where the other tool has only a poorer word for it. */
  readonly poorer: readonly NotWritten[];
  /** What else a person should know, a sentence each. */
  readonly notes: readonly string[];
}

/** So many things of one kind that are new or changed in the file. */
export interface Written {
  readonly what: string;
  readonly count: number;
}

export interface NotWritten {
  readonly what: string;
  readonly why: string;
}
