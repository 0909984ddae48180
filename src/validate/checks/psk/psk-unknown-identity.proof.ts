import { BOTH, byPsk, onNodePsk } from '../../testing/datagram/psk.ts';
import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { deadEnds } from '../../testing/dead.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { pskUnknownIdentity } from './psk-unknown-identity.ts';

const coaps = () => ({ identities: BOTH, kind: 'coaps' });
const tls = { identities: BOTH, kind: 'tls' };
const ARGS = ['-h hint', '-i DIR/keys', '-k default-for-nobody'];

export const pskUnknownIdentityProof = proof(
  pskUnknownIdentity,
  rowsOn(onNodePsk(tls), 'unknown names get a random key', {
    intact: { unknown: 'random key' },
    weakened: { 'unknown names get none': { unknown: 'no key' } },
    dead: { 'the canary has another key there': { unknown: 'random key', master: 'canary-b' } },
  }),
  rowsOn(onNodePsk(tls), 'unknown names of the right form get a random key, others none', {
    intact: { unknown: 'random key', form: 'canary-' },
    weakened: { 'unknown names get none': { unknown: 'no key', form: 'canary-' } },
  }),
  rowsOn(onNodePsk(tls), 'the same, TLS 1.2 at most', {
    intact: { unknown: 'random key', options: { maxVersion: 'TLSv1.2' } },
    weakened: { 'unknown names get none': { unknown: 'no key', options: { maxVersion: 'TLSv1.2' } } },
  }),
  rowsOn(onCoapServer(coaps), 'unknown names get a key that nobody has', {
    intact: { args: ARGS, keys: ['hint,canary-a,first-key-0123456'] },
    dead: { 'the canary has another key there': { args: ARGS, keys: ['hint,canary-a,something-else'] } },
  }),
  deadDatagrams(coaps),
  deadEnds(() => ({ identities: [byPsk('canary-a')], kind: 'tls' })),
);
