/** Edits of YAML text by replacing the characters concerned. The caller makes sure that it came out right. */
import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';

import type { Path } from '../../text/parse.ts';
import type { Edit, Plain } from './change.ts';

/** Entries longer than this in one line are written as a block of lines. */
const LINE = 100;

/** A replacement of the characters from `start` to `end`. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** Makes the edits one after the other; one that finds no place in the text is left out. */
export function editYaml(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, edit) => {
    const document = parseDocument(before, { uniqueKeys: false, logLevel: 'silent' });
    const splice = spliceFor(before, document, edit);
    return splice ? before.slice(0, splice.start) + splice.by + before.slice(splice.end) : before;
  }, text);
}

function spliceFor(text: string, document: Document, edit: Edit): Splice | undefined {
  const parent = nodeAt(document, edit.path.slice(0, -1));
  const last = edit.path.at(-1);
  if (isSeq(parent) && typeof last === 'number') {
    const item = parent.items[last];
    return edit.edit === 'name' && isNode(item) ? renamed(text, item, edit.to) : undefined;
  }
  if (!isMap(parent)) return undefined;
  const key = String(last);
  const index = parent.items.findIndex((pair) => keyOf(pair) === key);
  const pair = parent.items[index];
  switch (edit.edit) {
    case 'name': {
      const node = edit.part === 'key' ? pair?.key : pair?.value;
      return isNode(node) ? renamed(text, node, edit.to) : undefined;
    }
    case 'take':
      return pair && (parent.flow ? takeFromFlow(text, parent, index) : takeFromBlock(text, parent, pair));
    case 'put':
    default:
      if (pair) return replaced(text, pair, edit.value);
      return parent.flow ? intoFlow(text, parent, key, edit.value) : intoBlock(text, parent, key, edit);
  }
}

function nodeAt(document: Document, path: Path): unknown {
  let node: unknown = document.contents;
  for (const step of path) {
    if (isMap(node)) node = node.items.find((pair) => keyOf(pair) === String(step))?.value;
    else node = isSeq(node) ? node.items[Number(step)] : undefined;
  }
  return node;
}

function keyOf({ key }: Pair): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : undefined;
}

/** The end of what a node says, without comments after it. */
function endOf(node: unknown): number | undefined {
  if (isCollection(node) && !node.flow) {
    const last: unknown = node.items.at(-1);
    const inner = isPair(last) ? pairEnd(last) : endOf(last);
    if (inner !== undefined) return inner;
  }
  return rangeOf(node)?.[1];
}

function pairEnd(pair: Pair): number | undefined {
  return endOf(pair.value) ?? rangeOf(pair.key)?.[1];
}

/** A name for a name, in the quotes the old one had. */
function renamed(text: string, node: Node, to: string): Splice | undefined {
  const range = rangeOf(node);
  if (!range) return undefined;
  const quote = text[range[0]];
  const by = quote === '"' || quote === "'" ? quote + to + quote : inline(to);
  return { start: range[0], end: range[1], by };
}

function replaced(text: string, { key, value }: Pair, by: Plain): Splice | undefined {
  const keyEnd = rangeOf(key)?.[1];
  const end = endOf(value);
  if (keyEnd === undefined || end === undefined) return undefined;
  const start = rangeOf(value)?.[0] ?? end;
  const sameLine = !text.slice(keyEnd, start).includes('\n');
  if (sameLine && start > keyEnd && end > start)
    return { start, end: trimmed(text, start, end), by: inline(by) };
  // A value on lines of its own, or none at all: what stands after the colon goes.
  const colon = text.indexOf(':', keyEnd);
  return { start: colon + 1, end: Math.max(colon + 1, trimmed(text, colon + 1, end)), by: ` ${inline(by)}` };
}

