/** What was claimed, what was tried, and what was not looked at: the honest part of every report. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Result, VerifiedRun } from '../../evidence/run.ts';
import type { MitigationEvidence, Register, RegisterEntry } from '../../mitigate/register.ts';
import { count } from '../writing/words.ts';

/** Something that no check has covered, with why. */
interface Gap {
  /** `mitigation@subject`, an element, a check … */
  readonly what: string;
  readonly why: string;
}

/** Gaps of one kind. */
interface GapGroup {
  readonly title: string;
  /** What a reader should make of it. */
  readonly means: string;
  readonly gaps: readonly Gap[];
}

/** What was done in the runs that count. */
export interface Tried {
  readonly runs: number;
  readonly results: number;
  readonly passed: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly newest: VerifiedRun | undefined;
}

export interface Looked {
  /** Pairs of mitigation and subject that the model or a person claims. */
  readonly claims: number;
  /** Of those, the ones with at least one result, whatever it was. */
  readonly claimsTried: number;
  /** Of those, the ones whose evidence passed in full. */
  readonly claimsPassed: number;
  readonly tried: Tried;
  /** Only groups that have gaps. */
  readonly gaps: readonly GapGroup[];
}

/** Works it out from the register and the runs. Pure; the order is the register's. */
export function lookedAt(register: Register, runs: readonly VerifiedRun[]): Looked {
  const claims = new Map<string, { entry: RegisterEntry; evidence: MitigationEvidence }>();
  for (const entry of register.entries) {
    for (const evidence of entry.evidence) {
      const key = `${evidence.mitigation}@${entry.subject.id}`;
      if (evidence.claimed && !claims.has(key)) claims.set(key, { entry, evidence });
    }
  }
  const all = [...claims].map(([what, { evidence }]) => ({ what, evidence }));
  const inState = (state: MitigationEvidence['state']): Gap[] =>
    all
      .filter(({ evidence }) => evidence.state === state)
      .map(({ what, evidence }) => ({ what, why: evidence.reason }));
  const missing = all.filter(({ evidence }) => evidence.state === 'missing');
  const groups: GapGroup[] = [
    {
      title: 'Claimed without any check for it',
      means: 'Only the word of the model, or of a person, stands for these.',
      gaps: missing
        .filter(({ evidence }) => !testable(register.catalogue, evidence))
        .map(({ what }) => ({ what, why: 'no check tests this mitigation yet' })),
    },
    {
      title: 'Claimed but never tried',
      means: 'A check exists; it has not been run where it would count.',
      gaps: missing
        .filter(({ evidence }) => testable(register.catalogue, evidence))
        .map(({ what, evidence }) => ({ what, why: evidence.reason })),
    },
    {
      title: 'Tried without a result',
      means: 'The check could not tell: what it needs did not work.',
      gaps: inState('inconclusive'),
    },
    {
      title: 'Tried and out of date',
      means: 'It passed once; something it rests on has changed, or it is too old.',
      gaps: inState('stale'),
    },
    {
      title: 'Tried more weakly than asked',
      means: 'It passed, with a weaker kind of check than the mitigation asks for.',
      gaps: inState('too-weak'),
    },
    {
      title: 'Tried in part',
      means: 'The rest is as if never tried.',
      gaps: all
        .filter(
          ({ evidence }) => evidence.coverage.covered > 0 && evidence.coverage.covered < evidence.coverage.of,
        )
        .map(({ what, evidence: { coverage } }) => ({
          what,
          why: `${coverage.covered.toLocaleString('en')} of ${coverage.of.toLocaleString('en')} covered`,
        })),
    },
    { title: 'Planned but not run', means: 'The newest run left these out.', gaps: notRun(runs) },
    {
      title: 'Left out of the analysis',
      means: 'No threats are listed for these.',
      gaps: outOfScope(register),
    },
  ];
  return {
    claims: all.length,
    claimsTried: all.filter(({ evidence }) => evidence.results.length > 0).length,
    claimsPassed: all.filter(
      ({ evidence }) => evidence.state === 'pass' && evidence.coverage.covered >= evidence.coverage.of,
    ).length,
    tried: tried(register, runs),
    gaps: groups.filter((group) => group.gaps.length > 0),
  };
}

/** How far the evidence reaches: `900 of 1,200`, or `all 40`. */
export function coverageText({ of, covered }: { readonly of: number; readonly covered: number }): string {
  if (of === 0) return 'nothing to cover';
  if (of === 1) return covered === 1 ? 'all of it' : 'nothing of it';
  return covered >= of
    ? `all ${of.toLocaleString('en')}`
    : `${covered.toLocaleString('en')} of ${of.toLocaleString('en')}`;
}

function testable(catalogue: Catalogue, { mitigation }: MitigationEvidence): boolean {
  return catalogue.mitigations.get(mitigation)?.validatedBy !== undefined;
}

function tried(register: Register, runs: readonly VerifiedRun[]): Tried {
  const counted = runs.filter(({ run }) => run.environment === register.environment);
  const results = counted.flatMap(({ run }) => run.results);
  const of = (verdict: Result['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length;
  return {
    runs: counted.length,
    results: results.length,
    passed: of('pass'),
    failed: of('fail'),
    inconclusive: of('inconclusive'),
    newest: newest(counted),
  };
}

function notRun(runs: readonly VerifiedRun[]): Gap[] {
  const last = newest(runs);
  return (last?.run.notRun ?? []).map(({ check, target, reason }) => ({
    what: `${check} on ${target}`,
    why: reason,
  }));
}

function newest(runs: readonly VerifiedRun[]): VerifiedRun | undefined {
  return runs.toSorted((a, b) => a.run.sequence - b.run.sequence).at(-1);
}

function outOfScope({ system }: Register): Gap[] {
  const parts = [system.zones, system.elements, system.connections, system.flows].flatMap((map) => [
    ...map.values(),
  ]);
  return parts.flatMap(({ id, outOfScope: why }) => (why === undefined ? [] : [{ what: id, why }]));
}

/** `12 checks in 2 signed runs: 9 passed, 2 failed, 1 inconclusive`. */
export function triedText({ runs, results, passed, failed, inconclusive }: Tried): string {
  if (runs === 0) return 'nothing was tried';
  return `${count(results, 'result')} in ${count(runs, 'signed run')}: ${passed} passed, ${failed} failed, ${inconclusive} inconclusive`;
}
