import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { KNOWN_BY_PASSWORD } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttSlowConnect } from './mqtt-slow-connect.ts';

const declares = { mqtt: { connectSeconds: 2 } };

export const mqttSlowConnectProof = proof(
  mqttSlowConnect,
  rowsOn(onAedes({ declares }), 'two seconds for a CONNECT', {
    intact: SOUND_AEDES,
    weakened: { 'half a minute for a CONNECT': { ...SOUND_AEDES, connectMillis: 30_000 } },
  }),
  deadEnds(({ pki }) => ({ identities: KNOWN_BY_PASSWORD, ca: pki.ca.cert, declares })),
);
