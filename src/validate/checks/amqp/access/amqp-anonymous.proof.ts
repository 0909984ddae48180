import { deadAmqp, SOUND_PEER, onPeer } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT, RABBIT_CERTIFIED, onRabbit, rabbitTwin } from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD, certified } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpAnonymous } from './amqp-anonymous.ts';

const GUEST = { configure: '', write: '.*', read: '.*' };
/** As it is delivered it has a user guest, and takes strangers for it. */
const WITH_GUEST = {
  ...RABBIT,
  users: { ...RABBIT.users, guest: 'not-as-delivered' },
  rights: { ...RABBIT.rights, guest: GUEST },
};

export const amqpAnonymousProof = proof(
  amqpAnonymous,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD),
    'passwords in the clear, strangers are nobody',
    {
      intact: WITH_GUEST,
      weakened: {
        'strangers are guest, as it is delivered': rabbitTwin(WITH_GUEST, { 'amqp1_0.default_user': null }),
        'strangers are a device': rabbitTwin(WITH_GUEST, { 'amqp1_0.default_user': 'canary-b' }),
      },
      dead: {
        'strangers are guest, who may not use this host': rabbitTwin(
          { ...WITH_GUEST, rights: RABBIT.rights },
          { 'amqp1_0.default_user': null },
        ),
        'it knows nobody, the canary neither': { ...RABBIT, users: { service: 's-secret' }, rights: {} },
      },
    },
  ),
  rowsOn(onRabbit(certified, { tls: true }), 'client certificates', {
    intact: RABBIT_CERTIFIED,
  }),
  rowsOn(onPeer(), 'it refuses strangers', {
    intact: SOUND_PEER,
    weakened: {
      'it lets in whoever leaves out SASL': { ...SOUND_PEER, strangers: 'let in without SASL' },
      'it lets in whoever has an empty name': { ...SOUND_PEER, strangers: 'let in without a name' },
    },
    dead: {
      'SASL takes strangers, whom this host then refuses': {
        ...SOUND_PEER,
        strangers: 'taken by SASL, refused then',
      },
      'it lets anybody in and asks at each address': {
        ...SOUND_PEER,
        strangers: 'let in, and asked at each address',
      },
    },
  }),
  rowsOn(onPeer(), 'two connections at a time', {
    intact: { ...SOUND_PEER, connections: 'two at a time' },
    weakened: {
      'it lets in whoever has an empty name, two at a time': {
        ...SOUND_PEER,
        connections: 'two at a time',
        strangers: 'let in without a name',
      },
    },
  }),
  deadAmqp(),
);
