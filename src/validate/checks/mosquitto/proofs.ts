/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { mosquittoConfigAclProof } from './mosquitto-config-acl.proof.ts';
import { mosquittoConfigAnonymousProof } from './mosquitto-config-anonymous.proof.ts';
import { mosquittoConfigClientCertificateProof } from './mosquitto-config-client-certificate.proof.ts';
import { mosquittoConfigTlsProof } from './mosquitto-config-tls.proof.ts';

export const mosquittoProofs: readonly Proof[] = [
  mosquittoConfigAclProof,
  mosquittoConfigAnonymousProof,
  mosquittoConfigClientCertificateProof,
  mosquittoConfigTlsProof,
];
