/** Every check there is, sorted by id: one file each, one line here. */
import type { Check } from '../check.ts';
import { tlsServerCertificate } from './tls-server-certificate.ts';
import { tlsVersions } from './tls-versions.ts';

export const checks: readonly Check[] = [
  tlsServerCertificate,
  tlsVersions,
];
