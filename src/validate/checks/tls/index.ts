/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { tlsClientCertificate } from './tls-client-certificate.ts';
import { tlsClientRevocation } from './tls-client-revocation.ts';
import { tlsForwardSecrecy } from './tls-forward-secrecy.ts';
import { tlsGroups } from './tls-groups.ts';
import { tlsRevocationCrl } from './tls-revocation-crl.ts';
import { tlsRevocationOcsp } from './tls-revocation-ocsp.ts';
import { tlsServerCertificate } from './tls-server-certificate.ts';
import { tlsSuites } from './tls-suites.ts';
import { tlsVersions } from './tls-versions.ts';

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
