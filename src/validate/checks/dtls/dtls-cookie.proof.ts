import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { onResponder } from '../../testing/datagram/dtls-responder.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { dtlsCookie } from './dtls-cookie.ts';

const told = () => ({ identities: [], kind: 'coaps' });
const CERTIFICATE = ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/ca.pem'];

export const dtlsCookieProof = proof(
  dtlsCookie,
  rowsOn(onCoapServer(told), 'a cookie is asked for', {
    intact: { args: CERTIFICATE },
    dead: { 'it speaks CoAP without DTLS': { args: CERTIFICATE, plain: true } },
  }),
  rowsOn(onCoapServer(told, 'gnutls'), 'a cookie is asked for', { intact: { args: ['-k some-key'] } }),
  rowsOn(onResponder(told), 'a cookie is asked for, and looked at', {
    intact: { cookie: 'checked' },
    weakened: {
      'no cookie is asked for': { cookie: 'none' },
      'any cookie is taken': { cookie: 'any' },
      'any cookie of the right length is taken': { cookie: 'its length' },
      'it asks ten times for one hello': { cookie: 'checked', repeats: 10 },
    },
  }),
  deadDatagrams(told),
);
