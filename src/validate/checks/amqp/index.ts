/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { amqpAddressReceive } from './amqp-address-receive.ts';
import { amqpAddressSend } from './amqp-address-send.ts';
import { amqpAnonymous } from './amqp-anonymous.ts';
import { amqpClientCertificate } from './amqp-client-certificate.ts';
import { amqpConnectionLimit } from './amqp-connection-limit.ts';
import { amqpMessageLimit } from './amqp-message-limit.ts';
import { amqpQueueLimit } from './amqp-queue-limit.ts';
import { amqpSlowOpen } from './amqp-slow-open.ts';
import { amqpWrongPassword } from './amqp-wrong-password.ts';

export const amqpChecks: readonly Check[] = [
  amqpAddressReceive,
  amqpAddressSend,
  amqpAnonymous,
  amqpClientCertificate,
  amqpConnectionLimit,
  amqpMessageLimit,
  amqpQueueLimit,
  amqpSlowOpen,
  amqpWrongPassword,
];
