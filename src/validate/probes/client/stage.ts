/**
 * How a check plays the server of a device that dials: the right certificate first, then what must be refused, one
 * thing at a time, then the right one again. A device that does not call, or that refuses the right certificate, shows
 * nothing by refusing others.
 */
import { X509Certificate } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { judgeCertificate } from '../certificate.ts';
import { alertName } from '../tls/wire/tls-alerts.ts';
import type { Doorman } from './doorman.ts';
import { type Play, type Show, type Visit, receive } from './visit.ts';

/** One thing that the client must refuse. */
export interface Trap {
  readonly what: string;
  readonly show: Show | Play;
  /** Says what a visit that ended in this way shows; where it leaves that open, the usual is meant. */
  readonly judge?: (visit: Visit) => Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'> | undefined;
}

/** A server's certificate and key as the target declares them, with what is wrong with it. */
export interface Shown extends Show {
  readonly name: string;
  readonly defects: readonly string[];
}

/** Everything the target declares to show, judged by its CA and the name the device must ask for. */
export interface Wardrobe {
  readonly door: Doorman;
  /** Nothing is wrong with it. */
  readonly right: Shown;
  /** Those of which exactly one thing is wrong. */
  readonly others: readonly Shown[];
}

/** Opens the wardrobe. A text says why nothing can be shown. */
export function wardrobeOf(context: CheckContext): Wardrobe | string {
  const { door, ca, identities, now } = context;
  if (!door) return 'the target does not declare where the device dials (device.listen)';
  if (ca === undefined) return 'the target declares no tls.ca that the server of the device must chain to';
  const all = identities.flatMap(({ name, cert, key }): Shown[] => {
    if (cert === undefined || key === undefined) return [];
    const { defects } = judgeCertificate(chainOf(cert), { ca, name: door.serverName, now });
    return [{ name, cert, key, defects }];
  });
  const right = all.find(({ defects }) => defects.length === 0);
  if (right) return { door, right, others: all.filter(({ defects }) => defects.length === 1) };
  const wrong = all.map(({ name, defects }) => `"${name}": ${defects.join(', ')}`);
  return `no declared identity is the right server "${door.serverName}"${wrong.length > 0 ? ` (${wrong.join('; ')})` : ''}`;
}

/** How long the device may stay away, in milliseconds, when the target does not say. */
const RETURNS_MILLIS = 15_000;

/** Shows the traps between two controls and says what came of it. `right` is what the controls show, called `what`. */
export async function tryClient(
  context: CheckContext,
  { door }: Pick<Wardrobe, 'door'>,
  right: Show | Play,
  traps: readonly Trap[],
  what = 'the right certificate',
): Promise<CheckOutcome> {
  const wait = (context.target.device?.returnsWithin ?? RETURNS_MILLIS / 1000) * 1000;
  const first = await receive(door, right, wait);
  const control = asControl(what, first);
  const tried: Attempt[] = [];
  if (first.kind === 'plaintext') tried.push(withoutTls(first.said));
  if (first.kind !== 'absent' && first.kind !== 'stopped' && first.kind !== 'plaintext') {
    for (const trap of traps) {
      const { attempt, isLast } = await springs(door, trap, wait, first.from);
      tried.push(attempt);
      if (isLast) break;
    }
  }
  const after =
    control.outcome === 'accepted' && tried.length === traps.length
      ? asControl(`${what}, after the attack`, await receive(door, right, wait, first.from))
      : control;
  return conclude(door, after.outcome === 'accepted' ? control : after, tried, what);
}

/** `isLast`: there is nobody to try another one on, or no time. What our library will not serve is only that one. */
async function springs(
  door: Doorman,
  trap: Trap,
  wait: number,
  from: string | undefined,
): Promise<{ readonly attempt: Attempt; readonly isLast: boolean }> {
  let visit = await receive(door, trap.show, wait, from);
  // A connection may end for many reasons once; the second time it is an answer.
  if (visit.kind === 'closed') {
    visit = await receive(door, trap.show, wait, from);
    if (visit.kind === 'closed') visit = { ...visit, detail: `${visit.detail}, twice` };
  }
  return {
    attempt: { what: trap.what, ...(trap.judge?.(visit) ?? verdictOf(visit)) },
    isLast: visit.kind === 'absent' || visit.kind === 'stopped',
  };
}

