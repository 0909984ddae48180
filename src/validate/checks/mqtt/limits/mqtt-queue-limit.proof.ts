import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttQueueLimit } from './mqtt-queue-limit.ts';

const told = { service: 'service', declares: { mqtt: { queuedMessages: 100 } } };
const BOUNDED = twin(INTACT, { max_queued_messages: '100' });

export const mqttQueueLimitProof = proof(
  mqttQueueLimit,
  rowsOn(onMosquitto(certified, told), 'a hundred messages for each client', {
    intact: BOUNDED,
    weakened: {
      'the number left as it is': twin(BOUNDED, { max_queued_messages: null }),
      'no bound': twin(BOUNDED, { max_queued_messages: '0' }),
    },
    dead: { 'nobody may send or receive': { ...BOUNDED, acl: [] } },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, ...told })),
);
