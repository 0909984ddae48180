/** The catalogue, opened for use: look-ups by id, and the inheritance of types worked out. */
import type { Chain } from './chain.ts';
import type { MatrixEntry } from './matrix.ts';
import type { CatalogueData, CheckInfo, ElementType, Mitigation, Property, Rule } from './schema.ts';
import type { Standard } from './standard.ts';
import type { Value } from './condition.ts';
import type { Override } from './overrides.ts';

/** An element type with what it inherits. */
export interface ResolvedType extends ElementType {
  readonly kind: 'process' | 'store' | 'external';
  readonly facts: Readonly<Record<string, Value>>;
  /** Itself first, then its ancestors up to the root. */
  readonly lineage: readonly string[];
}

/** Read-only, shared by all steps. */
export interface Catalogue {
  readonly properties: ReadonlyMap<string, Property>;
  readonly types: ReadonlyMap<string, ResolvedType>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly mitigations: ReadonlyMap<string, Mitigation>;
  readonly checks: ReadonlyMap<string, CheckInfo>;
  /** What is said of letters where no rule raises a threat; of those that fit, the first counts. */
  readonly matrix: readonly MatrixEntry[];
  readonly chains: ReadonlyMap<string, Chain>;
  readonly standards: ReadonlyMap<string, Standard>;
  /** What a project says of the severity of built-in rules, by rule; their `severity` is already that. */
  readonly overrides?: ReadonlyMap<string, AppliedOverride>;
}

/** An override with what the rule said before. */
export interface AppliedOverride extends Override {
  readonly before: Rule['severity'];
}

/** Opens checked data ({@link compileCatalogue} checks it). */
export function openCatalogue(data: CatalogueData): Catalogue {
  return {
    properties: new Map(data.properties.map((property) => [property.name, property])),
    types: resolveTypes(data.types),
    rules: new Map(data.rules.map((rule) => [rule.id, rule])),
    mitigations: new Map(data.mitigations.map((mitigation) => [mitigation.id, mitigation])),
    checks: new Map(data.checks.map((check) => [check.id, check])),
    matrix: data.matrix,
    chains: new Map(data.chains.map((chain) => [chain.id, chain])),
    standards: new Map(data.standards.map((standard) => [standard.id, standard])),
  };
}

/** True when `type` is `ancestor` or inherits from it. Unknown types are nothing. */
export function isType(catalogue: Catalogue, type: string, ancestor: string): boolean {
  return catalogue.types.get(type)?.lineage.includes(ancestor) ?? false;
}

/** Gives each type what it inherits. Types that have it already keep it, so a catalogue's can go in again with more. */
export function resolveTypes(types: readonly ElementType[]): Map<string, ResolvedType> {
  const byId = new Map(types.map((type) => [type.id, type]));
  const resolved = new Map<string, ResolvedType>();
  for (const type of types) {
    const chain: ElementType[] = [];
    for (let next: ElementType | undefined = type; next && !chain.includes(next);) {
      chain.push(next);
      next = next.extends === undefined ? undefined : byId.get(next.extends);
    }
    const facts: Record<string, Value> = {};
    for (const link of chain.toReversed()) Object.assign(facts, link.facts);
    const area = chain.find((link) => link.area)?.area;
    resolved.set(type.id, {
      ...type,
      kind: chain.find((link) => link.kind)?.kind ?? 'process',
      ...(area && { area }),
      facts,
      lineage: chain.map((link) => link.id),
    });
  }
  return resolved;
}
