/**
 * The one finding type of everything that reads what a person wrote: model, decisions, targets, trust,
 * catalogue and evidence files. Steps collect problems and return them all at once; nobody throws them.
 */
import type { ProblemCode } from './codes.ts';

/** How bad it is: an `error` stops the step that found it, a `warning` does not. */
export type ProblemSeverity = 'error' | 'warning';

/** A place in a text file. `line` and `column` start at 1; `column` counts UTF-16 code units, as editors do. */
export interface Where {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Length of the text meant, in UTF-16 code units on that line; at least 1. */
  readonly length?: number;
}

/** Something wrong in a file, said so that its author can mend it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: ProblemSeverity;
  /** One sentence, lower case, no full stop: what is wrong, with the offending name in double quotes. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly hint?: string;
  readonly where?: Where;
}

/** A value, or the reasons why there is none. Warnings may accompany a value. */
export interface Outcome<T> {
  /** Present when no problem is an error. */
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/** True when at least one problem is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** Orders problems by file, line, column, code: the order a reader mends them in. */
export function byPlace(a: Problem, b: Problem): number {
  return (
    compare(a.where?.file ?? '', b.where?.file ?? '') ||
    (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
    (a.where?.column ?? 0) - (b.where?.column ?? 0) ||
    compare(a.code, b.code)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
