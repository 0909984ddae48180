import { type AedesSetup, SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttQueueLimit } from './mqtt-queue-limit.ts';

const told = { service: 'service', declares: { mqtt: { queuedMessages: 100 } } };
const BOUNDED = twin(INTACT, { max_queued_messages: '100' });
const KEEPS_A_HUNDRED: AedesSetup = { ...SOUND_AEDES, keeps: 'a hundred messages' };

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
  rowsOn(onAedes(told), 'a hundred messages, on a broker of another make', {
    intact: KEEPS_A_HUNDRED,
    weakened: { 'everything is kept': { ...KEEPS_A_HUNDRED, keeps: 'everything' } },
    dead: {
      'everything is kept, and not everything taken of a sender': {
        ...KEEPS_A_HUNDRED,
        keeps: 'everything',
        takes: 'a hundred messages in ten seconds',
      },
    },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, ...told })),
);
