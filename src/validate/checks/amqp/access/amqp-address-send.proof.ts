import { deadAmqp, SOUND_PEER, onPeer } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT, RABBIT_CERTIFIED, onRabbit, withRights } from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD, certified } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpAddressSend } from './amqp-address-send.ts';

/** What a device may write to, beside its own exchange. */
const writes = (also: string) => withRights(RABBIT, 'canary-a', { write: `^(messages\\.canary-a|${also})$` });

export const amqpAddressSendProof = proof(
  amqpAddressSend,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD),
    'each device its own exchange',
    {
      intact: RABBIT,
      weakened: {
        'the default exchange, by which /amq/queue/ reaches every queue': writes('amq\\.default'),
        'the exchanges of all devices': writes('messages\\..*'),
        'commands to all devices': writes('commands\\..*'),
        'the other device may do everything': withRights(RABBIT, 'canary-b', { write: '.*' }),
      },
      dead: {
        'nobody may send': withRights(RABBIT, 'service', { write: '^$' }),
      },
    },
  ),
  rowsOn(onRabbit(certified, { tls: true }), 'each device its own exchange, by certificate', {
    intact: RABBIT_CERTIFIED,
  }),
  rowsOn(onPeer(), 'rights judged in every form of address', {
    intact: SOUND_PEER,
    weakened: {
      'links without an address take messages for anybody': {
        ...SOUND_PEER,
        addresses: 'not judged in messages',
      },
      'what is called a topic is not judged': { ...SOUND_PEER, addresses: 'not judged under topic://' },
    },
  }),
  deadAmqp(),
);
