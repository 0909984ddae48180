import { proof, rowsOn } from '../../testing/proof.ts';
import { clientRefusesUnknownCa } from './client-refuses-unknown-ca.ts';
import {
  BRIDGE,
  CURL,
  GNUTLS,
  MOSQUITTO_PUB,
  NODE,
  OPENSSL,
  changed,
  deadDevices,
  onBridge,
  onNode,
  onProgram,
} from './testing/devices.ts';

const VERIFIES = 'verifies its server';

export const clientRefusesUnknownCaProof = proof(
  clientRefusesUnknownCa,
  rowsOn(onProgram('curl'), VERIFIES, {
    intact: CURL,
    weakened: { 'takes any certificate': [...CURL, '--insecure'] },
  }),
  rowsOn(onProgram('openssl', {}, 'hello\n'), VERIFIES, {
    intact: OPENSSL,
    weakened: {
      'goes on in spite of errors': changed(OPENSSL, ['-verify_return_error', '-verify_hostname']),
    },
  }),
  rowsOn(onNode(), VERIFIES, {
    intact: NODE,
    weakened: { 'takes any certificate': [...NODE, 'rejectUnauthorized: false'] },
  }),
  rowsOn(onProgram('gnutls-cli', {}, 'hello\n'), VERIFIES, {
    intact: GNUTLS,
    weakened: { 'takes any certificate': [...GNUTLS, '--insecure'] },
  }),
  rowsOn(onProgram('mosquitto_pub'), VERIFIES, {
    intact: MOSQUITTO_PUB,
    weakened: { 'speaks without TLS': changed(MOSQUITTO_PUB, ['--cafile']) },
  }),
  rowsOn(onBridge(), VERIFIES, {
    intact: BRIDGE,
    weakened: { 'speaks without TLS': changed(BRIDGE, ['bridge_cafile']) },
  }),
  deadDevices(),
);
