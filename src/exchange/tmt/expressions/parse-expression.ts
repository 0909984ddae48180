/**
 * Reads the generation expressions of a template:
 *
 * ```
 * or    := and ('or' and)*
 * and   := unary ('and' unary)*
 * unary := 'not' unary | '(' or ')' | test
 * test  := ('source' | 'target' | 'flow') 'is' TEXT
 *        | ('source' | 'target' | 'flow') '.' NAME 'is' TEXT
 *        | 'flow' 'crosses' TEXT
 * ```
 *
 * TEXT stands in single quotes and knows no escapes. Words are read in any case of letters, and white space is
 * free, line breaks included. Nothing is evaluated here.
 */
import type { End, Expression } from './expression.ts';

export interface ParsedExpression {
  /** Absent with an error, and for a text of nothing but white space, which says nothing. */
  readonly value?: Expression;
  /** What is wrong; `at` counts UTF-16 code units from the start of the text. */
  readonly error?: { readonly message: string; readonly at: number };
  /**
   * An `and` follows an `or` with no bracket between them. Here `and` binds closer, as is usual; a reader that
   * gives both the same rank and goes from left to right understands something else.
   */
  readonly ambiguous: boolean;
}

/** How deep brackets and `not` may lie in one another. */
const DEEPEST = 100;

/** Parses an expression. Time and space are linear in its length. */
export function parseExpression(text: string): ParsedExpression {
  if (text.trim() === '') return { ambiguous: false };
  try {
    const parser = new Parser(text);
    const value = parser.whole();
    return { value, ambiguous: parser.ambiguous };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { error: { message: error.message, at: error.at }, ambiguous: false };
  }
}

class Unreadable extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

interface Token {
  readonly kind: 'word' | 'text' | '(' | ')' | 'end';
  /** A word as written; a text without its quotes, trimmed. */
  readonly text: string;
  readonly at: number;
}

class Parser {
  ambiguous = false;
  private readonly source: string;
  private position = 0;
  private token: Token;

  constructor(source: string) {
    this.source = source;
    this.token = this.read();
  }

  whole(): Expression {
    const value = this.or(0);
    if (this.token.kind === 'end') return value;
    return this.refuse(`expected "and", "or" or the end, found ${named(this.token)}`);
  }

  private or(depth: number): Expression {
    const first = this.and(depth);
    const parts = [first.value];
    while (this.take('or')) {
      const { value, joined } = this.and(depth);
      parts.push(value);
      if (joined) this.ambiguous = true;
    }
    return parts.length === 1 ? first.value : { op: 'or', parts };
  }

  /** `joined`: it is made of several, with no bracket around them. */
  private and(depth: number): { value: Expression; joined: boolean } {
    const first = this.unary(depth);
    const parts = [first];
    while (this.take('and')) parts.push(this.unary(depth));
    return parts.length === 1
      ? { value: first, joined: false }
      : { value: { op: 'and', parts }, joined: true };
  }

  private unary(depth: number): Expression {
    if (depth > DEEPEST) return this.refuse(`more than ${DEEPEST} brackets and "not" lie in one another`);
    if (this.take('not')) return { op: 'not', part: this.unary(depth + 1) };
    const opened = this.token.at;
    if (!this.takeBracket('(')) return this.test();
    const value = this.or(depth + 1);
    if (this.takeBracket(')')) return value;
    if (this.token.kind === 'end') throw new Unreadable('this bracket is never closed', opened);
    return this.refuse(`expected "and", "or" or ")", found ${named(this.token)}`);
  }

  private test(): Expression {
    const { of, name } = this.subject();
    if (name === undefined && of === 'flow' && this.take('crosses')) {
      return { op: 'crosses', boundary: this.quoted() };
    }
    if (!this.take('is')) {
      const wanted = name === undefined && of === 'flow' ? '"is" or "crosses"' : '"is"';
      return this.refuse(`expected ${wanted}, found ${named(this.token)}`);
    }
    const is = this.quoted();
    return name === undefined ? { op: 'type', of, is } : { op: 'attribute', of, name, is };
  }

  /** `source`, `target` or `flow`, and the name of an attribute if a dot follows; the dot may stand free. */
  private subject(): { of: End; name?: string } {
    const started = this.token;
    const [head = '', ...rest] = started.kind === 'word' ? started.text.split('.') : [];
    const of = END[head.toLowerCase()];
    if (of === undefined) {
      return this.refuse(`expected "source", "target", "flow", "not" or "(", found ${named(started)}`);
    }
    this.advance();
    let dotted = rest.length > 0;
    let name = rest.join('.');
    if (!dotted && this.token.kind === 'word' && this.token.text.startsWith('.')) {
      dotted = true;
      name = this.token.text.slice(1);
      this.advance();
    }
    if (!dotted) return { of };
    if (name === '' && this.token.kind === 'word') {
      name = this.token.text;
      this.advance();
    }
    return name === '' ? this.refuse('expected the name of an attribute after the dot') : { of, name };
  }

  private quoted(): string {
    if (this.token.kind !== 'text') {
      return this.refuse(`expected a text in single quotes, found ${named(this.token)}`);
    }
    const { text } = this.token;
    this.advance();
    return text;
  }

  private take(word: string): boolean {
    if (this.token.kind !== 'word' || this.token.text.toLowerCase() !== word) return false;
    this.advance();
    return true;
  }

  private takeBracket(kind: '(' | ')'): boolean {
    if (this.token.kind !== kind) return false;
    this.advance();
    return true;
  }

  private advance(): void {
    this.token = this.read();
  }

  private read(): Token {
    while (/\s/.test(this.source.charAt(this.position))) this.position += 1;
    const at = this.position;
    const first = this.source.charAt(at);
    if (first === '') return { kind: 'end', text: '', at };
    if (first === '(' || first === ')') {
      this.position += 1;
      return { kind: first, text: first, at };
    }
    if (first === "'") {
      const end = this.source.indexOf("'", at + 1);
      if (end < 0) throw new Unreadable('this quote is never closed', at);
      this.position = end + 1;
      return { kind: 'text', text: this.source.slice(at + 1, end).trim(), at };
    }
    WORD.lastIndex = at;
    const text = WORD.exec(this.source)?.[0] ?? '';
    this.position += text.length;
    return { kind: 'word', text, at };
  }

  private refuse(message: string): never {
    throw new Unreadable(message, this.token.at);
  }
}

const WORD = /[^\s'()]+/y;
const END: Readonly<Record<string, End | undefined>> = Object.assign(Object.create(null), {
  source: 'source',
  target: 'target',
  flow: 'flow',
});

function named({ kind, text }: Token): string {
  if (kind === 'end') return 'the end';
  return kind === 'text' ? `the text "${text}"` : `"${text}"`;
}
