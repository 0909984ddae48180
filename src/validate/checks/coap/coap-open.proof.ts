import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { onOpenssl } from '../../testing/listeners.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { coapOpen } from './coap-open.ts';

const told = () => ({ identities: [], kind: 'coaps', expects: { min: '1.2' } });
const ARGS = ['-k some-key-of-ours'];

export const coapOpenProof = proof(
  coapOpen,
  rowsOn(onCoapServer(told), 'CoAP over DTLS', {
    intact: { args: ARGS },
    weakened: { 'CoAP without DTLS': { args: ARGS, plain: true } },
  }),
  rowsOn(onCoapServer(told, 'gnutls'), 'CoAP over DTLS', {
    intact: { args: ARGS },
    weakened: { 'CoAP without DTLS': { args: ARGS, plain: true } },
  }),
  rowsOn(onOpenssl(told), 'DTLS', {
    intact: ['-dtls1_2'],
    dead: { 'no DTLS 1.2': ['-dtls1', '-cipher ALL:@SECLEVEL=0'] },
  }),
  deadDatagrams(told),
);
