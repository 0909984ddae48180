import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { coapWrite } from './coap-write.ts';

const told = () => ({ identities: [], kind: 'coap', declares: { coap: { canary: 'bestride-canary' } } });

export const coapWriteProof = proof(
  coapWrite,
  rowsOn(onCoapServer(told), 'nothing can be made by strangers', {
    intact: { args: [], plain: true },
    weakened: { 'strangers may make resources': { args: ['-d 4'], plain: true } },
    dead: { 'DTLS is wanted': { args: ['-k some-key'] } },
  }),
  deadDatagrams(told),
);
