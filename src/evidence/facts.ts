/**
 * What a result relied on, digested: the planner cites facts, the evidence view digests them again, and a
 * difference makes the result stale (design section 5, law 7). Both sides use these functions.
 */
import type { Value } from '../catalogue/condition.ts';
import type { System } from '../model/system.ts';
import { canonicalJson } from '../text/canonical.ts';
import { sha256 } from '../text/digest.ts';
import type { Fact } from './run.ts';

/** The current value of a fact and its digest; `value` is null where the model does not state the property. */
export interface CurrentFact {
  readonly digest: string;
  readonly value: Value | null;
}

/**
 * The fact that the model says this of `id` now. `id` is that of an element, connection, flow, zone, asset or
 * the system, or `element/cohort`. `property` is a property's catalogue name, or one of `from`, `to`, `type`,
 * `zone`, `count`, `over`, `parent`, which say how the thing hangs together with others.
 */
export function modelFact(system: System, id: string, property: string): Fact {
  const ref = `${id}.${property}`;
  const { digest, value } = factDigest(system, ref) ?? currentFact(null);
  return { kind: 'model', ref, digest, value };
}

/** The same of a `ref` as a fact has it (`uplink.tls.min`). Undefined when the thing no longer exists. */
export function factDigest(system: System, ref: string): CurrentFact | undefined {
  const dot = ref.indexOf('.');
  const property = ref.slice(dot + 1);
  const holders = dot < 0 ? [] : holdersOf(system, ref.slice(0, dot));
  if (holders.length === 0) return undefined;
  for (const holder of holders) {
    const value = holder.properties[property] ?? structural(holder, property);
    if (value !== undefined) return currentFact(value);
  }
  return currentFact(null);
}

/** The digest of a declaration in targets.yaml, or of any other plain data. Throws for what JSON cannot hold. */
export function dataDigest(data: unknown): string {
  return sha256(canonicalJson(data));
}

interface Holder {
  readonly properties: Readonly<Record<string, Value>>;
}

/** A flow without `over` shares its id with the connection it implies, hence a list. */
function holdersOf(system: System, id: string): Holder[] {
  if (id.includes('/')) {
    const [elementId = '', cohortId] = id.split('/');
    const element = system.elements.get(elementId);
    const cohort = element?.cohorts.find((one) => one.id === cohortId);
    return element && cohort ? [cohort, { properties: element.properties }] : [];
  }
  const { elements, connections, flows, zones, assets } = system;
  const found: (Holder | undefined)[] = [elements, connections, flows, zones, assets].map((things) =>
    things.get(id),
  );
  const holders = found.filter((holder) => holder !== undefined);
  return holders.length === 0 && id === system.id ? [system] : holders;
}

const STRUCTURAL: ReadonlySet<string> = new Set(['from', 'to', 'type', 'zone', 'count', 'over', 'parent']);

function structural(holder: Holder, property: string): Value | undefined {
  if (!STRUCTURAL.has(property)) return undefined;
  const value: unknown = Object.entries(holder).find(([name]) => name === property)?.[1];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** Lists are sets of words: their order means nothing. */
function currentFact(value: Value | null): CurrentFact {
  return { value, digest: dataDigest(Array.isArray(value) ? value.toSorted() : value) };
}
