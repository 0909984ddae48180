/** What the change does to the gate. */
import type { SeverityLevel } from '../enumerate/threat.ts';
import { type GateReason, gate } from '../mitigate/gate.ts';
import type { Diff, GateFinding } from './schema.ts';
import { type Side, byText } from './side.ts';
import type { ThreatPairs } from './threats.ts';

/** Judges both sides by their own stage; findings are the same when they are of one kind, about one threat. */
export function compareGates(
  from: Side,
  to: Side,
  failOn: SeverityLevel,
  threats: ThreatPairs,
): Diff['gate'] {
  const [before, after] = [gate(from.register, { failOn }), gate(to.register, { failOn })];
  const old = new Map(
    before.reasons.map((reason) => [keyOf(reason, (id) => threats.forward(id) ?? `was ${id}`), reason]),
  );
  const now = new Map(after.reasons.map((reason) => [keyOf(reason, (id) => id), reason]));
  return {
    failOn,
    from: { ok: before.ok, stage: before.stage, reasons: before.reasons.length },
    to: { ok: after.ok, stage: after.stage, reasons: after.reasons.length },
    appeared: missing(now, old),
    disappeared: missing(old, now),
  };
}

/** The findings of the one that the other has not. */
function missing(
  these: ReadonlyMap<string, GateReason>,
  others: ReadonlyMap<string, GateReason>,
): GateFinding[] {
  return [...these]
    .filter(([key]) => !others.has(key))
    .map(([, reason]) => findingOf(reason))
    .toSorted((a, b) => byText(orderOf(a), orderOf(b)));
}

function keyOf({ threat, kind, about, why }: GateReason, now: (id: string) => string): string {
  // What is about no threat is told apart by what it says.
  return JSON.stringify(threat === undefined ? [kind, why] : [kind, now(threat), about ?? null]);
}

function orderOf({ kind, threat, about, why }: GateFinding): string {
  return JSON.stringify([kind, threat ?? '', about ?? '', why]);
}

function findingOf({ kind, threat, about, severity, why }: GateReason): GateFinding {
  return {
    kind,
    ...(threat !== undefined && { threat }),
    ...(about !== undefined && { about }),
    ...(severity !== undefined && { severity }),
    why,
  };
}
