/**
 * The list of a CoAP server's resources: CoRE Link Format (RFC 6690 section 2), as a server sends it and so as anybody
 * might. Nothing here throws, and every text costs time in proportion to its length.
 */

export interface Link {
  /** The target as it stands between the angle brackets. */
  readonly target: string;
  /** The path on this server, decoded and without a slash in front; undefined: it leads elsewhere, or is no plain path. */
  readonly path: string | undefined;
  /** `rt`, `if`, `ct`, `obs` … in lower case; of one that is repeated, the first. */
  readonly attributes: ReadonlyMap<string, string>;
}

export interface LinkList {
  readonly links: readonly Link[];
  /** Where the text stops being link format, counted in characters; undefined: all of it is. */
  readonly brokenAt: number | undefined;
}

/** Reads what can be read: after a mistake nothing more is believed. */
export function readLinks(text: string): LinkList {
  const links: Link[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const link = readLink(text, at);
    if (!link) return { links, brokenAt: at };
    links.push(link.link);
    at = skipBlanks(text, link.end);
    if (at === text.length) break;
    if (text[at] !== ',') return { links, brokenAt: at };
    const next = skipBlanks(text, at + 1);
    if (next === text.length) return { links, brokenAt: at };
    at = next;
  }
  return { links, brokenAt: undefined };
}

interface Read<T> {
  readonly end: number;
  readonly link: T;
}

function readLink(text: string, start: number): Read<Link> | undefined {
  if (text[start] !== '<') return undefined;
  const close = text.indexOf('>', start);
  if (close < 0) return undefined;
  const target = text.slice(start + 1, close);
  // What a URI reference cannot hold (RFC 3986): blanks, controls, brackets of this format.
  if (!/^[!-;=?-~]*$/.test(target) || target.includes('"')) return undefined;
  const attributes = new Map<string, string>();
  let at = skipBlanks(text, close + 1);
  while (text[at] === ';') {
    const begin = skipBlanks(text, at + 1);
    const name = /[!#$%&'*+.^_`|~\w-]*/y;
    name.lastIndex = begin;
    const found = name.exec(text)?.[0] ?? '';
    if (found === '') return undefined;
    at = skipBlanks(text, begin + found.length);
    let value = '';
    if (text[at] === '=') {
      const read = readValue(text, skipBlanks(text, at + 1));
      if (!read) return undefined;
      value = read.link;
      at = skipBlanks(text, read.end);
    }
    const key = found.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, value);
  }
  return { end: at, link: { target, path: pathOf(target), attributes } };
}

/** A quoted string, in which a backslash takes the next character as it is, or a token. */
function readValue(text: string, start: number): Read<string> | undefined {
  if (text[start] !== '"') {
    const token = /[^\s",;<>\\]*/y;
    token.lastIndex = start;
    const value = token.exec(text)?.[0] ?? '';
    return value === '' ? undefined : { end: start + value.length, link: value };
  }
  const parts: string[] = [];
  for (let at = start + 1; at < text.length; at += 1) {
    const one = text[at] ?? '';
    if (one === '"') return { end: at + 1, link: parts.join('') };
    if (one === '\\') at += 1;
    parts.push(text[at] ?? '');
  }
  return undefined;
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (/[ \t\r\n]/.test(text[next] ?? '')) next += 1;
  return next;
}

/**
 * A segment is sent as the bytes that its percent signs stand for, 255 of them at most (RFC 7252 section 5.10). One
 * that would hold a slash, or what cannot be shown, is no plain path, and neither are queries, or another server.
 */
function pathOf(target: string): string | undefined {
  if (!target.startsWith('/') || target.startsWith('//') || /[?#]/.test(target)) return undefined;
  const segments = target.slice(1).split('/').map(decoded);
  return segments.every(
    (segment) => segment !== undefined && /^[^/\p{C}]*$/u.test(segment) && Buffer.byteLength(segment) <= 255,
  ) && !segments.some((segment) => segment === '.' || segment === '..')
    ? segments.join('/')
    : undefined;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
