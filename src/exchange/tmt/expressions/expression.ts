/** The expressions by which a template says on which flows a threat is raised. */

/** An expression, parsed. `is` holds for a type or any of its ancestors; texts compare as written, trimmed. */
export type Expression =
  | { readonly op: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly op: 'not'; readonly part: Expression }
  | { readonly op: 'type'; readonly of: End; readonly is: string }
  | { readonly op: 'attribute'; readonly of: End; readonly name: string; readonly is: string }
  | { readonly op: 'crosses'; readonly boundary: string };

export type End = 'source' | 'target' | 'flow';
