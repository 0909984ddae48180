import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, OWN_TOPICS, onMosquitto, twin, withAcl } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttTopicSubscribe } from './mqtt-topic-subscribe.ts';

const service = 'service';
/** Rules by name, as they should be, where each client chooses its id. */
const OWN_ID = twin(INTACT, { use_username_as_clientid: null });

export const mqttTopicSubscribeProof = proof(
  mqttTopicSubscribe,
  rowsOn(onMosquitto(certified, { service }), 'each device its own topics', {
    intact: INTACT,
    weakened: {
      'no ACL': twin(INTACT, { acl_file: null }),
      'everybody may do everything': withAcl(INTACT, 'pattern readwrite #'),
      'everybody reads all commands': withAcl(INTACT, 'pattern read devices/+/commands'),
      'everybody reads all messages': withAcl(INTACT, 'pattern read devices/+/messages'),
      'one device is trusted with everything': withAcl(withAcl(INTACT, 'user canary-b'), 'topic read #'),
    },
    dead: { 'nobody may send or receive': { ...INTACT, acl: [] } },
  }),
  rowsOn(onMosquitto(certified, { service }), 'client ids are free, and the rules do not look at them', {
    intact: OWN_ID,
    weakened: {
      'who has the client id may read what is for it': withAcl(OWN_ID, 'pattern read devices/%c/commands'),
    },
  }),
  rowsOn(onMosquitto(certified), 'each device sends to itself, no services', {
    intact: OWN_TOPICS,
    weakened: { 'everybody reads all devices': withAcl(OWN_TOPICS, 'pattern read devices/#') },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, service })),
);
