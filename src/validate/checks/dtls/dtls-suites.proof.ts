import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { onOpenssl } from '../../testing/listeners.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { dtlsSuites } from './dtls-suites.ts';

const told = () => ({ identities: [], kind: 'coaps' });
const claimed = () => ({ identities: [], kind: 'dtls', expects: { suites: 'aead' } });
const shared = () => ({ identities: [], kind: 'coaps', expects: { suites: 'ephemeral' } });
const KEYED = ['-k some-key-of-ours'];
const POLICY = ['[overrides]', 'tls-disabled-mac = SHA1'];
const suites = (list: string): readonly string[] => ['-dtls1_2', `-cipher ${list}:@SECLEVEL=0`];

export const dtlsSuitesProof = proof(
  dtlsSuites,
  rowsOn(onOpenssl(told), 'suites that protect', {
    intact: suites('ECDHE:!eNULL:!aNULL'),
    weakened: {
      'without encryption': suites('ECDHE:!aNULL'),
      'without proof of the server': suites('ECDHE:AECDH:!eNULL'),
    },
    dead: { 'no DTLS 1.2': ['-dtls1', '-cipher ECDHE:!eNULL:!aNULL:@SECLEVEL=0'] },
  }),
  rowsOn(onOpenssl(claimed), 'ephemeral keys and authenticated encryption only', {
    intact: suites('ECDHE+AESGCM'),
    weakened: {
      'CBC too': suites('ECDHE:!eNULL:!aNULL'),
      'a pre-shared key alone': [
        '-dtls1_2',
        '-psk 00112233445566778899aabbccddeeff',
        '-cipher ECDHE+AESGCM:PSK-AES128-GCM-SHA256:@SECLEVEL=0',
      ],
    },
  }),
  rowsOn(onCoapServer(told), 'suites that protect, with a pre-shared key', {
    intact: { args: ['-k some-key-of-ours'] },
  }),
  rowsOn(onCoapServer(shared, 'gnutls'), 'a pre-shared key, and an exchange beside it', {
    intact: { args: KEYED, policy: [...POLICY, 'tls-disabled-kx = PSK'] },
    weakened: { 'the key alone too, by a server that is silent at times': { args: KEYED, policy: POLICY } },
  }),
  deadDatagrams(told),
);
