import { SOUND_PEER, onPeer } from '../../testing/brokers/amqp-peer.ts';
import { RABBIT, onRabbit, withUsers } from '../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD } from '../../testing/context.ts';
import { deadEnds } from '../../testing/dead.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { amqpWrongPassword } from './amqp-wrong-password.ts';

export const amqpWrongPasswordProof = proof(
  amqpWrongPassword,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD),
    'passwords for all',
    {
      intact: RABBIT,
      weakened: { 'guest with the password it is delivered with': withUsers(RABBIT, { guest: 'guest' }) },
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
      'another answer to unknown names': { ...SOUND_PEER, unknownNames: 'hung up on' },
    },
  }),
  deadEnds(({ pki }) => ({ kind: 'amqp', identities: KNOWN_BY_PASSWORD, ca: pki.ca.cert })),
);
