/**
 * Does the listener show a certificate that a careful client accepts: issued under the declared CA, for the
 * declared name, in date, with keys and signatures that hold? Looked at with the eyes of a client that checks
 * everything; whether the real clients do is another question.
 *
 * The handshake itself proves that the server has the key. It may still refuse us afterwards for want of a client
 * certificate: by then its own has been seen and proven, in TLS 1.2 and 1.3 alike.
 */
import type { Attempt, Fact } from '../../../../evidence/run.ts';
import { sha256 } from '../../../../text/digest.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import { judgeCertificate } from '../../../probes/certificate.ts';
import { alertName } from '../../../probes/tls/wire/tls-alerts.ts';
import { type SessionOutcome, openTlsSession } from '../../../probes/tls/wire/tls-session.ts';
import { inconclusive } from '../../../verdict.ts';

const WHAT = 'TLS handshake up to the server certificate';

export const tlsServerCertificate = defineCheck({
  id: 'tls-server-certificate',
  title: 'Does the listener show a certificate that a careful client accepts?',
  targets: ['amqp', 'http', 'mqtt', 'tls'],
  control: 'a TLS handshake gets as far as the server certificate',
  attack: 'the certificate is held against CA, name, dates, key sizes, signature algorithms and purpose',
  effect: 'passive',
  budget: { connections: 2, seconds: 15, bytes: 200_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context) {
    const { ca, dial } = context;
    if (ca === undefined) return inconclusive('targets.yaml names no CA for this target (tls.ca)');
    const session = await openTlsSession(dial, { ca, ...clientOf(context) });
    if (session.kind === 'secured') session.socket.destroy();
    const [leaf] = session.peer?.chain ?? [];
    const control = controlOf(session, leaf !== undefined);
    if (!session.peer || leaf === undefined) {
      return inconclusive(`no server certificate was seen at ${dial.declared} (${control.detail})`, {
        control,
      });
    }
    const found = judgeCertificate(session.peer.chain, { ca, name: dial.serverName, now: context.now });
    const defects = [...found.defects, ...unexplained(session, found.defects)];
    const fact: Fact = {
      kind: 'observed',
      ref: `certificate of ${context.targetName}`,
      digest: sha256(leaf),
      value: `until ${found.notAfter.toISOString()}`,
    };
    const search = (detail: string, refused: boolean): Attempt => ({
      what: `looking for defects, as a client of "${dial.serverName}" that trusts only the declared CA`,
      outcome: refused ? 'not-seen' : 'seen',
      refusedBy: null,
      detail,
    });
    if (defects.length > 0) {
      const reason = `the certificate of ${dial.declared} has defects: ${defects.join('; ')}`;
      const attack = [search(`defects: ${defects.join('; ')}`, false)];
      return { verdict: 'fail', reason, control, attack, observer: null, refusedBy: null, facts: [fact] };
    }
    return {
      verdict: 'pass',
      reason: `the certificate of ${dial.declared} leads to the declared CA, holds "${dial.serverName}" and is in date`,
      control,
      attack: [search('no defect', true)],
      observer: null,
      refusedBy: null,
      facts: [fact],
      validUntil: found.notAfter,
    };
  },
});

/** A canary where there is one: some servers show nothing to strangers. */
function clientOf({ identities }: CheckContext): { cert?: string; key?: string } {
  const canary = identities.find(
    ({ state, cert, key }) => state === 'enrolled' && cert !== undefined && key !== undefined,
  );
  return canary?.cert !== undefined && canary.key !== undefined ? { cert: canary.cert, key: canary.key } : {};
}

function attempt(outcome: Attempt['outcome'], refusedBy: Attempt['refusedBy'], detail: string): Attempt {
  return { what: WHAT, outcome, refusedBy, detail };
}

function controlOf(session: SessionOutcome, certificateSeen: boolean): Attempt {
  if (session.kind === 'secured') return attempt('accepted', null, `${session.protocol}, ${session.suite}`);
  if (session.kind === 'tls-alert') {
    const said = alertName(session.alert);
    return certificateSeen
      ? attempt('accepted', null, `certificate seen; then ${said} to a client without a certificate it takes`)
      : attempt('refused', 'server', said);
  }
  if (session.kind === 'tls-local') return attempt('local-failure', 'client-library', session.detail);
  if (certificateSeen) return attempt('accepted', null, `certificate seen; then ${session.detail}`);
  return attempt(session.how === 'unreachable' ? 'unreachable' : 'silent', null, session.detail);
}

/** Dates, which OpenSSL holds against the machine's clock and we against the run's. */
const DATES = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** What OpenSSL holds against the chain, where we found nothing. Then OpenSSL is believed. */
function unexplained(session: SessionOutcome, defects: readonly string[]): string[] {
  if (session.kind !== 'secured' || session.distrust === undefined || DATES.has(session.distrust)) return [];
  return defects.length > 0 ? [] : [`OpenSSL does not accept its chain (${session.distrust})`];
}
