import { deadAmqp, SOUND_PEER, onPeer } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT, RABBIT_CERTIFIED, onRabbit, withRights } from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD, certified } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpAddressReceive } from './amqp-address-receive.ts';

/** What a device may read, beside its own queue. */
const reads = (also: string) => withRights(RABBIT, 'canary-a', { read: `^(commands\\.canary-a|${also})$` });
/** Whoever attached first reads, until it is gone. */
const ONE_READER = { ...RABBIT, queues: { 'x-single-active-consumer': true } };

export const amqpAddressReceiveProof = proof(
  amqpAddressReceive,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD),
    'each device its own queue',
    {
      intact: RABBIT,
      weakened: {
        'what all devices send': reads('messages\\..*'),
        'what all devices are sent': reads('commands\\..*'),
        'the other device may read everything': withRights(RABBIT, 'canary-b', { read: '.*' }),
      },
      dead: { 'the services may not read': withRights(RABBIT, 'service', { read: '^$' }) },
    },
  ),
  rowsOn(onRabbit(certified, { tls: true }), 'each device its own queue, by certificate', {
    intact: RABBIT_CERTIFIED,
  }),
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD),
    'each device its own queue, read by one at a time',
    {
      intact: ONE_READER,
      weakened: {
        'what all devices are sent, while they are away': withRights(ONE_READER, 'canary-a', {
          read: '^commands\\..*$',
        }),
      },
    },
  ),
  rowsOn(onPeer(), 'rights judged in every form of address', {
    intact: SOUND_PEER,
    weakened: {
      'what is called a topic is not judged': { ...SOUND_PEER, addresses: 'not judged under topic://' },
      'patterns are not judged': { ...SOUND_PEER, addresses: 'not judged with wildcards' },
    },
    dead: {
      'a reader cannot let another one go first': {
        ...SOUND_PEER,
        addresses: 'not judged under topic://',
        readers: 'never paused',
      },
    },
  }),
  deadAmqp(),
);
