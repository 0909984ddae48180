/** From a path in the data back to the offsets of the YAML that says it. */
import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type YAMLMap } from 'yaml';

import type { Path } from '../parse.ts';
import { isMergeKey, keyText, type AnchorTargets } from './nodes.ts';

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

/** Finds start and end offset of a path's value or key. Mappings are indexed when first asked about. */
export function yamlPlaces(
  document: Document,
  targets: AnchorTargets,
): (path: Path, part: 'key' | 'value') => readonly number[] | undefined {
  const indexes = new WeakMap<YAMLMap, Map<string, Entry>>();

  const resolved = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node);

  const indexOf = (map: YAMLMap): Map<string, Entry> => {
    const known = indexes.get(map);
    if (known) return known;
    const index = new Map<string, Entry>();
    indexes.set(map, index);
    const merged: unknown[] = [];
    for (const { key, value } of map.items) {
      const name = keyText(key);
      if (isMergeKey(key)) merged.push(...(isSeq(value) ? value.items : [value]));
      else if (name !== undefined) index.set(name, { key, value });
    }
    for (const node of merged) {
      const source = resolved(node);
      if (!isMap(source)) continue;
      for (const [name, entry] of indexOf(source)) if (!index.has(name)) index.set(name, entry);
    }
    return index;
  };

  return (path, part) => {
    let entry: Entry = { key: undefined, value: document.contents };
    for (const step of path) {
      const node = resolved(entry.value);
      let next: Entry | undefined;
      if (isMap(node)) next = indexOf(node).get(String(step));
      else if (isSeq(node) && typeof step === 'number' && step in node.items) {
        next = { key: undefined, value: node.items[step] };
      }
      if (!next) return undefined;
      entry = next;
    }
    const asked = part === 'key' && entry.key !== undefined ? entry.key : entry.value;
    if (!isNode(asked) || !asked.range) return undefined;
    const [start, end] = asked.range;
    // A collection is pointed at by its first character: underlining all of it says nothing.
    return [start, isScalar(asked) || isAlias(asked) ? end : start + 1];
  };
}
