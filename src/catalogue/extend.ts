/** A project's own catalogue on top of the built-in one. It can add; it cannot take away or redefine. */
import { byPlace, hasErrors, type Outcome } from '../text/problem.ts';
import type { Source } from '../text/source.ts';
import { type AppliedOverride, type Catalogue, resolveTypes } from './catalogue.ts';
import { type Entries, type Entry, readEntries } from './entries.ts';
import type { CheckInfo, Rule } from './schema.ts';
import { verifyEntries } from './verify/verify.ts';

/** A catalogue extended, and the entries that were added, with their places. */
export interface Extension {
  readonly catalogue: Catalogue;
  readonly own: Entries;
}

/**
 * Adds the files of a project's catalogue ({@link readEntries} tells them apart) to `builtin`. They may use its
 * properties, types and mitigations, and name any of `checks` (those of `builtin` where left out). Problems: those
 * of {@link compileCatalogue}, CAT01 also for an id that `builtin` has, CAT06 (an override that is not possible),
 * CAT07 (a property's name).
 */
export function extendCatalogue(
  builtin: Catalogue,
  sources: readonly Source[],
  checks?: readonly CheckInfo[],
): Outcome<Catalogue> {
  const { value, problems } = extend(builtin, sources, checks);
  return value ? { value: value.catalogue, problems } : { problems };
}

/** {@link extendCatalogue}, with what was added. `folder`: where the files lie, as their names begin. */
export function extend(
  builtin: Catalogue,
  sources: readonly Source[],
  checks: readonly CheckInfo[] = [...builtin.checks.values()],
  folder?: string,
): Outcome<Extension> {
  const own = readEntries(sources, folder);
  // References into a file that could not be read would all be wrong, and say nothing new.
  const isReadable = !hasErrors(own.problems.filter(({ code }) => code !== 'CAT05' && code !== 'CAT06'));
  const problems = (
    isReadable ? [...own.problems, ...verifyEntries(own, checks, builtin)] : [...own.problems]
  ).toSorted(byPlace);
  if (hasErrors(problems)) return { problems };
  const overrides = appliedOverrides(builtin, own);
  const rules = [...builtin.rules.values(), ...own.rules.map(valueOf)];
  const mitigations = [...builtin.mitigations.values(), ...own.mitigations.map(valueOf)];
  const catalogue: Catalogue = {
    ...builtin,
    properties: new Map([
      ...builtin.properties,
      ...own.properties.map(({ value }) => [value.name, value] as const),
    ]),
    types: resolveTypes([...builtin.types.values(), ...own.types.map(valueOf)]),
    rules: byId(rules.map((rule) => overridden(rule, overrides.get(rule.id)))),
    mitigations: byId(mitigations),
    // A project's own reasons are about its own types: they come first.
    matrix: [...own.matrix.map(valueOf), ...builtin.matrix],
    chains: byId([...builtin.chains.values(), ...own.chains.map(valueOf)]),
    standards: byId([...builtin.standards.values(), ...own.standards.map(valueOf)]),
    overrides,
  };
  return { value: { catalogue, own }, problems };
}

function appliedOverrides({ rules }: Catalogue, own: Entries): Map<string, AppliedOverride> {
  const applied = new Map<string, AppliedOverride>();
  for (const { value } of own.overrides) {
    const before = rules.get(value.rule)?.severity;
    if (before) applied.set(value.rule, { ...value, before });
  }
  return applied;
}

function overridden(rule: Rule, override: AppliedOverride | undefined): Rule {
  if (!override) return rule;
  const { likelihood = rule.severity.likelihood, impact = rule.severity.impact, rationale } = override;
  return { ...rule, severity: { likelihood, impact, rationale } };
}

/** Threats of a subject come in the order of their rules, whoever made those. */
function byId<T extends { readonly id: string }>(entries: readonly T[]): Map<string, T> {
  return new Map(entries.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((entry) => [entry.id, entry]));
}

function valueOf<T>({ value }: Entry<T>): T {
  return value;
}
