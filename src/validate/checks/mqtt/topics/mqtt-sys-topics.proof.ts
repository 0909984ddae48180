import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin, withAcl } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttSysTopics } from './mqtt-sys-topics.ts';

const service = 'service';

export const mqttSysTopicsProof = proof(
  mqttSysTopics,
  rowsOn(onMosquitto(certified, { service }), 'an ACL that says nothing of $SYS', {
    intact: INTACT,
    weakened: {
      'no ACL': twin(INTACT, { acl_file: null }),
      'everybody reads $SYS': withAcl(INTACT, 'pattern read $SYS/#'),
      'everybody reads who is connected': withAcl(INTACT, 'pattern read $SYS/broker/clients/#'),
    },
    dead: { 'nobody may send or receive': { ...INTACT, acl: [] } },
  }),
  rowsOn(onAedes({ service }), 'rules that say nothing of $SYS', {
    intact: SOUND_AEDES,
    weakened: {
      'everybody reads $SYS': { ...SOUND_AEDES, internals: 'to anybody' },
      'everybody reads what is told every 20 seconds': { ...SOUND_AEDES, internals: 'rarely, to anybody' },
    },
  }),
  rowsOn(onAedes({ service }), 'who asks for $SYS is thrown out', {
    intact: { ...SOUND_AEDES, internals: 'hangs up' },
    weakened: {
      'who asks for all of $SYS is thrown out, for a part of it not': {
        ...SOUND_AEDES,
        internals: 'in part, else hangs up',
      },
    },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, service })),
);
