import { KEYS, BOTH, byPsk, hex, onNodePsk } from '../../testing/datagram/psk.ts';
import { onCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { deadEnds } from '../../testing/dead.ts';
import { type BrokerSetup, onMosquitto } from '../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { pskKey } from './psk-key.ts';

const coaps = () => ({ identities: BOTH, kind: 'coaps' });
const tls = { identities: BOTH, kind: 'tls' };
const KEY_FILE = ['hint,canary-a,first-key-0123456', 'hint,canary-b,second-key-012345'];
const OWN_KEYS = ['-h hint', '-i DIR/keys'];
const BROKER: BrokerSetup = {
  settings: {
    psk_hint: 'hint',
    psk_file: 'DIR/psk',
    use_identity_as_username: 'true',
    tls_version: 'tlsv1.2',
  },
  psk: { 'canary-a': hex(KEYS['canary-a']), 'canary-b': hex(KEYS['canary-b']) },
};

export const pskKeyProof = proof(
  pskKey,
  rowsOn(onCoapServer(coaps), 'a key for each client', {
    intact: { args: [...OWN_KEYS, '-k default-for-nobody'], keys: KEY_FILE },
    weakened: {
      'one key opens under any name': { args: [...OWN_KEYS, '-k first-key-0123456'], keys: KEY_FILE },
      'strangers get in by a certificate suite': {
        args: [...OWN_KEYS, '-k default-for-nobody', '-c PKI/server.pem', '-j PKI/server.key', '-n'],
        keys: KEY_FILE,
      },
      'two clients share a key': {
        args: [...OWN_KEYS, '-k default-for-nobody'],
        keys: ['hint,canary-a,first-key-0123456', 'hint,canary-b,first-key-0123456'],
      },
    },
    dead: {
      'the canary has another key there': {
        args: [...OWN_KEYS, '-k default-for-nobody'],
        keys: ['hint,canary-a,something-else'],
      },
      'certificates are wanted instead': {
        args: ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/ca.pem'],
      },
    },
  }),
  rowsOn(
    onMosquitto(() => BOTH, { tls: false }),
    'a key for each client',
    {
      intact: BROKER,
      weakened: {
        'two clients share a key': {
          ...BROKER,
          psk: { 'canary-a': hex(KEYS['canary-a']), 'canary-b': hex(KEYS['canary-a']) },
        },
      },
      dead: { 'the broker does not know the canary': { ...BROKER, psk: { 'canary-c': hex('else') } } },
    },
  ),
  rowsOn(onNodePsk(tls), 'a key for each client', {
    intact: { unknown: 'no key' },
    weakened: { 'one key opens under any name': { unknown: 'no key', master: 'canary-a' } },
    dead: {
      'in TLS 1.3 it shows a certificate instead': { unknown: 'no key', in13: 'a certificate instead' },
    },
  }),
  rowsOn(onNodePsk(tls), 'a key for each client, whose names have a form', {
    intact: { unknown: 'no key', form: 'canary-' },
    weakened: {
      'one key opens under any new name of the form': { unknown: 'the key of canary-a', form: 'canary-' },
    },
  }),
  rowsOn(onNodePsk({ identities: BOTH, kind: 'mqtt' }), 'a key for each client of a broker', {
    intact: { unknown: 'no key', clientIds: 'the identity' },
    weakened: {
      'at a broker, one key opens under any name': {
        unknown: 'no key',
        clientIds: 'the identity',
        master: 'canary-a',
      },
      'strangers get in by its certificate in TLS 1.3': {
        unknown: 'no key',
        in13: 'a certificate instead',
      },
    },
  }),
  rowsOn(onNodePsk({ identities: [byPsk('canary-a')], kind: 'tls' }), 'only one canary is declared', {
    intact: { unknown: 'no key' },
  }).map((row) => ({ ...row, kind: 'dead' as const })),
  deadDatagrams(coaps),
  deadEnds(() => ({ identities: [byPsk('canary-a')], kind: 'tls' })),
);
