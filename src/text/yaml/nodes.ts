/** YAML nodes to plain data: merges, aliases with a limit, keys as text, no key twice. */
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';

import { quote } from '../frame.ts';
import { FORBIDDEN_KEY } from '../json/scan.ts';
import type { ProblemCode } from '../codes.ts';

/** A problem with the offsets of what it is about, instead of a place. */
export interface Complaint {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string;
  readonly range?: readonly number[];
}

/** What each alias stands for: the last node before it with the anchor of its name. */
export type AnchorTargets = ReadonlyMap<Alias, Node>;

/** How many values the aliases of one file may add, together. */
const MAX_ALIASED_VALUES = 200_000;

/** Finds the targets in one pass; aliases without an anchor are left out. */
export function anchorTargets(document: Document): AnchorTargets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if ((isScalar(node) || isCollection(node)) && node.anchor) {
        anchors.set(node.anchor, node);
      }
    },
  });
  return targets;
}

/** A value with what it would cost to write it out. */
interface Read {
  readonly data: unknown;
  readonly size: number;
  readonly depth: number;
}

const NOTHING: Read = { data: null, size: 1, depth: 1 };

/** Converts the whole document. What is wrong goes to `complain`, and the data is then of no use. */
export function readNodes(
  document: Document,
  targets: AnchorTargets,
  maxDepth: number,
  complain: (complaint: Complaint) => void,
): unknown {
  const anchored = new Map<Node, Read | 'reading'>();
  let aliased = 0;
  let stopped = false;

  const stop = (complaint: Complaint): Read => {
    if (!stopped) complain(complaint);
    stopped = true;
    return NOTHING;
  };

  const read = (node: unknown): Read => {
    if (stopped) return NOTHING;
    if (isScalar(node)) return { data: node.value, size: 1, depth: 1 };
    if (isAlias(node)) return readAlias(node);
    if (!isMap(node) && !isSeq(node)) return NOTHING;
    const done = anchored.get(node);
    if (done) return done === 'reading' ? NOTHING : done;
    if (node.anchor) anchored.set(node, 'reading');
    const result = isMap(node) ? readMap(node) : readList(node.items);
    if (node.anchor) anchored.set(node, result);
    return result;
  };

  const readAlias = (alias: Alias): Read => {
    const range = alias.range ?? [0, 1];
    const target = targets.get(alias);
    if (!target) {
      complain({
        code: 'TXT04',
        message: `no anchor ${quote(alias.source)} stands before this alias`,
        range,
      });
      return NOTHING;
    }
    if (anchored.get(target) === 'reading') {
      complain({
        code: 'TXT06',
        message: `the alias ${quote(alias.source)} stands inside what it repeats`,
        range,
      });
      return NOTHING;
    }
    const result = read(target);
    aliased += result.size;
    if (aliased > MAX_ALIASED_VALUES) {
      const message = `the aliases of the file repeat more than ${MAX_ALIASED_VALUES} values`;
      return stop({ code: 'TXT06', message, hint: 'Write the values out, or generate JSON.', range });
    }
    if (result.depth > maxDepth) {
      return stop({ code: 'TXT05', message: `the aliases nest more than ${maxDepth} levels deep`, range });
    }
    return result;
  };

  const readList = (items: readonly unknown[]): Read => {
    let size = 1;
    let depth = 0;
    const data = items.map((item) => {
      const value = read(item);
      size += value.size;
      depth = Math.max(depth, value.depth);
      return value.data;
    });
    return { data, size, depth: depth + 1 };
  };

  const readMap = (map: YAMLMap): Read => {
    const entries = new Map<string, unknown>();
    const own = new Set<string>();
    let size = 1;
    let depth = 0;
    const count = (value: Read) => {
      size += value.size;
      depth = Math.max(depth, value.depth);
    };
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        for (const source of isSeq(value) ? value.items : [value]) {
          const merged = read(source);
          count(merged);
          merge(entries, merged.data, rangeOf(source) ?? rangeOf(key));
        }
        continue;
      }
      const name = keyText(key);
      if (name === undefined) {
        complain({ code: 'TXT04', message: 'a key must be a word or a text', range: rangeOf(key) ?? [0, 1] });
        continue;
      }
      if (name === FORBIDDEN_KEY) {
        complain({ code: 'TXT09', message: `${quote(name)} cannot be a key`, range: rangeOf(key) ?? [0, 1] });
        continue;
      }
      if (own.has(name)) {
        const hint = 'Rename one of the two, or join them.';
        complain({
          code: 'TXT07',
          message: `${quote(name)} is already a key here`,
          hint,
          range: rangeOf(key) ?? [0, 1],
        });
        continue;
      }
      own.add(name);
      const result = read(value);
      count(result);
      entries.set(name, result.data);
    }
    return { data: Object.fromEntries(entries), size, depth: depth + 1 };
  };

  /** A merged key never replaces one that is there already; the mapping's own keys replace merged ones. */
  const merge = (entries: Map<string, unknown>, data: unknown, range: readonly number[] | undefined) => {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      if (!stopped)
        complain({ code: 'TXT04', message: 'only mappings can be merged with "<<"', range: range ?? [0, 1] });
      return;
    }
    for (const [name, value] of Object.entries(data)) if (!entries.has(name)) entries.set(name, value);
  };

  return read(document.contents).data;
}

/** True for a plain `<<`, which merges (https://yaml.org/type/merge.html); a quoted one is a key like others. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/** A key as it is written: `1`, `true` and `null` are the words, not the values. Undefined: not a scalar. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return (isScalar(node) || isCollection(node) || isAlias(node)) && node.range ? node.range : undefined;
}
