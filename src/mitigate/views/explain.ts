/** One threat's whole story, as data: why it exists, what stands against it, what was tried, what would change it. */
import type { AppliedOverride, Catalogue } from '../../catalogue/catalogue.ts';
import type { CheckInfo, Rule, Strength } from '../../catalogue/schema.ts';
import type { Reason, Threat, ThreatMitigation } from '../../enumerate/threat.ts';
import type { Attempt, RefusedBy, Result, Verdict } from '../../evidence/run.ts';
import { type Alike, alikeOf } from './alike.ts';
import { type ChainStanding, chainsByThreat, standChains } from './chains.ts';
import { day } from '../standing/evidence.ts';
import type { Decision } from '../decisions/decisions.ts';
import type { MitigationEvidence, Register, RegisterEntry, Risk, Status } from '../register.ts';
import { failedChecks } from '../status.ts';

/** The published JSON shape of `explain --format json`. */
export interface Story {
  readonly id: string;
  readonly title: string;
  readonly severity: Threat['severity'];
  /** What the project says of the rule's severity in its overrides.yaml, with what the rule itself says. */
  readonly severityOverride?: AppliedOverride;
  readonly certainty: Threat['certainty'];
  readonly status: Status;
  readonly statusReason: string;
  /** Who would do it and why; absent for threats written by hand. */
  readonly attacker?: Rule['attacker'];
  /** What the author or the template of a threat that no rule of the catalogue made says about it. */
  readonly description?: string;
  readonly suggestion?: string;
  /** The facts that make it apply. */
  readonly facts: readonly Reason[];
  /** What to set or claim to answer it. */
  readonly answers: readonly string[];
  /** Groups of mitigations of which one must hold whole. */
  readonly sufficient: readonly (readonly string[])[];
  readonly mitigations: readonly MitigationStory[];
  readonly decision?: Decision;
  readonly environment?: string;
  readonly inherent: Risk;
  readonly residual: Risk;
  /** What would change the status, either way; one sentence each. */
  readonly wouldChange: readonly string[];
  /** The stories it is a step of (S-43). */
  readonly chains: readonly ChainStanding[];
  /** Threats of another tool's rules that ask the same, or of ours where this is such a one. A hint, no answer. */
  readonly alike: readonly Alike[];
}

export interface MitigationStory {
  readonly id: string;
  readonly title: string;
  readonly does: string;
  readonly notAgainst: string;
  /** By the model: true stated, false stated bad, null nothing said. */
  readonly stated: boolean | null;
  readonly claimed: boolean;
  /** Where it is claimed: in the model by a property, or in decisions.yaml. */
  readonly claimedIn?: 'model' | 'decisions';
  /** Where the model states it, or how it fails to. */
  readonly why: readonly Reason[];
  readonly evidence: MitigationEvidence;
  readonly leastStrength?: Strength;
  readonly tried: readonly TriedCheck[];
}

/** One result, in the words of its check. */
export interface TriedCheck {
  readonly check: string;
  /** The attack, as a question. */
  readonly question: string;
  readonly target: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly control: Attempt | null;
  readonly attack: readonly Attempt[];
  readonly observer: Attempt | null;
  readonly refusedBy: RefusedBy | null;
  readonly strength: Strength;
  readonly coverage: Result['coverage'];
  readonly vantage: string;
  readonly environment: string;
  readonly observedAt: string;
  readonly validUntil: string;
  /** References of the facts it relied on; a change of one makes it stale. */
  readonly reliedOn: readonly string[];
}

/**
 * The story of one threat of the register; undefined when it has none with that id. `chains`: those it is a step of,
 * worked out from the whole register where they are not given.
 */
export function explain(
  register: Register,
  threatId: string,
  chains: readonly ChainStanding[] = chainsByThreat(standChains(register)).get(threatId) ?? [],
): Story | undefined {
  const entry = register.entries.find(({ id }) => id === threatId);
  if (!entry) return undefined;
  const { catalogue, environment } = register;
  const {
    id,
    title,
    severity,
    certainty,
    status,
    statusReason,
    why,
    sufficient,
    decision,
    inherent,
    residual,
  } = entry;
  const attacker = catalogue.rules.get(entry.rule)?.attacker;
  const { description, suggestion } = entry.byHand ?? {};
  const severityOverride = catalogue.overrides?.get(entry.rule);
  return {
    id,
    title,
    severity,
    ...(severityOverride && { severityOverride }),
    certainty,
    status,
    statusReason,
    ...(attacker && { attacker }),
    ...(description !== undefined && { description }),
    ...(suggestion !== undefined && { suggestion }),
    facts: why,
    answers: entry.answeredBy.map(({ text }) => text),
    sufficient,
    mitigations: entry.evidence.map((evidence) => mitigationStory(entry, evidence, catalogue)),
    ...(decision && { decision }),
    ...(environment !== undefined && { environment }),
    inherent,
    residual,
    wouldChange: [...new Set(wouldChange(entry, catalogue))],
    chains,
    alike: alikeOf(register, entry),
  };
}

