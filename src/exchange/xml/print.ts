/** A tree of XML, as text that reads back as the same tree. */
import { CONTROLS, type XmlDocument, type XmlElement, type XmlNode, isElement } from './tree.ts';

/** Writes a document on as few lines as its own text has. Characters that XML cannot hold become U+FFFD. */
export function printXml({ declared, root }: XmlDocument): string {
  const parts: string[] = declared ? ['<?xml version="1.0" encoding="utf-8"?>'] : [];
  printNode(root, parts);
  return parts.join('');
}

function printNode(node: XmlNode, parts: string[]): void {
  if (typeof node === 'string') parts.push(escapeText(node));
  else if (isElement(node)) printElement(node, parts);
  else parts.push(`<!--${node.comment}-->`);
}

function printElement({ name, attributes, children }: XmlElement, parts: string[]): void {
  parts.push('<', name);
  for (const attribute of attributes)
    parts.push(' ', attribute.name, '="', escapeValue(attribute.value), '"');
  if (children.length === 0) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  for (const child of children) printNode(child, parts);
  parts.push('</', name, '>');
}

/** Characters that XML cannot hold, even by number (XML 1.0, 2.2), halves of pairs among them. */
const UNPRINTABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A carriage return written as such would be read as a line feed (XML 1.0, 2.11). */
function escapeText(text: string): string {
  return text
    .replace(UNPRINTABLE, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;')
    .replace(
      /[\u{FDD0}-\u{FDEF}]/gu,
      (one) => `&#x${((one.codePointAt(0) ?? 0) - CONTROLS).toString(16).toUpperCase()};`,
    );
}

/** White space other than blanks would be read as blanks (XML 1.0, 3.3.3). */
function escapeValue(value: string): string {
  return escapeText(value).replaceAll('"', '&quot;').replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;');
}
