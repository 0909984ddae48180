import { proof, rowsOn } from '../../testing/proof.ts';
import { clientRefusesWrongName } from './client-refuses-wrong-name.ts';
import {
  BRIDGE,
  CURL,
  MOSQUITTO_PUB,
  NODE,
  OPENSSL,
  changed,
  deadDevices,
  onBridge,
  onNode,
  onProgram,
} from './testing/devices.ts';

const VERIFIES = 'verifies the name';

export const clientRefusesWrongNameProof = proof(
  clientRefusesWrongName,
  rowsOn(onProgram('mosquitto_pub'), VERIFIES, {
    intact: MOSQUITTO_PUB,
    weakened: { 'the chain only': [...MOSQUITTO_PUB, '--insecure'] },
  }),
  rowsOn(onBridge(), VERIFIES, {
    intact: BRIDGE,
    weakened: { 'the chain only': [...BRIDGE, 'bridge_insecure true'] },
  }),
  rowsOn(onProgram('openssl', {}, 'hello\n'), VERIFIES, {
    intact: OPENSSL,
    weakened: { 'the chain only': changed(OPENSSL, ['-verify_hostname']) },
  }),
  rowsOn(onNode(), VERIFIES, {
    intact: NODE,
    weakened: { 'the chain only': [...NODE, 'checkServerIdentity: () => undefined'] },
  }),
  rowsOn(onProgram('curl'), VERIFIES, {
    intact: CURL,
    weakened: { 'takes any certificate': [...CURL, '--insecure'] },
  }),
  deadDevices(),
);
