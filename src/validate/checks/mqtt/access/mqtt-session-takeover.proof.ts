import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { KNOWN_BY_PASSWORD, certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, WITH_PASSWORDS, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttSessionTakeover } from './mqtt-session-takeover.ts';

const service = 'service';

export const mqttSessionTakeoverProof = proof(
  mqttSessionTakeover,
  rowsOn(onMosquitto(certified, { service }), 'certificates, which prescribe the client id', {
    intact: INTACT,
    weakened: { 'each client chooses its id': twin(INTACT, { use_username_as_clientid: null }) },
    dead: { 'nobody may send or receive': { ...INTACT, acl: [] } },
  }),
  rowsOn(
    onMosquitto(() => KNOWN_BY_PASSWORD, { service }),
    'passwords, whose name prescribes the client id',
    {
      intact: twin(WITH_PASSWORDS, { use_username_as_clientid: 'true' }),
      weakened: { 'each client chooses its id, known by password': WITH_PASSWORDS },
    },
  ),
  rowsOn(onAedes({ service }), 'a client id belongs to a name', {
    intact: { ...SOUND_AEDES, clientIds: 'by name' },
    weakened: {
      'an id is free while nobody uses it': { ...SOUND_AEDES, clientIds: 'whose was first' },
      'an id is whose was last': SOUND_AEDES,
    },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, service })),
);
