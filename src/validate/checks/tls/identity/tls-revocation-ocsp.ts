/**
 * Does the listener send along an OCSP response that calls its certificate good? No responder is asked: none is
 * declared, and what is not declared is not contacted. A listener that sends none leaves the question open.
 */
import { defineCheck } from '../../../check.ts';
import { readOcsp } from '../../../probes/tls/ocsp.ts';
import { judgeServerStatus } from '../../../probes/tls/server-status.ts';

export const tlsRevocationOcsp = defineCheck({
  id: 'tls-revocation-ocsp',
  title: 'Does the OCSP response that the listener sends along call its certificate good?',
  targets: ['amqp', 'http', 'mqtt', 'tls'],
  control: 'a TLS handshake gets as far as the server certificate',
  attack: 'the stapled OCSP response is held against the certificate; its signature and dates are checked',
  effect: 'passive',
  budget: { connections: 2, seconds: 15, bytes: 200_000 },
  strength: 'probe',
  lifetimeHours: 24,
  expects: {},
  async run(context) {
    return judgeServerStatus(context, 'the stapled OCSP response', (asked, { stapled }) =>
      stapled ? readOcsp(stapled, asked, context.now) : 'the listener sent no OCSP response along',
    );
  },
});
