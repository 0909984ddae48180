/**
 * A system's threats as prose that a person can read and review in a pull request. Threats are grouped by rule:
 * what goes wrong, on what, how sure the model makes us, and why, in one line.
 */
import type { Certainty, Question, Reason, SeverityLevel, Threat } from '../../src/enumerate/index.ts';

/** All threats of one rule. */
export interface Group {
  readonly rule: string;
  readonly threats: readonly Threat[];
  readonly worst: SeverityLevel;
}

const LEVELS: readonly SeverityLevel[] = ['critical', 'high', 'medium', 'low'];

/** What accuses first. */
const CERTAINTIES: readonly (readonly [Certainty, string])[] = [
  ['stated-bad', 'Missing'],
  ['unstated', 'Question'],
  ['stated', 'Answered'],
];

/** Threats by rule, worst first; of equally bad ones those with more subjects that bad, then by rule id. */
export function groupThreats(threats: Iterable<Threat>): Group[] {
  const groups = groupBy(threats, ({ rule }) => rule).map(([rule, members]) => {
    const rank = Math.min(...members.map(({ severity }) => LEVELS.indexOf(severity)));
    const worst = LEVELS[rank] ?? 'low';
    const many = members.filter(({ severity }) => severity === worst).length;
    return { rule, threats: members, worst, rank, many };
  });
  return groups.toSorted((a, b) => a.rank - b.rank || b.many - a.many || a.rule.localeCompare(b.rule));
}

/** A heading, and below it one line for the subjects that are in the same case for the same reason. */
export function describeGroup({ rule, threats, worst }: Group): string {
  const [first] = threats;
  const lines = CERTAINTIES.flatMap(([certainty, word]) => {
    const those = threats.filter((threat) => threat.certainty === certainty);
    return groupBy(those, reasonWithoutName).map(([reason, alike]) => {
      const subjects = alike.map(({ subject }) => subject.id).join(', ');
      return `- ${word}: ${subjects}. ${reason === '' ? 'Nothing to state it with' : reason}.`;
    });
  });
  return [`### ${rule} (${first?.stride.join('')}, ${worst}): ${first?.title}`, '', ...lines].join('\n');
}

/** What would answer several threats at once, and below it one line a rule with the subjects that wait for it. */
export function describeQuestion({ ask, worst, threats }: Question): string {
  const heading = ask.length === 0 ? 'Nothing known would answer' : `State ${ask.join(', ')}`;
  const lines = groupBy(threats, ({ rule }) => rule).map(([rule, those]) => {
    const subjects = those.map(({ subject }) => subject.id).join(', ');
    return `- ${those[0]?.title} (${rule}, ${those[0]?.stride.join('')}): ${subjects}`;
  });
  return [`### ${heading} (${worst})`, '', ...lines].join('\n');
}

/** One line for a threat of which the model says that the protection is missing. */
export function describeAccusation(threat: Threat): string {
  const texts = new Set(badReasons(threat).map(({ text }) => text));
  return `- ${threat.id}: ${[...texts].join('; ')}.`;
}

/** What the model states of the protection that is missing: the values on which denied mitigations rest. */
export function badReasons(threat: Threat): readonly Reason[] {
  return threat.mitigations
    .filter(({ stated }) => stated === false)
    .flatMap(({ why }) => why.filter(({ value }) => value !== undefined));
}

/** Why it is missing, answered or a question; without the subject's name, so that like cases read alike. */
function reasonWithoutName(threat: Threat): string {
  const { id } = threat.subject;
  const texts = reasonsOf(threat).map((text) => {
    if (text.startsWith(`${id}: `)) return text.slice(id.length + 2);
    return text.startsWith(`${id} `) ? `it${text.slice(id.length)}` : text;
  });
  return [...new Set(texts)].join('; ');
}

function reasonsOf(threat: Threat): readonly string[] {
  if (threat.certainty === 'stated-bad') return badReasons(threat).map(({ text }) => text);
  if (threat.certainty === 'stated')
    return threat.mitigations.filter(({ stated }) => stated === true).flatMap(({ why }) => why.map(textOf));
  return threat.mitigations
    .filter(({ stated }) => stated === null)
    .flatMap(({ id, byClaim, why }) =>
      byClaim ? [`only a claim can say "${id}"`] : why.filter(({ value }) => value === undefined).map(textOf),
    );
}

function textOf({ text }: Reason): string {
  return text;
}

/** Node 20 has no `Map.groupBy`. */
function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups];
}
