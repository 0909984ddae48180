/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { amqpAddressReceiveProof } from './access/amqp-address-receive.proof.ts';
import { amqpAddressSendProof } from './access/amqp-address-send.proof.ts';
import { amqpAnonymousProof } from './access/amqp-anonymous.proof.ts';
import { amqpClientCertificateProof } from './access/amqp-client-certificate.proof.ts';
import { amqpConnectionLimitProof } from './limits/amqp-connection-limit.proof.ts';
import { amqpMessageLimitProof } from './limits/amqp-message-limit.proof.ts';
import { amqpQueueLimitProof } from './limits/amqp-queue-limit.proof.ts';
import { amqpSlowOpenProof } from './limits/amqp-slow-open.proof.ts';
import { amqpWrongPasswordProof } from './access/amqp-wrong-password.proof.ts';

export const amqpProofs: readonly Proof[] = [
  amqpAddressReceiveProof,
  amqpAddressSendProof,
  amqpAnonymousProof,
  amqpClientCertificateProof,
  amqpConnectionLimitProof,
  amqpMessageLimitProof,
  amqpQueueLimitProof,
  amqpSlowOpenProof,
  amqpWrongPasswordProof,
];