/** Block scalars end after their line break, which is not theirs to lose. */
function trimmed(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function intoFlow(text: string, map: YAMLMap, key: string, value: Plain): Splice | undefined {
  const range = rangeOf(map);
  if (!range) return undefined;
  const entry = `${inline(key)}: ${inline(value)}`;
  const last = map.items.at(-1);
  const end = last && pairEnd(last);
  if (!last || end === undefined) return { start: range[0], end: range[1], by: `{ ${entry} }` };
  const tail = text.slice(end, range[1]);
  const comma = /^\s*,/.exec(tail)?.[0];
  const start = end + (comma?.length ?? 0);
  // Entries on lines of their own: so is the new one.
  const keyStart = rangeOf(last.key)?.[0] ?? end;
  const own = lineIndent(text, keyStart);
  const separator = own === undefined ? ' ' : `\n${own}`;
  return {
    start,
    end: start,
    by: `${comma === undefined ? ',' : ''}${separator}${entry}${comma && own !== undefined ? ',' : ''}`,
  };
}

function intoBlock(
  text: string,
  map: YAMLMap,
  key: string,
  { path, value }: { path: Path; value: Plain },
): Splice | undefined {
  const first = rangeOf(map.items[0]?.key)?.[0];
  const last = map.items.at(-1);
  const end = last && pairEnd(last);
  if (first === undefined || end === undefined) return undefined;
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1));
  const lines = blockLines(key, value, indent, path.length === 1);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const stop = trimmed(text, 0, end);
  const lineEnd = text.indexOf('\n', stop);
  if (lineEnd < 0) return { start: text.length, end: text.length, by: `${newline}${lines.join(newline)}` };
  return { start: lineEnd + 1, end: lineEnd + 1, by: lines.join(newline) + newline };
}

/** A new entry as lines: one where it is short, otherwise one for each of its keys. Sections are always opened. */
function blockLines(key: string, value: Plain, indent: string, isSection: boolean): string[] {
  const line = `${indent}${inline(key)}: ${inline(value)}`;
  const open = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = open ? Object.entries(value) : [];
  if (entries.length === 0 || (!isSection && line.length <= LINE)) return [line];
  return [
    `${indent}${inline(key)}:`,
    ...entries.flatMap(([inner, of]) => blockLines(inner, of, `${indent}  `, false)),
  ];
}

function takeFromFlow(text: string, map: YAMLMap, index: number): Splice | undefined {
  const pair = map.items[index];
  const start = rangeOf(pair?.key)?.[0];
  const end = pair && pairEnd(pair);
  if (start === undefined || end === undefined) return undefined;
  const range = rangeOf(map);
  if (range && map.items.length === 1) return { start: range[0], end: range[1], by: '{}' };
  const after = end + (/^\s*,[ \t]*/.exec(text.slice(end, range?.[1]))?.[0].length ?? 0);
  const indent = lineIndent(text, start);
  // A comment on the same line is about the entry, and goes with it.
  const newline = /^[ \t]*(?:#[^\n]*)?\r?\n/.exec(text.slice(after))?.[0];
  if (indent !== undefined && newline !== undefined && after > end) {
    return { start: start - indent.length, end: after + newline.length, by: '' };
  }
  if (after > end)
    return { start: newline === undefined ? start : trimmed(text, 0, start), end: after, by: '' };
  const before = map.items[index - 1];
  const cut = (before && pairEnd(before)) ?? start;
  // A comment between the two stays, and with it the comma: YAML allows one at the end.
  return { start: text.slice(cut, start).includes('#') ? start : cut, end, by: '' };
}

/** Takes whole lines; comments above stay, for they may be about more than this entry. */
function takeFromBlock(text: string, map: YAMLMap, pair: Pair): Splice | undefined {
  const keyStart = rangeOf(pair.key)?.[0];
  const end = pairEnd(pair);
  if (keyStart === undefined || end === undefined || lineIndent(text, keyStart) === undefined)
    return undefined;
  const start = text.lastIndexOf('\n', keyStart - 1) + 1;
  const stop = trimmed(text, keyStart, end);
  const lineEnd = text.indexOf('\n', stop);
  const after = lineEnd < 0 ? text.length : lineEnd + 1;
  if (map.items.length > 1) return { start, end: after, by: '' };
  // The last one: an empty mapping must be written as one.
  const indent = text.slice(start, keyStart);
  return { start, end: after, by: `${indent}{}${text.slice(stop, after).includes('\n') ? '\n' : ''}` };
}

/** The white space before an offset when nothing else stands before it on its line. */
function lineIndent(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** A value on one line, quoted so that it means the same inside braces. */
function inline(value: Plain): string {
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${inline(key)}: ${inline(inner)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  const written = stringify([value], { collectionStyle: 'flow', lineWidth: 0, doubleQuotedAsJSON: true });
  return written.trim().slice(1, -1).trim();
}
