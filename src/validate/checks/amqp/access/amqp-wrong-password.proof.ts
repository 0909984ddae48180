import type { PeerSetup } from '../../../testing/brokers/amqp-conversation.ts';
import { deadAmqp, SOUND_PEER, onPeer } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT, onRabbit } from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpWrongPassword } from './amqp-wrong-password.ts';

/** What it says names whom it refuses, and has a number of its own. */
const LATE: PeerSetup = { ...SOUND_PEER, judged: 'when opened', connections: 'two at a time' };

export const amqpWrongPasswordProof = proof(
  amqpWrongPassword,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD),
    'passwords for all',
    {
      intact: RABBIT,
      dead: {
        'it knows nobody, the canary neither': { ...RABBIT, users: { service: 's-secret' }, rights: {} },
      },
    },
  ),
  rowsOn(onPeer(), 'the same answer to every stranger', {
    intact: SOUND_PEER,
    weakened: {
      'any password will do': { ...SOUND_PEER, passwords: 'any will do' },
      'an empty password will do': { ...SOUND_PEER, passwords: 'an empty one will do' },
      'the first eight characters will do': {
        ...SOUND_PEER,
        passwords: 'the first eight characters asked for',
      },
      'another answer to unknown names': { ...SOUND_PEER, unknownNames: 'hung up on' },
    },
  }),
  rowsOn(onPeer(), 'each time another answer, and two connections at a time', {
    intact: LATE,
    weakened: {
      'an empty password will do, two connections at a time': {
        ...LATE,
        passwords: 'an empty one will do',
      },
      'it says that there is no such name': { ...LATE, unknownNames: 'told so' },
    },
  }),
  deadAmqp(),
);
