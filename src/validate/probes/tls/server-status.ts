/** What the checks of a server certificate's revocation share: getting to see it, and an outcome from what is said of it. */
import type { Attempt } from '../../../evidence/run.ts';
import { sha256 } from '../../../text/digest.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { leadsTo } from '../certificate.ts';
import { type PeerIdentity, openTlsSession } from './wire/tls-session.ts';
import { type Asked, type CertificateStatus, askedOf } from './signed-status.ts';

const SEEN = 'TLS handshake up to the server certificate';

/**
 * Shakes hands as a client without certificate, which is enough to see the server's. `find` gives the status from what
 * was seen, or says why there is none. Good is a pass, revoked a fail; a status that may not be believed is neither.
 */
export async function judgeServerStatus(
  context: CheckContext,
  where: string,
  find: (asked: Asked, peer: PeerIdentity) => CertificateStatus | string,
): Promise<CheckOutcome> {
  const { ca, dial, now } = context;
  if (ca === undefined) return inconclusive('targets.yaml names no CA for this target (tls.ca)');
  const session = await openTlsSession(dial, { ca });
  if (session.kind === 'secured') session.socket.destroy();
  const { peer } = session;
  const [leaf] = peer?.chain ?? [];
  if (!peer || leaf === undefined) {
    const detail = 'detail' in session ? session.detail : session.kind;
    const control: Attempt = { what: SEEN, outcome: 'silent', refusedBy: null, detail };
    return inconclusive(`no server certificate was seen at ${dial.declared} (${detail})`, { control });
  }
  const control: Attempt = { what: SEEN, outcome: 'seen', refusedBy: null, detail: 'certificate seen' };
  const facts = [
    {
      kind: 'observed' as const,
      ref: `certificate of ${context.targetName}`,
      digest: sha256(leaf),
      value: null,
    },
  ];
  // Whoever is not of the declared CA could make their own authority call them good.
  if (!leadsTo(peer.chain, ca))
    return inconclusive('the certificate does not lead to the declared CA', { control, facts });
  const asked = askedOf(peer.chain, ca);
  if (!asked) return inconclusive('who issued the certificate is not known here', { control, facts });
  const status = find(asked, peer);
  if (typeof status === 'string') return inconclusive(status, { control, facts });
  const { state, detail, until } = status;
  const attack: Attempt[] = [
    {
      what: `looking for its revocation in ${where}`,
      outcome: state === 'revoked' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail,
    },
  ];
  const found = { control, attack, observer: null, refusedBy: null, facts };
  const serial = `the certificate of ${dial.declared} (serial number ${asked.leaf.serialNumber})`;
  if (state === 'revoked')
    return { ...found, verdict: 'fail', reason: `${serial} is revoked: ${where}, ${detail}` };
  if (state !== 'good') return inconclusive(`${where} says nothing that counts: ${detail}`, found);
  const ends = [Date.parse(asked.leaf.validTo), until?.getTime() ?? Infinity];
  return {
    ...found,
    verdict: 'pass',
    reason: `${serial} is not revoked by ${where} (${detail}), as of ${now.toISOString()}`,
    validUntil: new Date(Math.min(...ends)),
  };
}