/** What a visit shows where one certificate differs from another in one thing. */
function verdictOf(visit: Visit): Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'> {
  switch (visit.kind) {
    case 'spoke':
      return {
        outcome: 'accepted',
        refusedBy: null,
        detail: `it went on and sent ${visit.said} over ${visit.version}`,
      };
    case 'plaintext':
      return { outcome: 'accepted', refusedBy: null, detail: `it sent ${visit.said} without TLS` };
    case 'alert':
      return { outcome: 'refused', refusedBy: 'device', detail: alertName(visit.alert) };
    case 'closed':
      return {
        outcome: 'refused',
        refusedBy: 'device',
        detail: `${visit.detail}, before it sent anything`,
      };
    case 'declined':
      return { outcome: 'refused', refusedBy: 'device', detail: visit.detail };
    case 'silent':
      return { outcome: 'silent', refusedBy: null, detail: visit.detail };
    case 'absent':
      return { outcome: 'unreachable', refusedBy: null, detail: visit.detail };
    case 'not-served':
    case 'stopped':
    default:
      return { outcome: 'local-failure', refusedBy: 'client-library', detail: visit.detail };
  }
}

function asControl(what: string, visit: Visit): Attempt {
  return visit.kind === 'plaintext'
    ? { what, outcome: 'not-spoken', refusedBy: null, detail: `it sent ${visit.said} without TLS` }
    : { what, ...verdictOf(visit) };
}

/** Who speaks without TLS takes anybody for its server: no certificate was asked for. */
function withoutTls(said: string): Attempt {
  return {
    what: 'no certificate at all',
    outcome: 'accepted',
    refusedBy: null,
    detail: `it sent ${said} without TLS`,
  };
}

function conclude(
  { declared }: Doorman,
  control: Attempt,
  attack: readonly Attempt[],
  right: string,
): CheckOutcome {
  const base = { control, attack, observer: null, refusedBy: null, facts: [] };
  const fooled = attack.filter(({ outcome }) => outcome === 'accepted');
  if (fooled.length > 0) {
    const what = fooled.map((one) => `${one.what} (${one.detail})`).join('; ');
    return { ...base, verdict: 'fail', reason: `the client that calls ${declared} accepted: ${what}` };
  }
  if (control.outcome !== 'accepted') {
    const reason =
      control.outcome === 'unreachable' || control.outcome === 'local-failure'
        ? `${control.what} was shown to nobody at ${declared}: ${control.detail}`
        : `the client that calls ${declared} did not take ${control.what}: ${control.detail}`;
    return inconclusive(reason, base);
  }
  const open = attack.filter(({ outcome, refusedBy }) => outcome !== 'refused' || refusedBy !== 'device');
  if (open.length > 0 || attack.length === 0) {
    const what = open.map((one) => `${one.what}: ${one.detail}`).join('; ');
    return inconclusive(`whether the client at ${declared} refuses cannot be told (${what})`, base);
  }
  const what = attack.map((one) => `${one.what} (${one.detail})`).join('; ');
  return {
    ...base,
    verdict: 'pass',
    refusedBy: 'device',
    reason: `the client that calls ${declared} took ${right} before and after, and refused: ${what}`,
  };
}

/** A chain in PEM as DER, in its order. What cannot be parsed is left out, which the judge will notice. */
function chainOf(pem: string): Uint8Array[] {
  const parts = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return parts.flatMap((part) => {
    try {
      return [new X509Certificate(part).raw];
    } catch {
      return [];
    }
  });
}

/** {@link chainOf}'s verdict on a certificate made here: it must differ from the right one in the one intended thing. */
export function defectsOf(show: Show, { ca, now }: CheckContext, name: string): readonly string[] {
  return judgeCertificate(chainOf(show.cert), { ca: ca ?? '', name, now }).defects;
}
