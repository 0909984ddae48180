/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { mosquittoConfigAcl } from './mosquitto-config-acl.ts';
import { mosquittoConfigAnonymous } from './mosquitto-config-anonymous.ts';
import { mosquittoConfigClientCertificate } from './mosquitto-config-client-certificate.ts';
import { mosquittoConfigTls } from './mosquitto-config-tls.ts';

export const mosquittoChecks: readonly Check[] = [
  mosquittoConfigAcl,
  mosquittoConfigAnonymous,
  mosquittoConfigClientCertificate,
  mosquittoConfigTls,
];
