import { byCertificate } from '../../testing/context.ts';
import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import type { Pki } from '../../testing/pki.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { dtlsClientCertificate } from './dtls-client-certificate.ts';

const told = (pki: Pki) => ({ identities: [byCertificate(pki.canaryA)], kind: 'coaps' });
const foreign = (pki: Pki) => ({ identities: [byCertificate(pki.foreign)], kind: 'coaps' });
const SERVER = ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/ca.pem'];

export const dtlsClientCertificateProof = proof(
  dtlsClientCertificate,
  rowsOn(onCoapServer(told), 'certificates of clients are asked for and judged', {
    intact: { args: SERVER },
    weakened: { 'peers are not judged': { args: [...SERVER, '-n'] } },
    dead: { 'a pre-shared key is wanted instead': { args: ['-k some-key'] } },
  }),
  rowsOn(onCoapServer(foreign), 'another CA', {
    intact: { args: ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/other-ca.pem'] },
    dead: { 'the canary is of a CA that is not trusted': { args: SERVER } },
  }),
  deadDatagrams(({ pki }) => told(pki)),
);
