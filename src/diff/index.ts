/**
 * The difference between two states of a project: what of the system, the threats, the decisions and the validations
 * is another, and why. Pure; `diff(a, a)` is empty, and `diff(b, a)` is `diff(a, b)` read backwards.
 */
import type { SeverityLevel } from '../enumerate/threat.ts';
import { SEVERITY_ORDER } from '../enumerate/index.ts';
import { compareGates } from './gates.ts';
import { Matching } from './match.ts';
import type { ChangedThreat, Diff, FoundThreat } from './schema.ts';
import type { Side } from './side.ts';
import { compareThings } from './things.ts';
import { ThreatPairs, compareThreats, isReopened, isUnanswered } from './threats.ts';
import { compareValidations } from './validations.ts';
import { compareClaims, compareDecisions } from './words.ts';

export type * from './schema.ts';
export { DiffFile } from './schema.ts';
export type { Side } from './side.ts';
export { isReopened, isUnanswered } from './threats.ts';

/** Compares; `failOn` is the least severity that the gate looks at. */
export function diff(from: Side, to: Side, failOn: SeverityLevel = 'high'): Diff {
  const { system, catalogue } = from.register;
  const matching = new Matching(system, to.register.system);
  const after = { system: to.register.system, catalogue: to.register.catalogue };
  const things = compareThings({ system, catalogue }, after, matching);
  const threats = new ThreatPairs(from, to, matching);
  return {
    from: named(from),
    to: named(to),
    system: things,
    threats: compareThreats(from, to, matching, things, threats),
    decisions: compareDecisions(from, to, matching),
    claims: compareClaims(from, to, matching),
    validations: compareValidations(from, to, threats),
    gate: compareGates(from, to, failOn, threats),
  };
}

/** The threats at or above a severity that opened or opened again, and that nothing answers: what fails a change. */
export function newlyOpen({ threats }: Diff, least: SeverityLevel): (FoundThreat | ChangedThreat)[] {
  const counts = ({ severity }: { severity: SeverityLevel }): boolean =>
    SEVERITY_ORDER.indexOf(severity) >= SEVERITY_ORDER.indexOf(least);
  return [
    ...threats.opened.filter((threat) => counts(threat) && isUnanswered(threat.status)),
    ...threats.changed.filter((threat) => counts(threat) && isReopened(threat)),
  ];
}

function named({ name, register, evidence }: Side): Diff['from'] {
  const { id, name: title, version } = register.system;
  return {
    name,
    system: { id, name: title, ...(version !== undefined && { version }) },
    ...(evidence.environment !== undefined && { environment: evidence.environment }),
  };
}
