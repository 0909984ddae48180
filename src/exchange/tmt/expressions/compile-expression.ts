/** Generation expressions as closures. They are never evaluated as code. */
import type { End, Expression } from './expression.ts';

/** What an expression asks about a flow, once the types are settled. */
export interface Asked {
  /** What the attribute of a thing has; undefined when the thing has no such attribute. */
  value(of: End, attribute: string): string | undefined;
  /** The types of the crossed boundaries, and all they inherit from. */
  readonly crossed: ReadonlySet<string>;
}

export type Holds = (asked: Asked) => boolean;

/** The type of each end and of the flow, with all it inherits from. */
export type Lineages = Readonly<Record<End, ReadonlySet<string>>>;

/**
 * An expression about things of known types: `true` or `false` when the types say it all, as they mostly do, and
 * otherwise what is left to ask.
 */
export function settle(expression: Expression, lineages: Lineages): boolean | Holds {
  switch (expression.op) {
    case 'and':
    case 'or': {
      const final = expression.op === 'or';
      const open: Holds[] = [];
      for (const part of expression.parts) {
        const settled = settle(part, lineages);
        if (settled === final) return final;
        if (typeof settled !== 'boolean') open.push(settled);
      }
      if (open.length === 0) return !final;
      return final
        ? (asked) => open.some((part) => part(asked))
        : (asked) => open.every((part) => part(asked));
    }
    case 'not': {
      const part = settle(expression.part, lineages);
      return typeof part === 'boolean' ? !part : (asked) => !part(asked);
    }
    case 'type':
      return lineages[expression.of].has(expression.is);
    case 'attribute': {
      const { of, name, is } = expression;
      return (asked) => asked.value(of, name)?.trim() === is;
    }
    case 'crosses':
    default: {
      const { boundary } = expression;
      return (asked) => asked.crossed.has(boundary);
    }
  }
}
