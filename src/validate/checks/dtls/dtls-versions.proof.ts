import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { onOpenssl } from '../../testing/listeners.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { dtlsVersions } from './dtls-versions.ts';

const told = () => ({ identities: [], expects: { min: '1.2' }, kind: 'coaps' });
const WEAKEST = '-cipher ALL:@SECLEVEL=0';
const KEY = '-k some-key-of-ours';
const CERTIFICATE = ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/ca.pem'];

export const dtlsVersionsProof = proof(
  dtlsVersions,
  rowsOn(onCoapServer(told, 'gnutls'), 'DTLS 1.2 at least', {
    intact: { args: CERTIFICATE, policy: ['[overrides]', 'disabled-version = dtls1.0'] },
    weakened: { 'DTLS 1.0 taken': { args: CERTIFICATE, policy: ['[overrides]'] } },
  }),
  rowsOn(onCoapServer(told), 'DTLS 1.2 at least', {
    intact: { args: [KEY] },
    dead: { 'it speaks CoAP without DTLS': { args: [KEY], plain: true } },
  }),
  rowsOn(onOpenssl(told), 'DTLS 1.2 at least, all suites', {
    intact: ['-dtls', '-min_protocol DTLSv1.2', WEAKEST],
    weakened: {
      'DTLS 1.0 taken': ['-dtls', WEAKEST],
      'nothing but DTLS 1.0': ['-dtls', '-max_protocol DTLSv1', WEAKEST],
    },
  }),
  deadDatagrams(told),
);
