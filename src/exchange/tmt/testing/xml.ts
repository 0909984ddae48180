/** Test support: pieces of the tool's XML. */

export const MODEL = 'http://schemas.datacontract.org/2004/07/ThreatModeling.Model';
export const ABSTRACTS = 'http://schemas.datacontract.org/2004/07/ThreatModeling.Model.Abstracts';
export const KB = 'http://schemas.datacontract.org/2004/07/ThreatModeling.KnowledgeBase';
export const ARRAYS = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';
export const SERIALIZATION = 'http://schemas.microsoft.com/2003/10/Serialization/';
export const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
export const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
export const INTERFACES = 'http://schemas.datacontract.org/2004/07/ThreatModeling.Interfaces';

/** Two coordinates, or width and height. */
export type Pair = readonly [number, number];

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An element with a text, or with children already written. */
export function el(name: string, text: string | undefined, ...children: readonly string[]): string {
  return `<${name}>${escape(text ?? '')}${children.join('')}</${name}>`;
}

/** The same GUID for the same name, always. */
export function guid(name: string): string {
  let hex = '';
  for (let word = 0; word < 4; word += 1) {
    let hash = 0x811c9dc5 ^ word;
    for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ word;
    hex += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const NO_GUID = '00000000-0000-0000-0000-000000000000';
