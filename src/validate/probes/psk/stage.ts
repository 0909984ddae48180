/** What the checks of pre-shared keys share: who the canaries are, by which ways a key is shown, and what came of it. */
import { randomBytes, randomInt } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { DTLS_TARGETS, handshakeAttempt } from '../dtls/attempts.ts';
import type { OwnPsk } from '../dtls/exchange.ts';
import type { KeyExchange } from '../dtls/keys.ts';
import { openDtlsSession } from '../dtls/session.ts';
import { alertName } from '../tls/wire/tls-alerts.ts';
import { type TlsPskOutcome, tryTlsPsk } from './tls-psk.ts';

export const PSK_TARGETS = ['coaps', 'dtls', 'mqtt', 'tls'];

/** A protocol version in which a key can be shown. */
export type Way = 'TLS 1.3' | 'TLS 1.2' | 'DTLS 1.2';

/** What came of showing a key. */
export interface Shown {
  readonly attempt: Attempt;
  /** By which a stranger could tell two refusals apart: `alert 40 (handshake_failure)`, `silence`. */
  readonly answer: string;
  /** How long it took, in milliseconds. */
  readonly millis: number;
  /** The listener let us in without any key, by its certificate. */
  readonly withoutKey: boolean;
  /** The handshake was finished with the key, and only then the application refused. */
  readonly afterKey: boolean;
}

export interface PskCanary extends OwnPsk {
  readonly name: string;
  readonly clientId: string;
}

/** The enrolled identities that have a key. A key that is no even number of hexadecimal digits is left out. */
export function pskCanaries({ identities }: CheckContext): readonly PskCanary[] {
  return identities.flatMap(({ name, clientId, state, username, psk }: Credentials) =>
    state === 'enrolled' && psk !== undefined && /^([0-9a-f]{2})+$/i.test(psk)
      ? [{ name, clientId, identity: username ?? name, key: Buffer.from(psk, 'hex') }]
      : [],
  );
}

/** The ways to try on a target. */
export function waysOf({ target }: CheckContext): readonly Way[] {
  return DTLS_TARGETS.includes(target.kind) ? ['DTLS 1.2'] : ['TLS 1.3', 'TLS 1.2'];
}

/** Shows a key once. `ephemeral`: only with key exchanges that add a Diffie-Hellman of their own. */
export async function showKey(
  context: CheckContext,
  way: Way,
  what: string,
  who: PskCanary,
  ephemeral = false,
): Promise<Shown> {
  return way === 'DTLS 1.2'
    ? showByDtls(context, what, who, ephemeral)
    : showByTls(context, way, what, who, ephemeral);
}

async function showByDtls(
  { dial }: CheckContext,
  what: string,
  who: PskCanary,
  ephemeral: boolean,
): Promise<Shown> {
  const exchanges: readonly KeyExchange[] = ephemeral
    ? ['ecdhe-psk', 'dhe-psk']
    : ['ecdhe-psk', 'dhe-psk', 'psk'];
  const began = performance.now();
  const outcome = await openDtlsSession(dial, { exchanges, psk: who });
  const millis = performance.now() - began;
  if (outcome.kind === 'secured') outcome.session.close();
  const attempt = handshakeAttempt(`${what} (DTLS 1.2)`, outcome);
  // A record that is not sealed with the right key is dropped without a word (RFC 6347 section 4.1.2.7).
  const dropped = outcome.kind === 'silent' && outcome.stage === 'credentials';
  return {
    attempt: dropped ? { ...attempt, outcome: 'refused', refusedBy: 'server' } : attempt,
    answer: outcome.kind === 'silent' ? 'silence' : attempt.detail,
    millis,
    withoutKey: false,
    afterKey: false,
  };
}

async function showByTls(
  { dial, target }: CheckContext,
  way: 'TLS 1.3' | 'TLS 1.2',
  what: string,
  who: PskCanary,
  ephemeral: boolean,
): Promise<Shown> {
  const outcome = await tryTlsPsk(dial, {
    version: way === 'TLS 1.3' ? 'TLSv1.3' : 'TLSv1.2',
    psk: who,
    ...(ephemeral && { suites: 'kDHEPSK:kECDHEPSK' }),
    ...(target.kind === 'mqtt' && { mqttClientId: who.clientId }),
  });
  const attempt = tlsAttempt(`${what} (${way})`, outcome, target.kind);
  const withoutKey = outcome.kind === 'without-key';
  const afterKey = outcome.kind === 'app-refused' && outcome.byKey;
  return { attempt, answer: attempt.detail, millis: outcome.millis, withoutKey, afterKey };
}

