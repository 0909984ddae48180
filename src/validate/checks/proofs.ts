/** The rows of every check, sorted by its id: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../testing/proof.ts';
import { mosquittoConfigAclProof } from './mosquitto/mosquitto-config-acl.proof.ts';
import { mosquittoConfigAnonymousProof } from './mosquitto/mosquitto-config-anonymous.proof.ts';
import { mosquittoConfigClientCertificateProof } from './mosquitto/mosquitto-config-client-certificate.proof.ts';
import { mosquittoConfigTlsProof } from './mosquitto/mosquitto-config-tls.proof.ts';
import { mqttAnonymousProof } from './mqtt/mqtt-anonymous.proof.ts';
import { tlsServerCertificateProof } from './tls/tls-server-certificate.proof.ts';
import { tlsVersionsProof } from './tls/tls-versions.proof.ts';

export const proofs: readonly Proof[] = [
  mosquittoConfigAclProof,
  mosquittoConfigAnonymousProof,
  mosquittoConfigClientCertificateProof,
  mosquittoConfigTlsProof,
  mqttAnonymousProof,
  tlsServerCertificateProof,
  tlsVersionsProof,
];
