/** Elements as the Threat Modeling Tool spells them: its namespaces, and the prefixes it writes for them. */
import type { XmlAttribute, XmlElement, XmlNode } from '../../xml/tree.ts';

const CONTRACT = 'http://schemas.datacontract.org/2004/07/ThreatModeling';

export const NAMESPACES = {
  model: `${CONTRACT}.Model`,
  abstracts: `${CONTRACT}.Model.Abstracts`,
  knowledge: `${CONTRACT}.KnowledgeBase`,
  interfaces: `${CONTRACT}.Interfaces`,
  storage: `${CONTRACT}.ExternalStorage.OM`,
  arrays: 'http://schemas.microsoft.com/2003/10/Serialization/Arrays',
  serialization: 'http://schemas.microsoft.com/2003/10/Serialization/',
  instance: 'http://www.w3.org/2001/XMLSchema-instance',
  schema: 'http://www.w3.org/2001/XMLSchema',
} as const;

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** An element; text among its children that is empty is left out. */
export function element(
  name: string,
  uri: string,
  attributes: readonly XmlAttribute[],
  children: readonly XmlNode[],
): XmlElement {
  const kept = children.filter((child) => child !== '');
  return { name, local: localOf(name), uri, attributes, children: kept, line: 1, column: 1 };
}

/** Binds a prefix; the empty one is the default namespace. */
export function declare(prefix: string, value: string): XmlAttribute {
  return prefix === ''
    ? { name: 'xmlns', local: 'xmlns', uri: XMLNS, value }
    : { name: `xmlns:${prefix}`, local: prefix, uri: XMLNS, value };
}

export function zId(number: number): XmlAttribute {
  return { name: 'z:Id', local: 'Id', uri: NAMESPACES.serialization, value: `i${number}` };
}

export function iType(type: string): XmlAttribute {
  return { name: 'i:type', local: 'type', uri: NAMESPACES.instance, value: type };
}

export function iNil(): XmlAttribute {
  return { name: 'i:nil', local: 'nil', uri: NAMESPACES.instance, value: 'true' };
}

/** Members of one namespace, under one prefix. */
export interface Members {
  /** A member with a text; nil without one. */
  text(local: string, text: string | undefined): XmlElement;
  of(local: string, children: readonly XmlNode[], attributes?: readonly XmlAttribute[]): XmlElement;
}

export function members(prefix: string, uri: string): Members {
  const name = (local: string): string => (prefix === '' ? local : `${prefix}:${local}`);
  return {
    text: (local, text) =>
      text === undefined ? element(name(local), uri, [iNil()], []) : element(name(local), uri, [], [text]),
    of: (local, children, attributes = []) => element(name(local), uri, attributes, children),
  };
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
