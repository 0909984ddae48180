/** What a template's rules can see: one flow and its two ends, wherever they come from. */

/** A flow, as a rule sees it. A drawing gives these, and so does a system by way of a template's stencils. */
export interface Interaction {
  readonly source: Party;
  readonly target: Party;
  readonly flow: Party;
  /** The types of the boundaries it crosses. */
  readonly crosses: readonly string[];
}

export interface Party {
  /** Its GUID in a drawing, its id in a system. */
  readonly id: string;
  readonly name: string;
  /** The id of its stencil. */
  readonly type: string;
  /** What is chosen, by the attribute's name. Absent ones have the first value of the template's list. */
  readonly chosen: ReadonlyMap<string, string>;
}
