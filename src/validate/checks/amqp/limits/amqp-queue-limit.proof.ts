import { SOUND_PEER, deadAmqp, onPeer } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT, onRabbit, withRights } from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpQueueLimit } from './amqp-queue-limit.ts';

const amqp = { queuedMessages: 20 };
const OLDEST_GO = { ...RABBIT, queues: { 'x-max-length': 20 } };

export const amqpQueueLimitProof = proof(
  amqpQueueLimit,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD, { amqp }),
    'twenty messages a queue, the oldest go',
    {
      intact: OLDEST_GO,
      weakened: {
        'queues of any length, as they are declared by default': RABBIT,
        'queues of forty messages': { ...RABBIT, queues: { 'x-max-length': 40 } },
      },
      dead: { 'the services may not send': withRights(OLDEST_GO, 'service', { write: '^$' }) },
    },
  ),
  rowsOn(onPeer(undefined, amqp), 'twenty messages, on a broker of ours', {
    intact: { ...SOUND_PEER, credit: 'one' },
    weakened: { 'everything is kept': { ...SOUND_PEER, credit: 'one', keeps: 'everything' } },
    dead: { 'nothing waits there': { ...SOUND_PEER, keeps: 'nothing' } },
  }),
  deadAmqp(amqp),
);
