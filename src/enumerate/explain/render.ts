/** Turning a reference to a threat into the threat as people and files see it. */
import { type Letter, Letter as Letters } from '../../catalogue/schema.ts';
import { type Judged, type Standing, answersTo, standingOf } from './answer.ts';
import { judgedAt } from '../engine/engine.ts';
import { reasonsFor, subjectReasons } from './explain.ts';
import { type Facts, cohortOfRow, entry } from '../conditions/facts.ts';
import { type HandThreat, ruleOfHand } from '../hand.ts';
import { FALSE, toBoolean } from '../conditions/kleene.ts';
import { idOf } from '../conditions/read.ts';
import { CERTAINTIES, type CompiledMitigation, type CompiledRule, certaintyOf } from '../engine/rules.ts';
import type { LetterProfile, Reason, SeverityLevel, Subject, Threat, ThreatMitigation } from '../threat.ts';
import { zoneIdOf } from './surroundings.ts';
import type { Thing } from '../conditions/tree.ts';

/** A threat written by hand, with its mitigations compiled for its subject. */
interface CompiledByHand {
  readonly hand: HandThreat;
  readonly groups: CompiledRule['groups'];
}

/** All that a threat is rendered from. */
export interface Reference {
  readonly facts: Facts;
  readonly thing: Thing;
  readonly at: number;
  readonly compiled: CompiledRule | CompiledByHand;
  /** Its place in {@link CERTAINTIES}. */
  readonly certainty: number;
  readonly severity: SeverityLevel;
  readonly profile: LetterProfile;
  /** Why the model leaves the subject out of scope. */
  readonly outOfScope?: string;
}

export function renderThreat(reference: Reference): Threat {
  const { facts, thing, at, compiled, certainty, severity, profile, outOfScope } = reference;
  const { groups } = compiled;
  const rows = rowsWhereItApplies(reference);
  // The cohorts that are worst off explain it; the others would only show what is not the matter.
  const worst = rows.filter((row) => certaintyOf(groups, facts, row) === certainty);
  const judged: Judged = { facts, thing, rows, subjectId: idOf(facts, thing, at) };
  const standings = new Map([...new Set(groups.flat())].map((each) => [each, standingOf(each, judged)]));
  const hand = 'hand' in compiled ? compiled.hand : undefined;
  const common = {
    subject: hand?.subject ?? subjectOf(reference, judged.subjectId),
    zone: zoneIdOf(facts, thing, at),
    severity,
    certainty: entry(CERTAINTIES, certainty),
    answeredBy: certainty === 0 ? [] : answersTo(groups, standings, judged),
    mitigations: [...standings].map(([mitigation, standing]) =>
      renderMitigation(mitigation, standing, judged),
    ),
    ...cohortsOf(reference, rows, worst),
    ...(outOfScope !== undefined && { outOfScope }),
  };
  if ('hand' in compiled) {
    const { title, stride, mitigations } = compiled.hand;
    const rule = ruleOfHand(compiled.hand);
    return {
      id: `${rule}@${judged.subjectId}`,
      rule,
      title,
      stride,
      ...common,
      why: whyByHand(compiled.hand),
      sufficient: mitigations,
      byHand: compiled.hand,
    };
  }
  const { rule } = compiled;
  const row = worst[0] ?? at;
  const why = [...subjectReasons(facts, rule, row), ...reasonsFor(compiled.applies, facts, thing, row)];
  return {
    id: `${rule.id}@${judged.subjectId}`,
    rule: rule.id,
    title: rule.title,
    stride: profile === 'originals' ? inOrder([...rule.stride, ...(rule.originals ?? [])]) : rule.stride,
    ...common,
    why: onceEach(why),
    sufficient: rule.answered,
  };
}

function rowsWhereItApplies({ facts, thing, at, compiled }: Reference): readonly number[] {
  const rows = judgedAt(facts, thing, at);
  return 'hand' in compiled ? rows : rows.filter((row) => compiled.applies.run(facts, row) !== FALSE);
}

function subjectOf({ facts, thing, at, compiled }: Reference, id: string): Subject {
  const kind = 'hand' in compiled ? compiled.hand.subject.kind : compiled.rule.subject;
  const list = {
    element: facts.elements,
    connection: facts.connections,
    flow: facts.flows,
    zone: [],
    system: [],
  };
  const origin = list[thing][at]?.origin;
  return { kind, id, ...(origin && { origin }) };
}

function renderMitigation(
  { mitigation, stated }: CompiledMitigation,
  standing: Standing,
  { facts, thing, rows }: Judged,
): ThreatMitigation {
  const row = rows.find((each) => stated?.run(facts, each) === standing.stated);
  return {
    id: mitigation.id,
    title: mitigation.title,
    stated: toBoolean(standing.stated),
    byClaim: standing.byClaim,
    why: stated && row !== undefined ? reasonsFor(stated, facts, thing, row) : [],
  };
}

function cohortsOf(
  { facts, thing, at }: Reference,
  applies: readonly number[],
  worst: readonly number[],
): Pick<Threat, 'cohorts' | 'worstIn'> {
  const ids = (rows: readonly number[]): string[] =>
    rows.flatMap((row) => cohortOfRow(facts, row)?.cohort.id ?? []);
  return {
    ...(applies.length < judgedAt(facts, thing, at).length && { cohorts: ids(applies) }),
    ...(worst.length < applies.length && { worstIn: ids(worst) }),
  };
}

function whyByHand({ subject, why, where }: HandThreat): Reason[] {
  return why === undefined ? [] : [{ of: subject.id, property: 'why', text: why, ...(where && { where }) }];
}

function onceEach(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [reason.text, reason])).values()];
}

function inOrder(letters: readonly Letter[]): Letter[] {
  return Letters.options.filter((letter) => letters.includes(letter));
}
