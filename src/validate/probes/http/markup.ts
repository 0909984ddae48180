/** How a page shows a text that holds markup (HTML, sections 13.1 and 13.2): as text, or as markup. Pure. */

/** A text of which all that is between two words can be found again, whatever becomes of it. */
export interface Marked {
  readonly text: string;
  readonly first: string;
  readonly last: string;
}

/** An element that does nothing, and both quotes: what gets out of a text, or out of an attribute. */
export function marked(word: string, markup = `"'><b data-bestride="1">&</b>`): Marked {
  const [first, last] = [`${word}a`, `${word}z`];
  return { text: `${first}${markup}${last}`, first, last };
}

/**
 * Both in one, and each by itself, no longer than a plain text: what is refused for its length, or for the other one,
 * tells nothing of how it would be shown.
 */
export function markedEach(word: () => string): readonly { readonly what: string; readonly mark: Marked }[] {
  return [
    { what: 'markup', mark: marked(word()) },
    { what: 'an element alone', mark: marked(word().slice(-8), '<wbr>') },
    { what: 'quotes alone', mark: marked(word().slice(-8), `"'`) },
  ];
}

export type Shown =
  /** Nowhere on the page. */
  | 'not shown'
  /** It stands there, and cannot be anything but text. */
  | 'as text'
  /** The page takes it for markup, or for the end of an attribute. */
  | 'as markup'
  /** It stands where only script tells what becomes of it. */
  | 'inside script';

/** In so many places it is looked for; a list that has more of them shows them all alike. */
const MOST_PLACES = 100;

/** How far apart both words may be: each character may have become six. */
const FARTHEST = 600;

/** The worst of all places in which it stands. */
export function shownOn(page: string, { first, last }: Marked): Shown {
  const order: readonly Shown[] = ['not shown', 'as text', 'inside script', 'as markup'];
  let worst = 0;
  let places = 0;
  for (
    let at = page.indexOf(first);
    at >= 0 && places < MOST_PLACES;
    places += 1, at = page.indexOf(first, at + first.length)
  ) {
    const begin = at + first.length;
    const end = page.indexOf(last, begin);
    const between = end < 0 || end - begin > FARTHEST ? undefined : page.slice(begin, end);
    worst = Math.max(
      worst,
      order.indexOf(placed(page.slice(0, at), between ?? page.slice(begin, begin + 40))),
    );
  }
  return order[worst] ?? 'not shown';
}

function placed(before: string, text: string): Shown {
  const lower = before.toLowerCase();
  if (isInside(lower, '<!--', '-->')) return text.includes('-->') ? 'as markup' : 'as text';
  const script = ['script', 'style'].some((name) => isInside(lower, `<${name}`, `</${name}`));
  if (script) return /<\/?[a-z]/i.test(text) ? 'as markup' : 'inside script';
  const open = openAttribute(before);
  if (open === undefined) return /<\/?[a-z!]/i.test(text) ? 'as markup' : 'as text';
  // Outside of quotes a blank ends the value.
  if (open.quote === '' ? /["'>\s]/.test(text) : text.includes(open.quote)) return 'as markup';
  return isRun(open) ? 'inside script' : 'as text';
}

/** What a browser reads as script, as a style or as a page of its own, after it has decoded it. */
const RUN = /^(on[a-z]+|style|srcdoc)$/i;
/** Addresses, of which those of script are run. */
const ADDRESS = /^(href|xlink:href|src|action|formaction|data)$/i;

/** True where the attribute is more than text, and its quotes do not tell what becomes of the text in it. */
function isRun({ name, value }: OpenAttribute): boolean {
  return RUN.test(name) || (ADDRESS.test(name) && value.trim() === '');
}

function isInside(text: string, opening: string, closing: string): boolean {
  return text.lastIndexOf(opening) > text.lastIndexOf(closing);
}

interface OpenAttribute {
  /** Empty for none. */
  readonly quote: string;
  readonly name: string;
  /** What stands in it so far. */
  readonly value: string;
}

/** The attribute that is open at the end; undefined: the end is in no tag. */
function openAttribute(before: string): OpenAttribute | undefined {
  let quote: string | undefined;
  let inTag = false;
  let start = 0;
  for (let at = 0; at < before.length; at += 1) {
    const one = before[at] ?? '';
    if (quote !== undefined) quote = one === quote ? undefined : quote;
    else if (inTag && (one === '"' || one === "'")) [quote, start] = [one, at];
    else if (inTag && one === '>') inTag = false;
    else if (!inTag && one === '<' && /[a-z/!]/i.test(before[at + 1] ?? '')) inTag = true;
  }
  if (!inTag) return undefined;
  if (quote === undefined) return { quote: '', name: '', value: '' };
  const name = /([^\s"'<>/=]+)\s*=\s*$/.exec(before.slice(Math.max(0, start - 100), start))?.[1] ?? '';
  return { quote, name, value: before.slice(start + 1) };
}
