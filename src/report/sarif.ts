/**
 * SARIF 2.1.0, for code scanning in GitHub, Azure DevOps and editors. A result is a threat that is not settled;
 * one that a person settled is a suppressed result; a validated one is left out, which closes its alert.
 */
import { byResidualRisk } from '../mitigate/index.ts';
import type { HandThreat } from '../enumerate/index.ts';
import type { Threat } from '../enumerate/threat.ts';
import type { RegisterEntry } from '../mitigate/register.ts';
import { PROBLEM_CODES } from '../text/codes.ts';
import type { Problem, Where } from '../text/problem.ts';
import type { Report, ReportInput } from './input.ts';
import { jsonText } from './json.ts';
import { placeOf } from './writing/subjects.ts';
import { byUrgency, CERTAINTIES, LETTERS, STATUSES } from './writing/words.ts';

/** GitHub refuses more in one run (and shows 5,000 of them); the most urgent come first. */
const MOST_RESULTS = 25_000;

type Level = 'error' | 'warning' | 'note';

interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  readonly where: Where | undefined;
  readonly fingerprint: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly suppressed?: { readonly justification: string };
}

/** Levels are always written: gates that read `level` pass over results that leave it out. */
export const sarif: Report = (input, { version }) => {
  const all = [...input.problems.map((problem) => problemFinding(problem)), ...threatFindings(input)];
  const findings = all.slice(0, MOST_RESULTS);
  const rules = rulesOf(findings, input);
  const indices = new Map(rules.map((rule, index) => [rule.id, index]));
  const results = findings.map((finding) => resultOf(finding, indices));
  const leftOut = all.length - findings.length;
  const notice = {
    level: 'warning',
    message: {
      text: `${leftOut} results more than SARIF consumers take were left out, the least urgent ones.`,
    },
  };
  const invocation = {
    executionSuccessful: true,
    ...(leftOut > 0 && { toolExecutionNotifications: [notice] }),
  };
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'bestride', version, semanticVersion: version, rules } },
        automationDetails: { id: `bestride/${input.system.id}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation],
        results,
      },
    ],
  };
  return jsonText(log);
};

function threatFindings(input: ReportInput): Finding[] {
  if (!input.register)
    return [...(input.threats ?? [])].toSorted(byUrgency).map((threat) => threatFinding(threat, input));
  return input.register.entries
    .filter((entry) => entry.status !== 'validated')
    .toSorted(byResidualRisk)
    .map((entry) => entryFinding(entry, input));
}

function threatFinding(threat: Threat, { system }: ReportInput): Finding {
  const answer = threat.answeredBy[0];
  const text = [
    `${threat.title} (${threat.subject.id}).`,
    `Here ${CERTAINTIES[threat.certainty].means}.`,
    answer && `Answered by: ${answer.text}.`,
  ];
  const settled = threat.certainty === 'stated';
  return {
    rule: threat.rule,
    level: settled ? 'note' : levelOf(threat.severity),
    message: text.filter(Boolean).join(' '),
    where: placeOf(system, threat.subject.id),
    fingerprint: threat.id,
    properties: {
      threat: threat.id,
      stride: threat.stride.join(''),
      severity: threat.severity,
      certainty: threat.certainty,
    },
  };
}

function entryFinding(entry: RegisterEntry, input: ReportInput): Finding {
  const base = threatFinding(entry, input);
  const { tone, label } = STATUSES[entry.status];
  const reason = suppressionOf(entry, input);
  return {
    ...base,
    level: tone === 'bad' ? levelOf(entry.residual.level) : 'note',
    message: `${entry.title} (${entry.subject.id}). ${label}: ${entry.statusReason}`,
    properties: { ...base.properties, status: entry.status, residualRisk: entry.residual.score },
    ...(reason !== undefined && { suppressed: { justification: reason } }),
  };
}

/** Why nobody need act on it: a person settled it, or the gate's baseline tolerates it. */
function suppressionOf(
  { id, status, statusReason, decision }: RegisterEntry,
  { gate }: ReportInput,
): string | undefined {
  const { tone, label } = STATUSES[status];
  if (tone === 'calm') return `${label}: ${decision?.reason ?? statusReason}`;
  return gate?.tolerated.some(({ threat }) => threat === id) === true
    ? 'tolerated by the baseline'
    : undefined;
}

function problemFinding(problem: Problem): Finding {
  const at = problem.where;
  return {
    rule: problem.code,
    level: problem.severity,
    message: [`${problem.message}.`, problem.hint].filter(Boolean).join(' '),
    where: at,
    fingerprint: [problem.code, at?.file ?? '', problem.message].join('|'),
    properties: {},
  };
}

function levelOf(severity: Threat['severity']): Level {
  return severity === 'low' ? 'note' : severity === 'medium' ? 'warning' : 'error';
}

function resultOf(finding: Finding, indices: ReadonlyMap<string, number>): Record<string, unknown> {
  const { where, suppressed } = finding;
  const location = where && {
    physicalLocation: {
      artifactLocation: { uri: uriOf(where.file) },
      region: { startLine: Math.max(1, where.line), startColumn: Math.max(1, where.column) },
    },
  };
  return {
    ruleId: finding.rule,
    ruleIndex: indices.get(finding.rule) ?? -1,
    level: finding.level,
    message: { text: finding.message },
    ...(location && { locations: [location] }),
    partialFingerprints: { 'bestrideId/v1': finding.fingerprint },
    ...(suppressed && { suppressions: [{ kind: 'external', status: 'accepted', ...suppressed }] }),
    properties: finding.properties,
  };
}

interface SarifRule {
  readonly id: string;
  readonly [key: string]: unknown;
}

function rulesOf(findings: readonly Finding[], input: ReportInput): SarifRule[] {
  const ids = [...new Set(findings.map((finding) => finding.rule))].toSorted();
  const first = new Map(findings.toReversed().map((finding) => [finding.rule, finding]));
  const written = byHandIn(input);
  return ids.map((id) => {
    const rule = input.catalogue.rules.get(id);
    const hand = written.get(id);
    const example = first.get(id);
    const problem = new Map<string, string>(Object.entries(PROBLEM_CODES)).get(id);
    const title = rule?.title ?? problem ?? hand?.title ?? example?.message ?? id;
    const score = rule ? rule.severity.likelihood * rule.severity.impact : undefined;
    const letters = rule?.stride ?? hand?.stride ?? [];
    return {
      id,
      name: title.replaceAll(
        /[^\p{L}\p{N}]+(\p{L})?/gu,
        (_, next: string | undefined) => next?.toUpperCase() ?? '',
      ),
      shortDescription: { text: title },
      fullDescription: { text: rule ? `An attacker ${rule.attacker.does}, ${rule.attacker.why}.` : title },
      help: rule
        ? {
            text: rule.row.risk,
            markdown: `**Risk.** ${rule.row.risk}\n\n**Mitigation.** ${rule.row.mitigation}\n\n${rule.row.implementation}`,
          }
        : { text: [title, hand?.description, hand?.suggestion].filter(Boolean).join('\n\n') },
      defaultConfiguration: {
        level: score === undefined ? (example?.level ?? 'warning') : levelOfScore(score),
      },
      properties: {
        tags: [
          'security',
          ...letters.map((letter) => `STRIDE/${LETTERS[letter]}`),
          ...(rule?.references ?? []).map(({ standard, id: ref }) => `${standard}-${ref}`),
        ],
        ...(score !== undefined && {
          'security-severity': (Math.max(1, score) / 2.5).toFixed(1),
          precision: 'medium',
        }),
      },
    };
  });
}

/** Of each rule that the catalogue does not have, the threat that says most: the first, or one with a suggestion. */
function byHandIn({ threats, register }: ReportInput): ReadonlyMap<string, HandThreat> {
  const written = new Map<string, HandThreat>();
  for (const { rule, byHand } of register?.entries ?? threats ?? []) {
    if (byHand && written.get(rule)?.suggestion === undefined) {
      if (!written.has(rule) || byHand.suggestion !== undefined) written.set(rule, byHand);
    }
  }
  return written;
}

/** Likelihood times impact, 1 to 25. */
function levelOfScore(score: number): Level {
  return score >= 12 ? 'error' : score >= 6 ? 'warning' : 'note';
}

/** A relative, percent-encoded URI with forward slashes. */
function uriOf(file: string): string {
  return file
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
