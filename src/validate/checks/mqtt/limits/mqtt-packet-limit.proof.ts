import { certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, OWN_TOPICS, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttPacketLimit } from './mqtt-packet-limit.ts';

const told = { service: 'service', declares: { mqtt: { packetBytes: 20_000 } } };
const BY_PACKET = twin(INTACT, { max_packet_size: '20000' });
const BY_MESSAGE = twin(INTACT, { message_size_limit: '20000' });

export const mqttPacketLimitProof = proof(
  mqttPacketLimit,
  rowsOn(onMosquitto(certified, told), 'packets of 20,000 bytes at most', {
    intact: BY_PACKET,
    weakened: {
      'packets of any size': twin(BY_PACKET, { max_packet_size: null }),
      'packets of a hundred times the size': twin(BY_PACKET, { max_packet_size: '2000000' }),
    },
    dead: {
      'nobody may send or receive': { ...BY_PACKET, acl: [] },
      'it takes less than it should': twin(BY_PACKET, { max_packet_size: '10000' }),
    },
  }),
  rowsOn(onMosquitto(certified, told), 'messages of 20,000 bytes at most', {
    intact: BY_MESSAGE,
    weakened: { 'messages of any size': twin(BY_MESSAGE, { message_size_limit: null }) },
  }),
  rowsOn(onMosquitto(certified, { declares: told.declares }), 'each device reads itself, no services', {
    intact: twin(OWN_TOPICS, { max_packet_size: '20000' }),
    weakened: { 'packets of any size, no services': OWN_TOPICS },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert, ...told })),
);
