/**
 * Values in the XML of the Threat Modeling Tool. Members are found by their local names, whatever prefix and
 * namespace a script gave them; white space around a value is the file's layout, not part of the value.
 */
import { type XmlElement, attributeOf, childOf, childrenOf, textOf } from '../../xml/tree.ts';

/** The child with the first of these local names that there is. */
export function member(
  element: XmlElement | undefined,
  ...locals: readonly string[]
): XmlElement | undefined {
  for (const local of locals) {
    const found = childOf(element, local);
    if (found) return found;
  }
  return undefined;
}

/** The text of a member, trimmed; empty where there is no such member, or it is nil. */
export function textIn(element: XmlElement | undefined, ...locals: readonly string[]): string {
  return (textOf(member(element, ...locals)) ?? '').trim();
}

/** The `i:type` of an element, without its prefix; empty without one. */
export function typeOf(element: XmlElement): string {
  const type = attributeOf(element, 'type')?.trim() ?? '';
  return type.slice(type.indexOf(':') + 1);
}

/** The entries of a dictionary. `Key` and `Value` may be absent from files that scripts wrote. */
export function entriesOf(dictionary: XmlElement | undefined): readonly Entry[] {
  return childrenOf(dictionary).map((entry) => ({
    entry,
    key: textIn(entry, 'Key'),
    value: childOf(entry, 'Value'),
  }));
}

export interface Entry {
  readonly entry: XmlElement;
  /** Trimmed; empty without one. */
  readonly key: string;
  readonly value: XmlElement | undefined;
}

/** GUIDs compare without regard to the case of their letters, and some scripts write braces around them. */
export function guidOf(text: string): string {
  return text
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .toLowerCase();
}

/** The GUID by which the tool says "nothing". */
export const NO_GUID = '00000000-0000-0000-0000-000000000000';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** The tool's numbers have 32 bits. */
const LARGEST = 2 ** 31;

/** A number, written as XML writes numbers. Undefined: it is none, or one that the tool could not hold. */
export function numberOf(text: string): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Math.abs(value) <= LARGEST ? value : undefined;
}

/** `true`, `false` and their other spellings. Undefined: neither. */
export function booleanOf(text: string): boolean | undefined {
  if (/^(?:true|1)$/i.test(text)) return true;
  return /^(?:false|0)$/i.test(text) ? false : undefined;
}
