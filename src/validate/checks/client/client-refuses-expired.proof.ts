import { proof, rowsOn } from '../../testing/proof.ts';
import { clientRefusesExpired } from './client-refuses-expired.ts';
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

const VERIFIES = 'looks at the dates';

export const clientRefusesExpiredProof = proof(
  clientRefusesExpired,
  rowsOn(onProgram('openssl', {}, 'hello\n'), VERIFIES, {
    intact: OPENSSL,
    weakened: { 'chain and name only': [...OPENSSL, '-no_check_time'] },
  }),
  rowsOn(onProgram('curl'), VERIFIES, {
    intact: CURL,
    weakened: { 'takes any certificate': [...CURL, '--insecure'] },
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
  rowsOn(onBridge(), VERIFIES, { intact: BRIDGE }),
  deadDevices(),
);
