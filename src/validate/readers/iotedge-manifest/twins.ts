/**
 * The desired properties of a deployment in one shape. A whole deployment has them under the key
 * `properties.desired`; a layered one has keys such as `properties.desired.modules.NAME` that each set a part.
 */
import type { Parsed, Path } from '../../../text/parse.ts';
import { at, isMapping, items, type Mapping, pairs } from '../tree.ts';

/** The desired properties of each twin of the deployment, by module; places are those of the file. */
export interface Twins {
  readonly parsed: Parsed;
  readonly layered: boolean;
}

const DESIRED = 'properties.desired';

/** Undefined where the data is no deployment. */
export function twinsOf(parsed: Parsed): Twins | undefined {
  // A list of deployments (az iot edge deployment list) that has one.
  const isList = Array.isArray(parsed.data) && parsed.data.length === 1;
  const [one, around]: [unknown, Path] = isList ? [items(parsed.data)[0], [0]] : [parsed.data, []];
  for (const way of [
    ['modulesContent'],
    ['content', 'modulesContent'],
    ['moduleContent'],
    ['moduleContents'],
    [],
  ]) {
    const content = way.reduce<unknown>(at, one);
    if (!isMapping(content)) continue;
    if (way.length === 0 && !Object.keys(content).some((key) => key === '$edgeAgent' || key === '$edgeHub'))
      continue;
    return desired(parsed, content, [...around, ...way]);
  }
  return undefined;
}

interface Moved {
  readonly to: readonly string[];
  readonly from: Path;
}

function desired(parsed: Parsed, content: Mapping, way: Path): Twins {
  const data: Record<string, unknown> = {};
  const moved: Moved[] = [];
  let layered = false;
  const put = (to: readonly string[], value: unknown, from: Path): void => {
    set(data, to, value);
    moved.push({ to, from });
  };
  for (const [module, twin] of pairs(content)) {
    if (isForbidden(module)) continue;
    for (const [key, value] of pairs(twin)) {
      const from = [...way, module, key];
      if (key === DESIRED) put([module], value, from);
      else if (key === 'properties') put([module], at(value, 'desired'), [...from, 'desired']);
      else if (key.startsWith(`${DESIRED}.`)) {
        const steps = key.slice(DESIRED.length + 1).split('.');
        if (steps.some(isForbidden)) continue;
        layered = true;
        put([module, ...steps], value, from);
      }
    }
  }
  const where: Parsed['where'] = (path, part) => {
    const best = moved
      .filter(({ to }) => to.length <= path.length && to.every((step, index) => step === path[index]))
      .toSorted((a, b) => b.to.length - a.to.length)[0];
    if (best) return parsed.where([...best.from, ...path.slice(best.to.length)], part);
    const inside = moved.find(({ to }) => path.every((step, index) => step === to[index]));
    return inside && parsed.where(inside.from, part);
  };
  return { parsed: { source: parsed.source, data, where }, layered };
}

/** Sets a part, beside what other keys have set; what a whole deployment said is copied before it is changed. */
function set(data: Record<string, unknown>, steps: readonly string[], value: unknown): void {
  let holder = data;
  steps.slice(0, -1).forEach((step) => {
    const inside = Object.hasOwn(holder, step) && isMapping(holder[step]) ? { ...holder[step] } : {};
    holder[step] = inside;
    holder = inside;
  });
  const last = steps.at(-1) ?? '';
  const before = Object.hasOwn(holder, last) ? holder[last] : undefined;
  holder[last] = isMapping(before) && isMapping(value) ? { ...before, ...value } : value;
}

function isForbidden(key: string): boolean {
  return key === '__proto__' || key === '';
}
