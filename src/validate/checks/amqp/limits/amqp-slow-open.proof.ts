import { deadAmqp } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT, RABBIT_CERTIFIED, onRabbit, rabbitTwin } from '../../../testing/brokers/rabbitmq.ts';
import { KNOWN_BY_PASSWORD, certified } from '../../../testing/context.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpSlowOpen } from './amqp-slow-open.ts';

const amqp = { openSeconds: 4 };
const QUICK = rabbitTwin(RABBIT, { handshake_timeout: '3000' });
/** Here strangers may finish the TLS handshake without a certificate, and then wait. */
const QUICK_TLS = rabbitTwin(RABBIT_CERTIFIED, {
  'ssl_options.fail_if_no_peer_cert': 'false',
  handshake_timeout: '3000',
  ssl_handshake_timeout: '3000',
});

export const amqpSlowOpenProof = proof(
  amqpSlowOpen,
  rowsOn(
    onRabbit(() => KNOWN_BY_PASSWORD, { amqp }),
    'three seconds to say who one is',
    {
      intact: QUICK,
      weakened: { 'half a minute': rabbitTwin(QUICK, { handshake_timeout: '30000' }) },
    },
  ),
  rowsOn(onRabbit(certified, { tls: true, amqp }), 'three seconds each for TLS and AMQP', {
    intact: QUICK_TLS,
    weakened: {
      'half a minute for TLS': rabbitTwin(QUICK_TLS, { ssl_handshake_timeout: '30000' }),
      'half a minute for AMQP': rabbitTwin(QUICK_TLS, { handshake_timeout: '30000' }),
    },
  }),
  deadAmqp(amqp),
);
