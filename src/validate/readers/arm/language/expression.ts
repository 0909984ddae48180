/** The syntax of template expressions (`[concat('a', parameters('b').c[0])]`), into a tree. */

export type Expression =
  | { readonly is: 'literal'; readonly value: string | number }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: 'access'; readonly of: Expression; readonly key: Expression };

/** How deep calls may stand in one another; beyond that it is no template of a person or of a compiler. */
const MAX_DEPTH = 200;

/** The expression that a string is, undefined where it is plain text. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[') ? text.slice(1, -1) : undefined;
}

/** Plain text as it is meant: `[[x]` stands for `[x]`. */
export function plainText(text: string): string {
  return text.startsWith('[[') ? text.slice(1) : text;
}

/** The tree of an expression, or what is wrong with it. Never throws. */
export function parseExpression(text: string): Expression | { readonly fault: string } {
  const reading = new Reading(text);
  try {
    return reading.whole();
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    throw error;
  }
}

class Fault extends Error {}

class Reading {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Expression {
    const found = this.#expression();
    this.#space();
    if (this.#at < this.#text.length) throw new Fault('text after the end of the expression');
    return found;
  }

  #expression(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new Fault('an expression nested too deeply');
    let found = this.#primary();
    for (;;) {
      this.#space();
      if (this.#take('.')) {
        found = { is: 'access', of: found, key: { is: 'literal', value: this.#name() } };
      } else if (this.#take('[')) {
        found = { is: 'access', of: found, key: this.#expression() };
        this.#expect(']');
      } else break;
    }
    this.#depth--;
    return found;
  }

  #primary(): Expression {
    this.#space();
    if (this.#text[this.#at] === "'") return { is: 'literal', value: this.#string() };
    const number = /^-?\d+/.exec(this.#text.slice(this.#at, this.#at + 20));
    if (number) {
      this.#at += number[0].length;
      return { is: 'literal', value: Number(number[0]) };
    }
    let name = this.#name();
    while (this.#take('.')) name += `.${this.#name()}`;
    this.#expect('(');
    const args: Expression[] = [];
    this.#space();
    if (!this.#take(')')) {
      do args.push(this.#expression());
      while (this.#take(','));
      this.#expect(')');
    }
    return { is: 'call', name: name.toLowerCase(), args };
  }

  #string(): string {
    let value = '';
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const here = this.#text[at] ?? '';
      if (here !== "'") value += here;
      else if (this.#text[at + 1] === "'") {
        value += "'";
        at++;
      } else {
        this.#at = at + 1;
        return value;
      }
    }
    throw new Fault('a string that does not end');
  }

  #name(): string {
    this.#space();
    const start = this.#at;
    while (/[\w$]/.test(this.#text[this.#at] ?? '')) this.#at++;
    if (this.#at === start) throw new Fault('a name should stand here');
    return this.#text.slice(start, this.#at);
  }

  #take(sign: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw new Fault(`"${sign}" is missing`);
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
