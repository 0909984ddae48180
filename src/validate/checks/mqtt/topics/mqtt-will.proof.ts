import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin, withAcl } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttWill } from './mqtt-will.ts';

const service = 'service';

export const mqttWillProof = proof(
  mqttWill,
  rowsOn(onMosquitto(certified, { service }), 'each device its own topics', {
    intact: INTACT,
    weakened: {
      'no ACL': twin(INTACT, { acl_file: null }),
      'everybody sends commands to everybody': withAcl(INTACT, 'pattern write devices/+/commands'),
    },
    dead: {
      'nobody may send or receive': { ...INTACT, acl: [] },
      'the canaries may not send': { ...INTACT, acl: (INTACT.acl ?? []).slice(1) },
    },
  }),
  rowsOn(onAedes({ service }), 'wills are held to the rules for messages', {
    intact: SOUND_AEDES,
    weakened: { 'nobody looks at wills': { ...SOUND_AEDES, wills: 'anywhere' } },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, service })),
);