/** A handshake in which no key is shown and no certificate either. */
export async function showNothing(
  { dial, target }: CheckContext,
  way: Way,
  clientId: string,
): Promise<Attempt> {
  const what = `a client without any key (${way})`;
  if (way !== 'DTLS 1.2') {
    const outcome = await tryTlsPsk(dial, {
      version: way === 'TLS 1.3' ? 'TLSv1.3' : 'TLSv1.2',
      ...(target.kind === 'mqtt' && { mqttClientId: clientId }),
    });
    return tlsAttempt(what, outcome, target.kind);
  }
  const outcome = await openDtlsSession(dial, { exchanges: ['ecdhe'] });
  if (outcome.kind === 'secured') outcome.session.close();
  const attempt = handshakeAttempt(what, outcome);
  // GnuTLS says nothing where it has no credentials for a suite; no session can come of that.
  const dropped = outcome.kind === 'silent' && outcome.heard;
  return dropped ? { ...attempt, outcome: 'refused', refusedBy: 'server' } : attempt;
}

function tlsAttempt(what: string, outcome: TlsPskOutcome, kind: string): Attempt {
  const said = (result: Attempt['outcome'], refusedBy: Attempt['refusedBy'], detail: string): Attempt => ({
    what,
    outcome: result,
    refusedBy,
    detail,
  });
  const { kind: ended } = outcome;
  if (ended === 'accepted') return said('accepted', null, outcome.suite);
  if (ended === 'without-key') {
    return kind === 'mqtt'
      ? said('accepted', null, 'CONNACK 0 after a handshake by certificate, without the key')
      : said('not-spoken', null, 'shook hands by its certificate, without the key');
  }
  if (ended === 'app-refused') return said('refused', 'server', outcome.detail);
  if (ended === 'tls-alert') return said('refused', 'server', alertName(outcome.alert));
  if (ended === 'tls-local') return said('local-failure', 'client-library', outcome.detail);
  if (outcome.how === 'closed') return said('refused', 'server', 'hung up without an alert');
  return said(outcome.how === 'timeout' ? 'silent' : 'unreachable', null, outcome.detail);
}

/** The ways by which the canary gets in; where there is none, the last attempt says why. */
export async function openWays(
  context: CheckContext,
  canary: PskCanary,
  ephemeral = false,
): Promise<{ readonly ways: readonly Way[]; readonly last: Attempt }> {
  const ways: Way[] = [];
  let last: Attempt = { what: canary.name, outcome: 'local-failure', refusedBy: null, detail: 'not tried' };
  for (const way of waysOf(context)) {
    const { attempt, withoutKey } = await showKey(
      context,
      way,
      `${canary.name} with its key`,
      canary,
      ephemeral,
    );
    if (attempt.outcome === 'accepted' && !withoutKey) ways.push(way);
    last = ways.length > 0 && attempt.outcome !== 'accepted' ? last : attempt;
    if (attempt.outcome === 'unreachable' || attempt.outcome === 'local-failure') break;
  }
  return { ways, last };
}

/** A key that nobody has, as long as the given one. */
export function madeUpKey({ key }: OwnPsk): Uint8Array {
  return randomBytes(key.length);
}

/**
 * An identity that nobody has, of the same form, since a server may look at that first: what stands before the last
 * separator is kept, and the rest is made up, digits for digits, letters for letters, and long enough to be nobody's.
 */
export function madeUpIdentity({ identity }: OwnPsk): string {
  const [, kept = '', rest = ''] = /^(.*[^0-9a-z])?([0-9a-z]*)$/is.exec(identity) ?? [];
  const letters = /^[0-9a-f]*$/i.test(rest) ? 'abcdef' : 'abcdefghijklmnopqrstuvwxyz';
  const padded =
    rest.length < MADE_UP_LENGTH ? (rest || 'a').repeat(MADE_UP_LENGTH).slice(0, MADE_UP_LENGTH) : rest;
  const madeUp = Array.from(padded, (one) => {
    if (/\d/.test(one)) return String(randomInt(10));
    const letter = letters.charAt(randomInt(letters.length));
    return one === one.toLowerCase() ? letter : letter.toUpperCase();
  });
  return kept + madeUp.join('');
}

const MADE_UP_LENGTH = 8;
