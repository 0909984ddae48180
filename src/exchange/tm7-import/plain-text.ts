/** HTML as plain text: the tool's templates suggest mitigations with links in them. */

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Tags that end a line, and tags that say nothing in plain text. Others are no tags: `<Corporate Network>`. */
const BREAKS = new Set('br hr p div li ul ol tr table blockquote h1 h2 h3 h4 h5 h6'.split(' '));
const SILENT = new Set(
  'a abbr b big body code dd dl dt em font head html i img kbd link meta pre q s small span strong sub sup tbody td th thead tt u'.split(
    ' ',
  ),
);
/** Tags whose content is no text. */
const UNREAD = new Set(['script', 'style']);

const TAG = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/iy;

/**
 * The text that a browser would show, with the addresses of links behind what they say. What looks like no tag of
 * HTML stays. Characters that a terminal obeys are taken out. The time it takes grows with the text alone.
 */
export function plainText(html: string): string {
  return (
    withoutTags(html)
      .replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, decoded)
      .replaceAll(/\r\n?/g, '\n')
      // oxlint-disable-next-line no-control-regex -- they are what is to go
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '')
      .replaceAll(/[^\S\n]+/g, ' ')
      .replaceAll(/ ?\n ?/g, '\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  );
}

function withoutTags(html: string): string {
  const parts: string[] = [];
  let address: string | undefined;
  let linkStart = 0;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    parts.push(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    TAG.lastIndex = open;
    const [whole, slash, written = '', attributes = ''] = TAG.exec(html) ?? [];
    const name = written.toLowerCase();
    if (whole === undefined || !(BREAKS.has(name) || SILENT.has(name) || UNREAD.has(name))) {
      parts.push('<');
      at = open + 1;
      continue;
    }
    at = open + whole.length;
    if (UNREAD.has(name)) {
      parts.push(' ');
      if (slash === '') at = endOf(html, name, at);
    } else if (BREAKS.has(name)) {
      parts.push(name === 'li' && slash === '' ? '\n- ' : '\n');
    } else if (name === 'a' && slash === '') {
      address = webAddress(attributes);
      linkStart = parts.length;
    } else if (name === 'a' && address !== undefined) {
      const said = parts.slice(linkStart).join('');
      if (!said.includes(address)) parts.push(said.trim() === '' ? address : ` (${address})`);
      address = undefined;
    }
  }
  parts.push(html.slice(at));
  return parts.join('');
}

/** Where what a script or style sheet holds is over; at the end of the text where nothing ends it. */
function endOf(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}[^<>]*>`, 'gi');
  close.lastIndex = from;
  return close.exec(html) ? close.lastIndex : html.length;
}

function webAddress(attributes: string): string | undefined {
  const [, double, single] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes) ?? [];
  const address = (double ?? single ?? '').trim();
  return /^https?:\/\/\S+$/i.test(address) ? address : undefined;
}

function decoded(whole: string, name: string): string {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
  return isCharacter ? String.fromCodePoint(code) : whole;
}
