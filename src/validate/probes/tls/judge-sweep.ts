/** What the checks of a TLS policy share: one sweep for each endpoint of a run, and the verdict on what it found. */
import type { Budget } from '../../../catalogue/schema.ts';
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { onceAnEndpoint } from '../../endpoint.ts';
import { inconclusive } from '../../verdict.ts';
import { alertName } from './wire/tls-alerts.ts';
import type { HelloOutcome } from './wire/tls-hello.ts';
import type { ServerChoice } from './wire/tls-wire.ts';
import { MOST_CONNECTIONS, type Sweep, type SweptVersion, isClearRefusal, sweepTls } from './sweep.ts';

/** What every check owes that may be the first to sweep an endpoint. */
export const SWEEP_BUDGET: Budget = { connections: MOST_CONNECTIONS + 10, seconds: 60, bytes: 2_500_000 };

export const SWEEP_TARGETS = ['amqp', 'http', 'mqtt', 'tls'];
export const SWEEP_CONTROL = 'a hello is answered with a suite, before and after all others';

/** The sweep of a check's endpoint; made by the first check of a run that asks. */
export const sweepOf = onceAnEndpoint(
  ({ dial }: CheckContext) => sweepTls(dial),
  ({ versions, again }) =>
    again?.kind === 'accepted' &&
    versions.every(({ end }) => end?.kind !== 'stopped' && end?.kind !== 'unreachable'),
);

/** One thing offered to a listener, and what it took and refused of it. */
export interface Offered extends SweptVersion {
  /** `TLS 1.2 hellos with every suite`. */
  readonly what: string;
}

/**
 * The outcome of attacks by hello: `fail` when the listener took what has a defect, `pass` when it refused, by its own
 * policy and with the control intact, everything that it was not seen to take. `passed` says it of
 * one that passes, after its address.
 */
export function judgeSweep(
  { dial: { declared } }: CheckContext,
  sweep: Sweep,
  offered: readonly Offered[],
  defect: (choice: ServerChoice) => string | undefined,
  passed: string,
): CheckOutcome {
  const control = controlOf(sweep);
  const attack = offered.map((one) => attemptOf(one, defect));
  const found = { control, attack, observer: null, refusedBy: null, facts: [] };
  const accepted = attack.filter(({ outcome }) => outcome === 'accepted');
  if (accepted.length > 0) {
    const what = accepted.map(({ what: tried, detail }) => `${tried}: ${detail}`).join('; ');
    return { ...found, verdict: 'fail', reason: `${declared} took what it should not (${what})` };
  }
  if (control.outcome !== 'accepted')
    return inconclusive(`no hello was answered at ${declared} (${control.detail})`, found);
  const unclear = attack.filter(({ refusedBy, outcome }) => refusedBy !== 'server' && outcome !== 'not-seen');
  if (unclear.length > 0 || attack.length === 0) {
    const what = unclear.map(({ what: tried, detail }) => `${tried}: ${detail}`).join('; ');
    const refusedBy = unclear.find((one) => one.refusedBy !== null)?.refusedBy ?? null;
    const reason =
      attack.length === 0 ? 'there was nothing to offer' : `whether it was refused cannot be told (${what})`;
    return inconclusive(`${declared}: ${reason}`, { ...found, refusedBy });
  }
  return { ...found, verdict: 'pass', refusedBy: 'server', reason: `${declared} ${passed}` };
}

/** `3 in TLS 1.3, 13 in TLS 1.2`: how many suites are taken. */
export function counted({ versions }: Sweep): string {
  const spoken = versions.filter(({ taken }) => taken.length > 0);
  return spoken.map(({ version, taken }) => `${taken.length} in ${version}`).join(', ');
}

function controlOf({ versions, again }: Sweep): Attempt {
  const [first] = versions.flatMap(({ taken }) => taken);
  const what = first
    ? `${first.version} hello with ${first.suite}, before and after`
    : 'hello of any version';
  if (again?.kind === 'accepted')
    return { what, outcome: 'accepted', refusedBy: null, detail: `${again.version}, ${again.suite}` };
  const last = again ?? versions.find(({ end }) => end !== undefined)?.end;
  return last ? refusalOf(what, last) : { what, outcome: 'silent', refusedBy: null, detail: 'no answer' };
}

function attemptOf(
  { what, taken, end }: Offered,
  defect: (choice: ServerChoice) => string | undefined,
): Attempt {
  const bad = taken.flatMap((choice) => {
    const why = defect(choice);
    return why === undefined ? [] : [`${choice.suite} (${why})`];
  });
  if (bad.length > 0) {
    const more = bad.length > SHOWN ? ` and ${bad.length - SHOWN} more` : '';
    return { what, outcome: 'accepted', refusedBy: null, detail: `${bad.slice(0, SHOWN).join(', ')}${more}` };
  }
  // All that was offered was taken, and none of it is bad.
  return end ? refusalOf(what, end) : { what, outcome: 'not-seen', refusedBy: null, detail: 'no defect' };
}

/** As many suites as a reader is shown at once. */
const SHOWN = 8;

function refusalOf(what: string, end: HelloOutcome): Attempt {
  const attempt = (outcome: Attempt['outcome'], detail: string, refusedBy: Attempt['refusedBy'] = null) => ({
    what,
    outcome,
    refusedBy,
    detail,
  });
  const by = isClearRefusal(end) ? 'server' : 'platform-default';
  if (end.kind === 'alert') return attempt('refused', said(alertName(end.alert), end.after), by);
  if (end.kind === 'accepted')
    return attempt('refused', `answered with ${end.version}, ${end.suite} instead`, by);
  if (end.kind === 'closed') {
    return end.after === undefined
      ? attempt('refused', 'ended the connection without an alert, twice', by)
      : attempt('silent', said('an end without an alert', end.after));
  }
  if (end.kind === 'silent') return attempt('silent', `no answer within ${end.millis / 1000} seconds`);
  if (end.kind === 'not-tls') return attempt('not-spoken', `no TLS (${end.bytes})`);
  return end.kind === 'unreachable'
    ? attempt('unreachable', end.detail)
    : attempt('local-failure', end.detail, 'client-library');
}

function said(alert: string, after: string | undefined): string {
  return after === undefined ? alert : `chose ${after}, then ${alert}`;
}
