/** What a reader finds wrong, while it goes on reading. */
import type { ProblemCode } from '../../../text/codes.ts';
import type { Problem, Where } from '../../../text/problem.ts';
import { type XmlElement, whereOf } from '../../xml/tree.ts';

export interface ReadOptions {
  /**
   * Unsound parts are left out with a warning each, instead of making the file unreadable. The tree of XML keeps
   * them. A file with a DOCTYPE stays unreadable.
   */
  readonly lenient?: boolean;
}

/** The problems of one file. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly file: string;
  readonly lenient: boolean;

  constructor(file: string, { lenient = false }: ReadOptions) {
    this.file = file;
    this.lenient = lenient;
  }

  /** Something unsound: an error, and leniently a warning. `effect` says what comes of it then. */
  unsound(
    code: ProblemCode,
    message: string,
    at: XmlElement | Where,
    effect = 'this part is left out',
  ): void {
    const hint = this.lenient
      ? `${effect[0]?.toUpperCase() ?? ''}${effect.slice(1)}.`
      : `Mend the file, or read it leniently: then ${effect}.`;
    const severity = this.lenient ? 'warning' : 'error';
    this.add({ code, severity, message, hint, where: this.place(at) });
  }

  /** Something odd that is read all the same. */
  odd(code: ProblemCode, message: string, at: XmlElement | Where, hint?: string): void {
    this.add({ code, severity: 'warning', message, ...(hint && { hint }), where: this.place(at) });
  }

  /** True for the later one of two things with one id in a template (TMT03); remembers the first one. */
  isTaken(id: string, ids: Set<string>, what: string, at: XmlElement): boolean {
    if (ids.has(id)) {
      this.odd('TMT03', `a second ${what} with the id "${id}"`, at, 'The first one counts.');
      return true;
    }
    ids.add(id);
    return false;
  }

  add(...problems: readonly Problem[]): void {
    this.problems.push(...problems);
  }

  /** Where an element stands. */
  place(at: XmlElement | Where): Where {
    return 'children' in at ? whereOf({ file: this.file, text: '' }, at) : at;
  }
}
