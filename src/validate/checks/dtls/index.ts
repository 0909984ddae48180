/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { dtlsClientCertificate } from './dtls-client-certificate.ts';
import { dtlsCookie } from './dtls-cookie.ts';
import { dtlsSuites } from './dtls-suites.ts';
import { dtlsVersions } from './dtls-versions.ts';

export const dtlsChecks: readonly Check[] = [dtlsClientCertificate, dtlsCookie, dtlsSuites, dtlsVersions];
