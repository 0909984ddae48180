import { deadAmqp } from '../../../testing/brokers/amqp-peer.ts';
import {
  RABBIT,
  RABBIT_CERTIFIED,
  onRabbit,
  rabbitTwin,
  withAdvanced,
} from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD, certified } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpConnectionLimit } from './amqp-connection-limit.ts';

/** It waits a minute for a greeting, so that what is held stays. */
const PATIENT = rabbitTwin(RABBIT, { handshake_timeout: '60000' });
/** What rabbitmq.conf cannot say: how many handles there are for connections and files, of which it keeps a tenth. */
const handles = (count: number) =>
  withAdvanced(PATIENT, `[{rabbit, [{file_handles_high_watermark, ${count}}]}]`);

export const amqpConnectionLimitProof = proof(
  amqpConnectionLimit,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD),
    'room for 200 connections and files',
    { intact: handles(200), weakened: { 'room for 40 connections and files': handles(40) } },
  ),
  rowsOn(onRabbit(certified, { tls: true }), 'any number of connections, over TLS', {
    intact: RABBIT_CERTIFIED,
  }),
  deadAmqp(),
);
