/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { tlsClientCertificate } from './identity/tls-client-certificate.ts';
import { tlsClientRevocation } from './identity/tls-client-revocation.ts';
import { tlsForwardSecrecy } from './policy/tls-forward-secrecy.ts';
import { tlsGroups } from './policy/tls-groups.ts';
import { tlsRevocationCrl } from './identity/tls-revocation-crl.ts';
import { tlsRevocationOcsp } from './identity/tls-revocation-ocsp.ts';
import { tlsServerCertificate } from './identity/tls-server-certificate.ts';
import { tlsSuites } from './policy/tls-suites.ts';
import { tlsVersions } from './policy/tls-versions.ts';

export const tlsChecks: readonly Check[] = [
  tlsClientCertificate,
  tlsClientRevocation,
  tlsForwardSecrecy,
  tlsGroups,
  tlsRevocationCrl,
  tlsRevocationOcsp,
  tlsServerCertificate,
  tlsSuites,
  tlsVersions,
];
