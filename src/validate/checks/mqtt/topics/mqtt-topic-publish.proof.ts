import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, OWN_TOPICS, onMosquitto, twin, withAcl } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttTopicPublish } from './mqtt-topic-publish.ts';

const service = 'service';
/** Rules by name, as they should be, where each client chooses its id. */
const OWN_ID = twin(INTACT, { use_username_as_clientid: null });

export const mqttTopicPublishProof = proof(
  mqttTopicPublish,
  rowsOn(onMosquitto(certified, { service }), 'each device its own topics', {
    intact: INTACT,
    weakened: {
      'no ACL': twin(INTACT, { acl_file: null }),
      'everybody may do everything': withAcl(INTACT, 'pattern readwrite #'),
      'everybody sends commands to everybody': withAcl(INTACT, 'pattern write devices/+/commands'),
      'everybody sends in the name of everybody': withAcl(INTACT, 'pattern write devices/+/messages'),
      'one device is trusted with everything': withAcl(withAcl(INTACT, 'user canary-b'), 'topic write #'),
    },
    dead: { 'nobody may send or receive': { ...INTACT, acl: [] } },
  }),
  rowsOn(onMosquitto(certified, { service }), 'client ids are free, and the rules do not look at them', {
    intact: OWN_ID,
    weakened: {
      'who has the client id may send in its name': withAcl(OWN_ID, 'pattern write devices/%c/messages'),
    },
  }),
  rowsOn(onMosquitto(certified), 'each device reads itself, no services', {
    intact: OWN_TOPICS,
    weakened: { 'everybody sends to all devices': withAcl(OWN_TOPICS, 'pattern write devices/#') },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, service })),
);
