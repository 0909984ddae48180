/**
 * The only way text becomes markup here, in SVG and in HTML: a tagged template that escapes every value it
 * is given. Names come from files that anybody may have written, so nothing is trusted by default.
 */

/** Markup that is safe to embed: made by {@link html} or declared so by {@link trusted}. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a template may hold. Nothing is written for `undefined`, `null` and `false`; lists are joined. */
export type Embeddable = Markup | string | number | false | null | undefined | readonly Embeddable[];

/** Escapes every value, in text and in quoted attributes alike. Attributes must be quoted in the template. */
export function html(strings: TemplateStringsArray, ...values: readonly Embeddable[]): Markup {
  const parts: string[] = [];
  strings.forEach((string, index) => {
    parts.push(string);
    if (index < values.length) append(parts, values[index]);
  });
  return new Markup(parts.join(''));
}

/** The same for SVG and XML, by a name whose templates the formatter leaves as they are: spaces count there. */
export function xml(strings: TemplateStringsArray, ...values: readonly Embeddable[]): Markup {
  return html(strings, ...values);
}

/** Declares a text of our own (a style sheet, a script, a drawing) to be markup. Never for what a file says. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/**
 * Text made safe for XML and HTML, in content and in quoted attributes. Characters that XML forbids, and those
 * that make text read in another order than it is written (bidirectional overrides), become U+FFFD.
 */
function escapeText(text: string): string {
  return text.replace(UNFIT, '\uFFFD').replace(/[&<>"'`]/g, (found) => ENTITIES[found] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Forbidden in XML 1.0 (controls, lone surrogates, U+FFFE, U+FFFF), and the bidirectional controls. */
const UNFIT = new RegExp(
  String.raw`[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]` +
    String.raw`|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]`,
  'g',
);

function append(parts: string[], value: Embeddable): void {
  if (value === undefined || value === null || value === false) return;
  if (value instanceof Markup) parts.push(value.text);
  else if (typeof value === 'string') parts.push(escapeText(value));
  else if (typeof value === 'number') parts.push(String(value));
  else for (const part of value) append(parts, part);
}
