/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { amqpAddressReceiveProof } from './amqp-address-receive.proof.ts';
import { amqpAddressSendProof } from './amqp-address-send.proof.ts';
import { amqpAnonymousProof } from './amqp-anonymous.proof.ts';
import { amqpClientCertificateProof } from './amqp-client-certificate.proof.ts';
import { amqpConnectionLimitProof } from './amqp-connection-limit.proof.ts';
import { amqpMessageLimitProof } from './amqp-message-limit.proof.ts';
import { amqpQueueLimitProof } from './amqp-queue-limit.proof.ts';
import { amqpSlowOpenProof } from './amqp-slow-open.proof.ts';
import { amqpWrongPasswordProof } from './amqp-wrong-password.proof.ts';

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
