import { deadAmqp } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT, onRabbit, rabbitTwin, withRights } from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpMessageLimit } from './amqp-message-limit.ts';

const amqp = { messageBytes: 20_000 };
const BOUNDED = rabbitTwin(RABBIT, { max_message_size: '20000' });

export const amqpMessageLimitProof = proof(
  amqpMessageLimit,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD, { amqp }),
    'messages of 20,000 bytes at most',
    {
      intact: BOUNDED,
      weakened: {
        'messages of up to 128 MiB, as it is delivered': rabbitTwin(BOUNDED, { max_message_size: null }),
      },
      dead: {
        'the canary may not send': withRights(BOUNDED, 'canary-a', { write: '^$' }),
        'it takes less than it should': rabbitTwin(BOUNDED, { max_message_size: '10000' }),
      },
    },
  ),
  deadAmqp(amqp),
);
