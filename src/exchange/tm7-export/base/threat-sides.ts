/** A threat of the list as the system's project has it, and as an import of a file wrote it. */
import type { Plain } from '../../../model/writing/change.ts';
import type { Claim, Decision, Decisions } from '../../../mitigate/decisions/decisions.ts';
import type { RegisterEntry } from '../../../mitigate/register.ts';
import { canonicalJson } from '../../../text/canonical.ts';
import { at, mapping, type PlainMap, textAt } from '../../into-project/earlier.ts';
import { givenReason } from '../texts.ts';
import { statusInScope } from '../triage.ts';

/** What can be compared of a threat. */
export interface ThreatSaid {
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly stride: string;
  readonly suggestion: string;
  readonly columns: Readonly<Record<string, string>>;
  /** What was decided and claimed, and what comes of that: as one text, to be compared only. */
  readonly triage: string;
}

/** The sections that an import writes threats and their triage into. */
export interface ThreatData {
  readonly threats: PlainMap;
  readonly decisions: PlainMap;
}

/** By the key of the file's list: what an import wrote of each threat. */
export function writtenThreats({ threats, decisions }: ThreatData): ReadonlyMap<string, ThreatSaid> {
  const said = Object.entries(mapping(threats.threats)).flatMap(([id, value]): [string, ThreatSaid][] => {
    const threat = mapping(value);
    const key = textAt(mapping(threat.origin), 'id');
    if (key === undefined) return [];
    const subject = textAt(threat, 'subject') ?? '';
    const decision = mapping(at(mapping(decisions.decisions), `${textAt(threat, 'rule') ?? id}@${subject}`));
    const claims = flat(threat.mitigations).flatMap((mitigation) => {
      const claim = at(mapping(decisions.claims), `${mitigation}@${subject}`);
      return claim === undefined ? [] : [mapping(claim)];
    });
    return [[key, { ...textsOf(threat), triage: triageText(statusBy(decision, claims), decision, claims) }]];
  });
  return new Map(said);
}

/** The same of a threat of the register that was written by hand, or by an import. */
export function heldThreat(entry: RegisterEntry, { claims }: Decisions): ThreatSaid {
  const hand = entry.byHand;
  const its = (hand?.mitigations ?? []).flat().flatMap((id) => claims.get(`${id}@${entry.subject.id}`) ?? []);
  return {
    title: hand?.title ?? entry.title,
    description: hand?.description ?? '',
    severity: hand?.severity ?? entry.severity,
    stride: (hand?.stride ?? entry.stride).join(''),
    suggestion: hand?.suggestion ?? '',
    columns: hand?.columns ?? {},
    triage: triageText(statusInScope(entry).status, plainDecision(entry.decision), its.map(plainClaim)),
  };
}

function textsOf(threat: PlainMap): Omit<ThreatSaid, 'triage'> {
  const text = (key: string): string => textAt(threat, key) ?? '';
  return {
    title: text('title'),
    description: text('description'),
    severity: text('severity') || 'medium',
    stride: flat(threat.stride).join(''),
    suggestion: text('suggestion'),
    columns: Object.fromEntries(
      Object.entries(mapping(threat.columns)).flatMap(([label, value]) =>
        typeof value === 'string' ? [[label, value]] : [],
      ),
    ),
  };
}

/** What an import's triage comes to before anybody does more. */
function statusBy(decision: PlainMap, claims: readonly PlainMap[]): string {
  const decided = textAt(decision, 'status');
  if (decided !== undefined) return decided;
  if (claims.length === 0) return 'open';
  return claims.every((claim) => claim.state === 'in-place') ? 'implemented' : 'planned';
}

function triageText(status: string, decision: PlainMap, claims: readonly PlainMap[]): string {
  const reason = textAt(decision, 'reason');
  const told: Plain = { ...decision, ...(reason !== undefined && { reason: givenReason(reason) }) };
  return canonicalJson([status, told, claims]);
}

function plainDecision(decision: Decision | undefined): PlainMap {
  return decision ? plain(decision) : {};
}

function plainClaim(claim: Claim): PlainMap {
  return plain(claim);
}

/** Without keys that say nothing. */
function plain(of: Decision | Claim): PlainMap {
  const kept: Record<string, Plain> = {};
  for (const [key, value] of Object.entries(of)) if (value !== undefined) kept[key] = value;
  return kept;
}

function flat(value: Plain | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly Plain[]).flatMap(flat) : [];
}
