/** A difference read backwards: what `diff(b, a)` must say, worked out from `diff(a, b)` by exchanging words alone. */
import type {
  Cause,
  Diff,
  FoundThreat,
  PropertyChange,
  ThingChange,
  ValidationChange,
  WordChange,
} from '../index.ts';
import { byText } from '../side.ts';

/** For sides without renames; lists are put into one order, so that both ways can be compared. */
export function mirrored({ from, to, system, threats, decisions, claims, validations, gate }: Diff): Diff {
  const turned = { from: to, to: from };
  return inOrder({
    ...turned,
    system: system.map(mirroredThing),
    threats: {
      opened: threats.closed.map((one) => ({ ...one, because: one.because.map(mirroredCause) })),
      closed: threats.opened.map((one) => ({ ...one, because: one.because.map(mirroredCause) })),
      changed: threats.changed,
    },
    decisions: decisions.map(mirroredWord),
    claims: claims.map(mirroredWord),
    validations: validations.map((one) => ({ ...one, change: one.change === 'stale' ? 'counts' : 'stale' })),
    gate: {
      failOn: gate.failOn,
      from: gate.to,
      to: gate.from,
      appeared: gate.disappeared,
      disappeared: gate.appeared,
    },
  });
}

/**
 * The difference without what is worded for one direction (sentences, places, causes of what both have), and in one
 * order: what must be the same either way.
 */
export function comparable(diff: Diff): unknown {
  const { system, threats, decisions, claims, validations, gate } = inOrder(diff);
  return {
    system: system.map(({ kind, change, id, moved, changes }) => ({
      kind,
      change,
      id,
      moved,
      changes: fields(changes),
    })),
    opened: threats.opened.map(found),
    closed: threats.closed.map(found),
    decisions: decisions.map(comparableWord),
    claims: claims.map(comparableWord),
    validations: validations.map(({ change, check, target, mitigations, threats: ids }) => ({
      change,
      check,
      target,
      mitigations,
      ids,
    })),
    gate,
  };
}

function fields(changes: readonly PropertyChange[]): unknown[] {
  return changes
    .map(({ property, from, to, by }) => ({ property, from, to, by }))
    .toSorted((a, b) => byText(a.property, b.property));
}

function comparableWord({ id, change, concerns, changes }: WordChange): unknown {
  return { id, change, concerns, changes: fields(changes) };
}

function found({ id, severity, certainty, status, because }: FoundThreat): unknown {
  const causes = because.map(({ kind, of, property, from, to }) => ({ kind, of, property, from, to }));
  return { id, severity, certainty, status, because: causes };
}

/** Where each threat that both have stood and stands, and backwards. */
export function courses({ threats }: Diff, backwards = false): unknown {
  const turn = <T>(change: { from: T; to: T } | undefined) =>
    change && (backwards ? [change.to, change.from] : [change.from, change.to]);
  return threats.changed
    .map(({ id, certainty, status, severityChange }) => ({
      id,
      certainty: turn(certainty),
      status: turn(status),
      severity: turn(severityChange),
    }))
    .toSorted((a, b) => byText(a.id, b.id));
}

function mirroredThing(thing: ThingChange): ThingChange {
  const change = ({ added: 'removed', removed: 'added', changed: 'changed' } as const)[thing.change];
  return {
    ...thing,
    change,
    ...(thing.moved && { moved: { from: thing.moved.to, to: thing.moved.from } }),
    changes: thing.changes.map(mirroredChange),
  };
}

function mirroredWord(word: WordChange): WordChange {
  const change = ({ added: 'removed', removed: 'added', changed: 'changed', kept: 'kept' } as const)[
    word.change
  ];
  const concerns = { from: word.concerns.to, to: word.concerns.from };
  return { ...word, change, concerns, changes: word.changes.map(mirroredChange) };
}

function mirroredChange(change: PropertyChange): PropertyChange {
  return { ...change, from: change.to, to: change.from };
}

function mirroredCause({ from, to, ...rest }: Cause): Cause {
  return { ...rest, ...(to !== undefined && { from: to }), ...(from !== undefined && { to: from }) };
}

function inOrder(diff: Diff): Diff {
  return {
    ...diff,
    system: diff.system.toSorted((a, b) => byText(`${a.kind} ${a.id}`, `${b.kind} ${b.id}`)),
    threats: {
      opened: sorted(diff.threats.opened),
      closed: sorted(diff.threats.closed),
      changed: sorted(diff.threats.changed),
    },
    decisions: sorted(diff.decisions),
    claims: sorted(diff.claims),
    validations: diff.validations.toSorted((a, b) => byText(placeOf(a), placeOf(b))),
  };
}

function sorted<T extends { readonly id: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => byText(a.id, b.id) || byText(JSON.stringify(a), JSON.stringify(b)));
}

function placeOf({ check, target, covers }: ValidationChange): string {
  return JSON.stringify([check, target, covers]);
}
