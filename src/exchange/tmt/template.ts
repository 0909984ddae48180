/**
 * A template of the Microsoft Threat Modeling Tool: what can be drawn, and which threats it raises. It stands
 * alone in a `.tb7` file, or inside a `.tm7` as its knowledge base; both spellings read into this.
 */
import type { Problem, Where } from '../../text/problem.ts';
import type { Expression } from './expressions/expression.ts';

export interface Template {
  readonly name: string;
  /** The manifest's id, a GUID. */
  readonly id: string;
  readonly version: string;
  readonly author?: string;
  /** By id, generic ones first, in the order of the file. Ids compare exactly. */
  readonly stencils: ReadonlyMap<string, Stencil>;
  readonly categories: readonly Category[];
  readonly threatTypes: readonly ThreatType[];
  /** The columns that a threat of this template has. */
  readonly columns: readonly Column[];
  /** What is odd about it: ids twice, values no rule can match, expressions that do not parse. All warnings. */
  readonly quirks: readonly Problem[];
}

/** A kind of thing that can be drawn. */
export interface Stencil {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The id of the stencil it inherits from; `ROOT` of a generic one. */
  readonly parent: string;
  readonly generic: boolean;
  readonly hidden: boolean;
  /** How it is drawn, `Inherited` already replaced by what its ancestors say. */
  readonly representation:
    | 'Ellipse'
    | 'Rectangle'
    | 'ParallelLines'
    | 'Line'
    | 'LineBoundary'
    | 'BorderBoundary'
    | 'Annotation'
    | 'None';
  /** Its own and inherited attributes, nearest first, by their `Name`. */
  readonly attributes: ReadonlyMap<string, StencilAttribute>;
  readonly where: Where;
}

export interface StencilAttribute {
  /** What rules and drawings call it: a readable name or a GUID. */
  readonly name: string;
  readonly displayName: string;
  /** The values to choose from; the first is what an untouched thing has. */
  readonly values: readonly string[];
  /** `Static`: the template fixes the value, the first one. */
  readonly mode: 'Dynamic' | 'Static';
}

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: string;
  readonly longDescription: string;
}

/** A rule: it raises a threat on each flow for which `include` holds and `exclude` does not. */
export interface ThreatType {
  /** `TH35`, a letter, a GUID. */
  readonly id: string;
  /** May hold `{source.Name}`, `{target.Name}`, `{flow.Name}` in any case of letters. */
  readonly title: string;
  readonly category: string;
  readonly description: string;
  /** Absent: the expression is empty or does not parse, and nothing is raised. */
  readonly include?: Expression;
  readonly exclude?: Expression;
  /** The values of its metadata by their name: `PossibleMitigations`, `Priority`, `SDLPhase`, … As written. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly where: Where;
}

/** A column of the list of threats. */
export interface Column {
  /** A readable name, or a GUID for a column that its users added. */
  readonly name: string;
  readonly label: string;
  readonly hidden: boolean;
  /** The values to choose from; empty for free text. */
  readonly values: readonly string[];
}
