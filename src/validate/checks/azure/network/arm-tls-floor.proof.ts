import { armTlsFloor } from './arm-tls-floor.ts';
import { templateProof } from '../testing/intact.ts';

export const armTlsFloorProof = templateProof(armTlsFloor, {
  'the hub takes TLS 1.0': ['"tls": { "hub": "1.2"', '"tls": { "hub": "1.0"'],
  'the provisioning service takes TLS 1.0': ['"provisioning": "1.2"', '"provisioning": "1.0"'],
  'the store takes TLS 1.1': ['"store": "TLS1_2"', '"store": "TLS1_1"'],
  'the store answers in the clear': ['"supportsHttpsTrafficOnly": true', '"supportsHttpsTrafficOnly": false'],
  'the web app answers in the clear': ['"httpsOnly": true,', null],
  'the database takes TLS 1.0': ['"minimalTlsVersion": "Tls12"', '"minimalTlsVersion": "Tls"'],
  'the server takes TLS 1.0': ['"minimalTlsVersion": "1.2"', '"minimalTlsVersion": "1.0"'],
  'the queue takes TLS 1.0': ['"minimumTlsVersion": "1.2"', '"minimumTlsVersion": "1.0"'],
  'the cluster takes TLS 1.1': ['"minSupportedTlsVersion": "1.2"', '"minSupportedTlsVersion": "1.1"'],
  'the web app takes TLS 1.0': ['"minTlsVersion": "1.2"', '"minTlsVersion": "1.0"'],
});
