/** What reading a file of another tool gives: the files of a project, and an account of what became of everything. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Source } from '../text/source.ts';

/** What one import made. Nothing is written yet. */
export interface Imported {
  /** Text by path inside the project's folder: `system.yaml`, `threats.yaml`, `catalogue/mitigations/….yaml`, … */
  readonly files: ReadonlyMap<string, string>;
  readonly report: ImportReport;
}

/** What became of everything in the file. */
export interface ImportReport {
  /** The importer: `tm7`. */
  readonly format: string;
  readonly file: string;
  readonly carried: readonly Carried[];
  readonly notCarried: readonly NotCarried[];
  readonly proposals: readonly Proposal[];
  /** What people noted in the file about the work itself, which has no place in a model. */
  readonly notes?: readonly string[];
  /** Lists: how the columns were read, and in which file of the project that is noted, to be corrected. */
  readonly mapping?: { readonly file: string; readonly columns: readonly MappedColumn[] };
  /** Present when it went over an earlier import. */
  readonly again?: Again;
}

/** A column of a list, and what it was read as. */
export interface MappedColumn {
  readonly column: string;
  readonly as: string;
  /** What its words mean: `hoch = high`. */
  readonly words: readonly string[];
}

/** So many things of one kind, and what they are here. */
export interface Carried {
  readonly what: string;
  readonly count: number;
  readonly as: string;
}

export interface NotCarried {
  readonly what: string;
  readonly why: string;
  /** The tab, the thing, the line: as a person would look for it. */
  readonly where?: string;
}

/** Something the file does not say and the import had to choose, or guessed. */
export interface Proposal {
  /** The id of what it is about, where that has one. */
  readonly of?: string;
  readonly what: string;
  readonly why: string;
}

/** What importing over an earlier import did. */
export interface Again {
  /** One sentence each: renamed, drawn again, new, gone. */
  readonly changes: readonly string[];
  /** Where file and project were changed both: the project's word stands. */
  readonly conflicts: readonly string[];
  /** Decisions on what a new thing is a copy of. */
  readonly offers: readonly Offer[];
}

/** A decision or claim that could be taken over by a copy. */
export interface Offer {
  readonly part: 'decisions' | 'claims';
  /** Its id in decisions.yaml, were it adopted. */
  readonly id: string;
  /** The id of the one it would be a copy of. */
  readonly from: string;
  readonly adopted: boolean;
}

/** The project as it stands: what an import goes over. */
export interface EarlierImport {
  readonly system: Source;
  readonly threats?: Source;
  readonly decisions?: Source;
  /** What the last import itself wrote (the base file of its importer): tells a person's changes from the file's. */
  readonly base?: Source;
  /** Lists: how columns were read before, and what people corrected of it. */
  readonly mapping?: Source;
  /** The paths of the project's own catalogue files: they are left as they are. */
  readonly catalogueFiles: readonly string[];
}

/** Where an import of a drawing notes what it wrote, for the next import; belongs into version control with the rest. */
export const BASE_FILE = 'import-base.json';

export interface ImportOptions {
  readonly catalogue: Catalogue;
  /** Takes what is sound of a damaged file. */
  readonly lenient: boolean;
  readonly earlier?: EarlierImport;
  /** Takes over the decisions offered to copies. */
  readonly adopt: boolean;
  /** Lists: how its columns are to be read, instead of the project's own mapping. */
  readonly mapping?: Source;
  /** Lists: the sheet of a workbook; without it the one that looks most like a list of threats. */
  readonly sheet?: string;
}
