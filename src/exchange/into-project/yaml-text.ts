/** Writes the files of a project: new, or into what a person has there, whose comments stay. */
import { Document, isCollection, isMap, isScalar, parseDocument, type Node } from 'yaml';

import { canonicalJson } from '../../text/canonical.ts';
import { parseText } from '../../text/parse.ts';
import type { Source } from '../../text/source.ts';
import { at, isMapping, mapping, type PlainMap } from './earlier.ts';

const STYLE = { lineWidth: 0 } as const;

/** Keys whose values are short and stand in one line. */
const IN_ONE_LINE = new Set(['origin', 'tls', 'dtls', 'stride', 'mitigations']);

/** A new file. `comments` are by path: `elements/hub/type`; they stand behind the value, or above an entry. */
export function writeYaml(data: PlainMap, head: string, comments: ReadonlyMap<string, string>): string {
  const document = new Document(data);
  document.commentBefore = head;
  style(document.contents, '');
  for (const [path, comment] of comments) remark(document, path.split('/'), comment);
  return document.toString(STYLE);
}

/**
 * Changes a file from saying `before` to saying `after`, and nothing else in it. Where that cannot be done in place
 * (aliases, say) it is written anew, and `anew` is true: comments are lost then.
 */
export function rewriteYaml(
  source: Source,
  before: PlainMap,
  after: PlainMap,
  comments: ReadonlyMap<string, string>,
): { readonly text: string; readonly anew: boolean } {
  if (canonicalJson(before) === canonicalJson(after)) return { text: source.text, anew: false };
  const document = parseDocument(source.text, { logLevel: 'silent' });
  try {
    change(document, [], before, after, comments);
    const text = document.toString(STYLE);
    if (saysThe(text, after)) return { text, anew: false };
  } catch {
    // The document has a form in which single values cannot be set.
  }
  return { text: writeYaml(after, ' Written anew by bestride import.', new Map()), anew: true };
}

function saysThe(text: string, data: PlainMap): boolean {
  const { value } = parseText({ file: 'import.yaml', text });
  return value !== undefined && canonicalJson(value.data) === canonicalJson(data);
}

/** Goes down as far as both sides are mappings; sets or deletes there. */
function change(
  document: Document,
  path: readonly string[],
  before: PlainMap,
  after: PlainMap,
  comments: ReadonlyMap<string, string>,
): void {
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) document.deleteIn([...path, key]);
  for (const [key, value] of Object.entries(after)) {
    const old = at(before, key);
    const place = [...path, key];
    if (old !== undefined && canonicalJson(old) === canonicalJson(value)) continue;
    if (isMapping(old) && isMapping(value)) {
      change(document, place, mapping(old), mapping(value), comments);
      continue;
    }
    const node = document.createNode(value);
    style(node, key);
    document.setIn(place, node);
    for (const [about, comment] of comments) {
      const wanted = about.split('/');
      if (place.every((step, index) => wanted[index] === step)) remark(document, wanted, comment);
    }
  }
}

function style(node: unknown, key: string): void {
  if (!isCollection(node)) return;
  if (IN_ONE_LINE.has(key)) node.flow = true;
  if (!isMap(node)) return;
  for (const { key: name, value } of node.items) style(value, isScalar(name) ? String(name.value) : '');
}

function remark(document: Document, path: readonly string[], comment: string): void {
  const text = ` proposed: ${comment.replaceAll(/\s+/g, ' ')}`;
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (!isMap(parent) || last === undefined) return;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
  if (!pair) return;
  if (isScalar(pair.value) || (isCollection(pair.value) && pair.value.flow === true)) {
    (pair.value as Node).comment = text;
  } else if (isScalar(pair.key)) pair.key.commentBefore = text;
}
