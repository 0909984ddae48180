/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { tlsClientCertificateProof } from './identity/tls-client-certificate.proof.ts';
import { tlsClientRevocationProof } from './identity/tls-client-revocation.proof.ts';
import { tlsForwardSecrecyProof } from './policy/tls-forward-secrecy.proof.ts';
import { tlsGroupsProof } from './policy/tls-groups.proof.ts';
import { tlsRevocationCrlProof } from './identity/tls-revocation-crl.proof.ts';
import { tlsRevocationOcspProof } from './identity/tls-revocation-ocsp.proof.ts';
import { tlsServerCertificateProof } from './identity/tls-server-certificate.proof.ts';
import { tlsSuitesProof } from './policy/tls-suites.proof.ts';
import { tlsVersionsProof } from './policy/tls-versions.proof.ts';

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