function mitigationStory(
  entry: RegisterEntry,
  evidence: MitigationEvidence,
  catalogue: Catalogue,
): MitigationStory {
  const known = catalogue.mitigations.get(evidence.mitigation);
  const inModel: ThreatMitigation | undefined = entry.mitigations.find(
    ({ id }) => id === evidence.mitigation,
  );
  return {
    id: evidence.mitigation,
    title: known?.title ?? evidence.mitigation,
    does: known?.does ?? '',
    notAgainst: known?.notAgainst ?? '',
    stated: inModel?.stated ?? null,
    claimed: evidence.claimed,
    ...(evidence.claimed && { claimedIn: inModel?.stated === true ? 'model' : 'decisions' }),
    why: inModel?.why ?? [],
    evidence,
    ...(known && { leastStrength: known.leastStrength }),
    tried: evidence.results.map((result) => triedCheck(result, catalogue.checks.get(result.check))),
  };
}

function triedCheck(result: Result, info: CheckInfo | undefined): TriedCheck {
  const { check, target, verdict, reason, control, attack, observer, refusedBy, strength, coverage } = result;
  const { vantage, environment, observedAt, validUntil, facts } = result;
  return {
    check,
    question: info?.title ?? check,
    target,
    verdict,
    reason,
    control,
    attack,
    observer,
    refusedBy,
    strength,
    coverage,
    vantage,
    environment,
    observedAt,
    validUntil,
    reliedOn: facts.map(({ ref }) => ref),
  };
}

function wouldChange(entry: RegisterEntry, catalogue: Catalogue): string[] {
  const { status, decision, evidence, answeredBy } = entry;
  const failed = evidence.flatMap((one) => failedChecks(one));
  const closing = failed.map((check) => `A later pass of "${check}" on the same target closes its failure.`);
  switch (status) {
    case 'open':
      if (failed.length > 0) return closing;
      if (decision?.status === 'accepted')
        return ['A new acceptance, or a mitigation, answers it; the old acceptance has run out.'];
      return answeredBy.length > 0
        ? answeredBy.map(({ text }) => text)
        : ['A decision in decisions.yaml answers it.'];
    case 'planned':
      return evidence.flatMap(({ mitigation, planned }) =>
        planned ? [`"${mitigation}" counts once it is in place and stated.`] : [],
      );
    case 'implemented':
    case 'partly-validated':
      return evidence
        .filter(({ claimed, state }) => claimed && state !== 'pass')
        .flatMap((one) => toValidate(one, catalogue));
    case 'validated':
      return evidence.filter(({ state }) => state === 'pass').flatMap(untilWhen);
    case 'accepted':
      return [
        ...(decision?.status === 'accepted' ? [`The acceptance ends after ${decision.until}.`] : []),
        'A check that fails and is not named in "despite" opens it.',
        ...closing,
      ];
    case 'transferred':
    case 'avoided':
    case 'not-applicable':
      return ['A check that fails opens it again.', ...closing];
    case 'needs-investigation':
      break;
  }
  return ['A decision, or a mitigation that is stated, answers it.'];
}

function toValidate({ mitigation, points }: MitigationEvidence, catalogue: Catalogue): string[] {
  const groups = catalogue.mitigations.get(mitigation)?.validatedBy;
  if (!groups) return [`Nothing tests "${mitigation}" yet; it stays a claim.`];
  const checks = groups.map((group) => group.map((check) => `"${check}"`).join(' and ')).join(', or ');
  const open = points.filter(({ units, covered }) => covered < units);
  const shown = open.slice(0, 5).map(({ id }) => `"${id}"`);
  const more = open.length > shown.length ? ` and ${open.length - shown.length} more` : '';
  return [`A pass of ${checks} on ${shown.join(', ')}${more} validates "${mitigation}".`];
}

function untilWhen({ results }: MitigationEvidence): string[] {
  const until = results.map(({ validUntil }) => validUntil).toSorted()[0];
  const facts = [
    ...new Set(
      results.flatMap((result) =>
        result.facts.filter(({ kind }) => kind !== 'observed').map(({ ref }) => ref),
      ),
    ),
  ];
  return [
    ...(until === undefined ? [] : [`The evidence grows stale after ${day(until)}.`]),
    ...(facts.length === 0 ? [] : [`A change of ${facts.join(', ')} makes it stale.`]),
    'A check that fails opens it.',
  ];
}
