import { constants } from 'node:crypto';

import { BOTH, KEYS, byPsk, hex, onNodePsk } from '../../testing/datagram/psk.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { deadEnds } from '../../testing/dead.ts';
import { onOpenssl } from '../../testing/listeners.ts';
import { type BrokerSetup, onMosquitto, twin } from '../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { pskForwardSecrecy } from './psk-forward-secrecy.ts';

const expects = { suites: 'ephemeral' };
const dtls = () => ({ identities: [byPsk('canary-a')], kind: 'dtls', expects });
const tls = { identities: BOTH, kind: 'tls', expects };
const openssl = (suites: string): readonly string[] => [
  '-dtls1_2',
  '-psk_identity canary-a',
  `-psk ${hex(KEYS['canary-a'])}`,
  `-cipher ${suites}`,
];
const BROKER: BrokerSetup = {
  settings: {
    psk_hint: 'hint',
    psk_file: 'DIR/psk',
    use_identity_as_username: 'true',
    tls_version: 'tlsv1.2',
    ciphers: 'kECDHEPSK:kDHEPSK',
  },
  psk: { 'canary-a': hex(KEYS['canary-a']) },
};
const EPHEMERAL = { ciphers: 'kECDHEPSK:kDHEPSK', dhparam: 'auto' };

export const pskForwardSecrecyProof = proof(
  pskForwardSecrecy,
  rowsOn(
    onMosquitto(() => [byPsk('canary-a')], { tls: false, expects }),
    'ephemeral keys only',
    {
      intact: BROKER,
      weakened: { 'any suite with a pre-shared key': twin(BROKER, { ciphers: null }) },
      dead: { 'no ephemeral keys, and the canary is not known': { ...BROKER, psk: { other: hex('else') } } },
    },
  ),
  rowsOn(onNodePsk(tls), 'ephemeral keys only', {
    intact: { unknown: 'no key', options: EPHEMERAL },
    weakened: {
      'psk_ke allowed in TLS 1.3': {
        unknown: 'no key',
        options: { ...EPHEMERAL, secureOptions: constants.SSL_OP_ALLOW_NO_DHE_KEX },
      },
    },
  }),
  rowsOn(onOpenssl(dtls), 'ephemeral keys only', {
    intact: openssl('DHE-PSK-AES128-GCM-SHA256'),
    weakened: { 'the key alone too': openssl('DHE-PSK-AES128-GCM-SHA256:PSK-AES128-GCM-SHA256') },
  }),
  deadDatagrams(dtls),
  deadEnds(() => tls),
);
