/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { amqpAddressReceive } from './access/amqp-address-receive.ts';
import { amqpAddressSend } from './access/amqp-address-send.ts';
import { amqpAnonymous } from './access/amqp-anonymous.ts';
import { amqpClientCertificate } from './access/amqp-client-certificate.ts';
import { amqpConnectionLimit } from './limits/amqp-connection-limit.ts';
import { amqpMessageLimit } from './limits/amqp-message-limit.ts';
import { amqpQueueLimit } from './limits/amqp-queue-limit.ts';
import { amqpSlowOpen } from './limits/amqp-slow-open.ts';
import { amqpWrongPassword } from './access/amqp-wrong-password.ts';

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
