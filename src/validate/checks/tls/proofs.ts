/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { tlsClientCertificateProof } from './tls-client-certificate.proof.ts';
import { tlsClientRevocationProof } from './tls-client-revocation.proof.ts';
import { tlsForwardSecrecyProof } from './tls-forward-secrecy.proof.ts';
import { tlsGroupsProof } from './tls-groups.proof.ts';
import { tlsRevocationCrlProof } from './tls-revocation-crl.proof.ts';
import { tlsRevocationOcspProof } from './tls-revocation-ocsp.proof.ts';
import { tlsServerCertificateProof } from './tls-server-certificate.proof.ts';
import { tlsSuitesProof } from './tls-suites.proof.ts';
import { tlsVersionsProof } from './tls-versions.proof.ts';

export const tlsProofs: readonly Proof[] = [
  tlsClientCertificateProof,
  tlsClientRevocationProof,
  tlsForwardSecrecyProof,
  tlsGroupsProof,
  tlsRevocationCrlProof,
  tlsRevocationOcspProof,
  tlsServerCertificateProof,
  tlsSuitesProof,
  tlsVersionsProof,
];
