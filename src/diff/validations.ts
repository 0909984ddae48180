/**
 * Which validations the change makes stale: results of verified runs that count for the model of before, and not for
 * that of afterwards, since something they rest on is another (design section 5, law 7). What had grown too old counts
 * on neither side, and is no matter of the change.
 */
import { factDigest } from '../evidence/facts.ts';
import type { Fact, Result } from '../evidence/run.ts';
import { EvidenceIndex } from '../mitigate/standing/evidence.ts';
import type { FactChange, ValidationChange } from './schema.ts';
import { type Side, byText } from './side.ts';
import type { ThreatPairs } from './threats.ts';
import { said } from './values.ts';

export function compareValidations(from: Side, to: Side, threats: ThreatPairs): ValidationChange[] {
  const [before, after] = [judgeOf(from), judgeOf(to)];
  const found = newestPasses(from, to).flatMap(({ result, run }): ValidationChange[] => {
    const [was, is] = [before(result), after(result)];
    if (was.counts === is.counts) return [];
    const { check, target, mitigation, covers, environment, observedAt } = result;
    return [
      {
        change: was.counts ? 'stale' : 'counts',
        check,
        target,
        mitigations: [mitigation],
        covers: [...covers],
        environment,
        run,
        observedAt,
        reason: was.counts ? is.reason : was.reason,
        facts: result.facts.flatMap((fact) => changeOf(fact, from, to) ?? []),
        threats: was.counts
          ? threatsOf(result, from).map((id) => threats.forward(id) ?? id)
          : threatsOf(result, to),
      },
    ];
  });
  return merged(found).toSorted(
    (a, b) => byText(a.change, b.change) || byText(keyOf(a), keyOf(b)) || byText(a.run, b.run),
  );
}

/** What a result is worth on one side. */
function judgeOf({ evidence, register }: Side): (result: Result) => { counts: boolean; reason: string } {
  const index = new EvidenceIndex(evidence, register.system, register.catalogue, register.now);
  return (result) => {
    if (result.environment !== evidence.environment)
      return { counts: false, reason: `evidence from "${result.environment}" does not count there` };
    const { standing, reason } = index.judge(result, 'document');
    return { counts: standing === 'pass', reason };
  };
}

/** The newest result of each check on each target, where it is a pass: what it took the place of is history. */
function newestPasses(from: Side, to: Side): { result: Result; run: string }[] {
  const environments = new Set([from.evidence.environment, to.evidence.environment]);
  const runs = new Map([...from.evidence.runs, ...to.evidence.runs].map((each) => [each.digest, each.run]));
  const newest = new Map<string, { result: Result; run: string }>();
  for (const run of runs.values()) {
    if (!environments.has(run.environment)) continue;
    for (const result of run.results) {
      const key = JSON.stringify([result.environment, keyOf(result), result.mitigation]);
      const known = newest.get(key);
      if (!known || Date.parse(known.result.observedAt) < Date.parse(result.observedAt))
        newest.set(key, { result, run: run.id });
    }
  }
  return [...newest.values()].filter(({ result }) => result.verdict === 'pass');
}

function keyOf({ check, target, covers }: Pick<Result, 'check' | 'target' | 'covers'>): string {
  return JSON.stringify([check, target, covers.toSorted()]);
}

/** A check is run once for all mitigations it tests: one validation for a reader. */
function merged(changes: readonly ValidationChange[]): ValidationChange[] {
  const byRun = new Map<string, ValidationChange>();
  for (const change of changes) {
    const key = JSON.stringify([change.change, keyOf(change), change.run]);
    const known = byRun.get(key);
    byRun.set(key, known ? join(known, change) : change);
  }
  return [...byRun.values()];
}

function join(one: ValidationChange, other: ValidationChange): ValidationChange {
  const facts = new Map([...one.facts, ...other.facts].map((fact) => [`${fact.kind} ${fact.ref}`, fact]));
  return {
    ...one,
    mitigations: both(one.mitigations, other.mitigations),
    facts: [...facts.values()],
    threats: both(one.threats, other.threats),
  };
}

function both(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].toSorted(byText);
}

/** The threats whose standing rests on a result, by their ids there. */
function threatsOf({ check, target, observedAt }: Result, { register }: Side): string[] {
  const isIt = (other: Result): boolean =>
    other.check === check && other.target === target && other.observedAt === observedAt;
  return register.entries
    .filter(({ evidence }) => evidence.some(({ results }) => results.some(isIt)))
    .map(({ id }) => id)
    .toSorted(byText);
}

function changeOf({ kind, ref }: Fact, from: Side, to: Side): FactChange | undefined {
  if (kind === 'observed') return undefined;
  if (kind === 'model') return modelChange(ref, from, to);
  const digest = ({ evidence }: Side): string | undefined =>
    kind === 'file' ? evidence.files.get(ref) : evidence.targets.get(ref)?.digest;
  const [before, after] = [digest(from), digest(to)];
  if (before === after) return undefined;
  const what = kind === 'file' ? `the file "${ref}"` : `the declaration of the target "${ref}"`;
  const became = after === undefined ? 'is gone' : before === undefined ? 'is new' : 'has changed';
  return { kind, ref, text: `${what} ${became}`, from: null, to: null };
}

function modelChange(ref: string, from: Side, to: Side): FactChange | undefined {
  const [before, after] = [factDigest(from.register.system, ref), factDigest(to.register.system, ref)];
  if (before?.digest === after?.digest) return undefined;
  const text = !after
    ? `${ref} is no longer in the model`
    : !before
      ? `${ref} is new in the model`
      : `${ref} was ${said(before.value)}, is ${said(after.value)}`;
  const [fromWhere, toWhere] = [before && placeOf(from, ref), after && placeOf(to, ref)];
  return {
    kind: 'model',
    ref,
    text,
    from: before?.value ?? null,
    to: after?.value ?? null,
    ...(fromWhere && { fromWhere }),
    ...(toWhere && { toWhere }),
  };
}

/** `uplink.tls.min`, or `valve/b1.keyStore` of a cohort. */
function placeOf({ register }: Side, ref: string) {
  const dot = ref.indexOf('.');
  const [id = '', cohort] = ref.slice(0, dot).split('/');
  const property = ref.slice(dot + 1);
  return register.system.where(id, cohort === undefined ? property : `cohorts.${cohort}.${property}`);
}
