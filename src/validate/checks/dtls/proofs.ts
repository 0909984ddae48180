/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { dtlsClientCertificateProof } from './dtls-client-certificate.proof.ts';
import { dtlsCookieProof } from './dtls-cookie.proof.ts';
import { dtlsSuitesProof } from './dtls-suites.proof.ts';
import { dtlsVersionsProof } from './dtls-versions.proof.ts';

export const dtlsProofs: readonly Proof[] = [
  dtlsClientCertificateProof,
  dtlsCookieProof,
  dtlsSuitesProof,
  dtlsVersionsProof,
];
