import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin, withAcl } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttWildcardSubscribe } from './mqtt-wildcard-subscribe.ts';

const service = 'service';

export const mqttWildcardSubscribeProof = proof(
  mqttWildcardSubscribe,
  rowsOn(onMosquitto(certified, { service }), 'each device its own topics', {
    intact: INTACT,
    weakened: {
      'no ACL': twin(INTACT, { acl_file: null }),
      'everybody reads everything': withAcl(INTACT, 'pattern read #'),
      'everybody reads all devices': withAcl(INTACT, 'pattern read devices/#'),
      'everybody reads all commands': withAcl(INTACT, 'pattern read +/+/commands'),
    },
    dead: { 'nobody may send or receive': { ...INTACT, acl: [] } },
  }),
  rowsOn(onAedes({ service }), 'rules that know wildcards', {
    intact: SOUND_AEDES,
    weakened: { 'rules that compare names only': { ...SOUND_AEDES, wildcards: 'anywhere' } },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, service })),
);
