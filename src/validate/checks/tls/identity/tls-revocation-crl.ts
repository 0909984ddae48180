/**
 * Has the CA taken the server's certificate back? Looked up in the revocation list that the target declares, which is
 * believed only when the certificate's issuer signed it and while it is in date. Of the issuers' own certificates
 * nothing is asked, nor whether clients look at the list.
 */
import { defineCheck } from '../../../check.ts';
import { lookUpInCrl } from '../../../probes/tls/crl.ts';
import { judgeServerStatus } from '../../../probes/tls/server-status.ts';
import { inconclusive } from '../../../verdict.ts';

export const tlsRevocationCrl = defineCheck({
  id: 'tls-revocation-crl',
  title: 'Is the listener’s certificate absent from its CA’s revocation list?',
  targets: ['amqp', 'http', 'mqtt', 'tls'],
  control: 'a TLS handshake gets as far as the server certificate',
  attack:
    'the certificate is looked up in the declared revocation list, whose signature and dates are checked',
  effect: 'passive',
  budget: { connections: 2, seconds: 15, bytes: 200_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context) {
    const crl = context.target.tls?.crl;
    if (crl === undefined)
      return inconclusive('targets.yaml names no revocation list for this target (tls.crl)');
    const text = await context.readFile(crl);
    return judgeServerStatus(context, crl, (asked) => lookUpInCrl(text, asked, context.now));
  },
});
