import { runAgainst } from '../../testing/context.ts';
import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import {
  type CoapResources,
  type CoapWrites,
  startCoapResponder,
} from '../../testing/datagram/coap-responder.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { type Stand, asLines, proof, rowsOn } from '../../testing/proof.ts';
import { coapWrite } from './coap-write.ts';

const told = () => ({ identities: [], kind: 'coap', declares: { coap: { canary: 'bestride-canary' } } });

/** The canary resource: how it answers strangers who read, and strangers who write. */
interface Canary {
  readonly reads: CoapResources[string];
  readonly writes: CoapWrites;
}

const asking: Stand<Canary> = {
  software: 'a CoAP server of ours',
  text: asLines,
  async judge(check, { reads, writes }) {
    const server = await startCoapResponder({ 'bestride-canary': reads }, undefined, writes);
    return runAgainst(check, { ...told(), port: server.port }).finally(() => server.stop());
  },
};

const libcoap = rowsOn(onCoapServer(told), '', {
  intact: { args: [], plain: true },
  weakened: { 'strangers may make resources': { args: ['-d 4'], plain: true } },
  dead: { 'DTLS is wanted': { args: ['-k some-key'] } },
});

export const coapWriteProof = proof(
  coapWrite,
  rowsOn(asking, 'it asks who writes', {
    intact: { reads: '2.05', writes: '4.01' },
    weakened: { 'it asks nobody': { reads: '2.05', writes: '2.04' } },
    dead: {
      'nobody may write there at all': { reads: '2.05', writes: '4.05' },
      'there is no such resource': { reads: '4.04', writes: '4.04' },
    },
  }),
  // Anybody writes its other resources; the one that is named is not there and cannot be made.
  libcoap.map((row) =>
    row.kind === 'intact' ? { ...row, kind: 'dead', name: 'what is named cannot be made by anybody' } : row,
  ),
  deadDatagrams(told),
);
