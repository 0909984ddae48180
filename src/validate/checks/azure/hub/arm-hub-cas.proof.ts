import { templateProof } from '../testing/intact.ts';
import { armHubCas } from './arm-hub-cas.ts';

export const armHubCasProof = templateProof(armHubCas, {
  'nobody proved to hold the key': ['"isVerified": true', '"isVerified": false'],
  'the CA has run out': [
    '"expiry": "Fri, 01 Jan 2100 00:00:00 GMT"',
    '"expiry": "Wed, 01 Jan 2020 00:00:00 GMT"',
  ],
});
