import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttConnectionLimit } from './mqtt-connection-limit.ts';

const ROOMY = twin(INTACT, { max_connections: '200' });

export const mqttConnectionLimitProof = proof(
  mqttConnectionLimit,
  rowsOn(onMosquitto(certified), 'room for 200 connections', {
    intact: ROOMY,
    weakened: { 'room for 20 connections': twin(ROOMY, { max_connections: '20' }) },
    dead: { 'it trusts another CA': twin(ROOMY, { cafile: 'PKI/other-ca.pem', crlfile: null }) },
  }),
  rowsOn(onAedes(), 'room for 200 connections, in the clear', {
    intact: SOUND_AEDES,
    weakened: { 'room for 20 connections, in the clear': { ...SOUND_AEDES, mostConnections: 20 } },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert })),
);
