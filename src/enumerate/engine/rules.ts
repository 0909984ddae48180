/** The catalogue's rules, compiled, and sorted into buckets by what they can be about. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { placeOfSubject } from '../../catalogue/paths.ts';
import type { Mitigation, Rule, SubjectKind } from '../../catalogue/schema.ts';
import { type Compiled, type Reads, compileCondition, noteReads } from '../conditions/compile.ts';
import type { Facts } from '../conditions/facts.ts';
import { FALSE, type Kleene, TRUE, UNKNOWN, and } from '../conditions/kleene.ts';
import type { Certainty } from '../threat.ts';

export interface CompiledMitigation {
  readonly mitigation: Mitigation;
  /** Absent: only a claim can state it for this kind of subject. */
  readonly stated?: Compiled;
}

/** A rule, or a threat written by hand, ready to be asked. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly applies: Compiled;
  /** Of these groups one must hold whole. */
  readonly groups: readonly (readonly CompiledMitigation[])[];
}

export interface CompiledRules {
  /** By rule id, ascending; a rule's place here is its number. */
  readonly all: readonly CompiledRule[];
  readonly reads: Reads;
  /** Groups of mitigation ids for a kind of subject; a group with one that the catalogue lacks is left out. */
  groupsOf(groups: readonly (readonly string[])[], kind: SubjectKind): CompiledRule['groups'];
  /** Numbers of the rules about such a subject, ascending. `type` counts for elements and fleets. */
  bucket(kinds: readonly SubjectKind[], type?: string): readonly number[];
}

/** Certainties as numbers, the worst the largest. */
export const CERTAINTIES: readonly Certainty[] = ['stated', 'unstated', 'stated-bad'];

const compiled = new WeakMap<Catalogue, CompiledRules>();

/** Compiles the rules of a catalogue, once. */
export function compileRules(catalogue: Catalogue): CompiledRules {
  const known = compiled.get(catalogue) ?? compileAll(catalogue);
  compiled.set(catalogue, known);
  return known;
}

/**
 * What the model says of a threat's mitigations, as a place in {@link CERTAINTIES}. Within a group Kleene's
 * conjunction; a mitigation that only a claim can state is unknown.
 *
 * - stated: one group holds whole.
 * - stated bad: none does, and a control says that a group does not hold. TLS 1.0 accuses, though nothing is said
 *   of another way to answer the threat. A group that the facts alone rule out (a panel's lock, on a radio link) does
 *   not accuse, unless they rule out every group: then the model says that nothing protects.
 * - unstated: everything else.
 */
export function certaintyOf(groups: CompiledRule['groups'], facts: Facts, at: number): number {
  let denied = 0;
  let isDeniedByControl = false;
  for (const group of groups) {
    const whole = conjunction(group, facts, at);
    if (whole === TRUE) return 0;
    if (whole === UNKNOWN) continue;
    denied++;
    isDeniedByControl ||= conjunction(group, facts.alone ?? facts, at) !== FALSE;
  }
  return isDeniedByControl || (denied > 0 && denied === groups.length) ? 2 : 1;
}

function conjunction(group: readonly CompiledMitigation[], facts: Facts, at: number): Kleene {
  let whole: Kleene = TRUE;
  for (const { stated } of group) whole = and(whole, stated ? stated.run(facts, at) : UNKNOWN);
  return whole;
}

function compileAll(catalogue: Catalogue): CompiledRules {
  const reads: Reads = { names: new Set(), quantifiers: new Map() };
  const mitigations = new Map<string, CompiledMitigation | undefined>();
  const groupsOf: CompiledRules['groupsOf'] = (groups, kind) => {
    const compileOnce = (id: string): CompiledMitigation | undefined => {
      const key = `${id} ${kind}`;
      if (!mitigations.has(key)) mitigations.set(key, compileMitigation(id, kind, catalogue, reads));
      return mitigations.get(key);
    };
    return groups
      .map((group) => group.map(compileOnce))
      .filter((group) => group.every((mitigation) => mitigation !== undefined));
  };
  const all = [...catalogue.rules.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((rule): CompiledRule => {
      const applies = compileCondition(rule.applies, rule.subject, 'applies', catalogue);
      noteReads(applies, placeOfSubject(rule.subject), reads);
      return { rule, applies, groups: groupsOf(rule.answered, rule.subject) };
    });
  return { all, reads, groupsOf, bucket: bucketsOf(all, catalogue) };
}

function compileMitigation(
  id: string,
  kind: SubjectKind,
  catalogue: Catalogue,
  reads: Reads,
): CompiledMitigation | undefined {
  const mitigation = catalogue.mitigations.get(id);
  const condition = mitigation?.statedBy?.[kind];
  if (!mitigation || condition === undefined) return mitigation && { mitigation };
  const stated = compileCondition(condition, kind, 'stated', catalogue);
  noteReads(stated, placeOfSubject(kind), reads);
  return { mitigation, stated };
}

function bucketsOf(all: readonly CompiledRule[], catalogue: Catalogue): CompiledRules['bucket'] {
  const buckets = new Map<string, readonly number[]>();
  return (kinds, type) => {
    const key = `${kinds.join(' ')} ${type ?? ''}`;
    const known = buckets.get(key);
    if (known) return known;
    const lineage = type === undefined ? undefined : (catalogue.types.get(type)?.lineage ?? [type]);
    const isAbout = ({ rule }: CompiledRule): boolean =>
      kinds.includes(rule.subject) &&
      (!rule.types || !lineage || rule.types.some((of) => lineage.includes(of)));
    const numbers = all.flatMap((rule, number) => (isAbout(rule) ? [number] : []));
    buckets.set(key, numbers);
    return numbers;
  };
}
