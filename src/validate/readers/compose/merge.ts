/**
 * A service that takes over another's settings (`extends`), as one: mappings are merged and lists joined, and what
 * the service itself says wins, as the Compose specification has it. Each value keeps its place in its own file.
 */
import type { Parsed, Path } from '../../../text/parse.ts';
import { parts } from '../containers/parts.ts';
import { isMapping, type Mapping, pairs, textOf } from '../tree.ts';

/** A value and where it comes from. */
export interface Layer {
  readonly parsed: Parsed;
  readonly path: Path;
  readonly data: unknown;
}

/** Lists that are one thing: whoever says them says them whole. */
const WHOLE: ReadonlySet<string> = new Set(['command', 'entrypoint', 'test']);
/** `NAME=value` items, which are a mapping by another spelling. */
const ASSIGNED: ReadonlySet<string> = new Set(['environment', 'args', 'labels', 'annotations', 'sysctls']);
/** Of these, one for each place in the container. */
const PLACED: ReadonlySet<string> = new Set(['volumes', 'devices']);
/** What no service takes over from another. */
const OWN: ReadonlySet<string> = new Set(['extends', 'depends_on', 'links']);

/** `base` with `own` over it, as data at `to` of a text of its own making. */
export function merged(to: Path, base: Layer, own: Layer): Parsed {
  const origins = new Map<string, Layer>();
  const data = over(to, '', without(base), own, origins);
  const where: Parsed['where'] = (path, part) => {
    for (let length = path.length; length >= to.length; length--) {
      const origin = origins.get(JSON.stringify(path.slice(0, length)));
      if (origin) return origin.parsed.where([...origin.path, ...path.slice(length)], part);
    }
    return own.parsed.where(own.path, 'key');
  };
  const root = to.reduceRight<unknown>((inner, key) => ({ [key]: inner }), data);
  return { source: own.parsed.source, data: root, where };
}

function without(base: Layer): Layer {
  if (!isMapping(base.data)) return base;
  return { ...base, data: Object.fromEntries(pairs(base.data).filter(([key]) => !OWN.has(key))) };
}

function over(to: Path, key: string, base: Layer, own: Layer, origins: Map<string, Layer>): unknown {
  origins.set(JSON.stringify(to), own);
  const [below, above] = ASSIGNED.has(key) ? [assigned(base), assigned(own)] : [members(base), members(own)];
  if (below && above) {
    const both = new Map([...below, ...above]);
    return Object.fromEntries(
      [...both].map(([name, layer]) => {
        const path = [...to, name];
        const [under, upper] = [below.get(name), above.get(name)];
        if (under && upper) return [name, over(path, name, under, upper, origins)];
        origins.set(JSON.stringify(path), layer);
        return [name, layer.data];
      }),
    );
  }
  if (!Array.isArray(base.data) || !Array.isArray(own.data) || WHOLE.has(key))
    return own.data === undefined || own.data === null ? kept(to, base, own, origins) : own.data;
  const later = itemsOf(own);
  const places = new Set(PLACED.has(key) ? later.flatMap(({ data }) => placeIn(data) ?? []) : []);
  const all = [...itemsOf(base).filter(({ data }) => !places.has(placeIn(data) ?? '')), ...later];
  all.forEach((layer, index) => origins.set(JSON.stringify([...to, index]), layer));
  return all.map(({ data }) => data);
}

/** An empty word takes nothing away. */
function kept(to: Path, base: Layer, own: Layer, origins: Map<string, Layer>): unknown {
  if (base.data === undefined || base.data === null) return own.data;
  origins.set(JSON.stringify(to), base);
  return base.data;
}

function members({ parsed, path, data }: Layer): Map<string, Layer> | undefined {
  if (!isMapping(data)) return undefined;
  return new Map(pairs(data).map(([key, value]) => [key, { parsed, path: [...path, key], data: value }]));
}

function assigned(layer: Layer): Map<string, Layer> | undefined {
  if (!Array.isArray(layer.data)) return members(layer);
  return new Map(
    itemsOf(layer).map((item): [string, Layer] => {
      const text = textOf(item.data) ?? '';
      const cut = text.indexOf('=');
      return cut < 0
        ? [text, { ...item, data: null }]
        : [text.slice(0, cut), { ...item, data: text.slice(cut + 1) }];
    }),
  );
}

function itemsOf({ parsed, path, data }: Layer): readonly Layer[] {
  const all: readonly unknown[] = Array.isArray(data) ? data : [];
  return all.map((value, index) => ({ parsed, path: [...path, index], data: value }));
}

/** Where in the container it is. */
function placeIn(data: unknown): string | undefined {
  if (isMapping(data)) return targetOf(data);
  const text = textOf(data);
  return text === undefined ? undefined : (parts(text)[1] ?? parts(text)[0]);
}

function targetOf(mount: Mapping): string | undefined {
  return textOf(Object.hasOwn(mount, 'target') ? mount['target'] : undefined);
}
