import { armTlsFloor } from './arm-tls-floor.ts';
import { templateProof } from './testing/intact.ts';

export const armTlsFloorProof = templateProof(armTlsFloor, {
  'the hub takes TLS 1.0': ['"tls": { "hub": "1.2"', '"tls": { "hub": "1.0"'],
  'the store takes TLS 1.1': ['"store": "TLS1_2"', '"store": "TLS1_1"'],
  'the store answers in the clear': ['"supportsHttpsTrafficOnly": true', '"supportsHttpsTrafficOnly": false'],
  'the web app answers in the clear': ['"httpsOnly": true,', null],
  'the web app takes TLS 1.0': ['"minTlsVersion": "1.2"', '"minTlsVersion": "1.0"'],
});
