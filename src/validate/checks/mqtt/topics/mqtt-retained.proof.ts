import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin, withAcl } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttRetained } from './mqtt-retained.ts';

const service = 'service';

export const mqttRetainedProof = proof(
  mqttRetained,
  rowsOn(onMosquitto(certified, { service }), 'each device its own topics', {
    intact: INTACT,
    weakened: {
      'no ACL': twin(INTACT, { acl_file: null }),
      'everybody leaves commands for everybody': withAcl(INTACT, 'pattern write devices/+/commands'),
      'everybody fetches the commands of everybody': withAcl(INTACT, 'pattern read devices/+/commands'),
    },
    dead: { 'nobody may send or receive': { ...INTACT, acl: [] } },
  }),
  rowsOn(onMosquitto(certified, { service }), 'nothing is retained', {
    intact: twin(INTACT, { retain_available: 'false' }),
  }),
  rowsOn(onAedes({ service }), 'what is retained is held to the rules', {
    intact: SOUND_AEDES,
    weakened: {
      'everybody retains anywhere': { ...SOUND_AEDES, retaining: 'anywhere' },
      'what is retained goes to anybody': { ...SOUND_AEDES, retained: 'to anybody' },
    },
  }),
  rowsOn(onAedes({ service }), 'nobody may retain', { intact: { ...SOUND_AEDES, retaining: 'nobody' } }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, service })),
);
