import { armPublishingDoors } from './arm-publishing-doors.ts';
import { templateProof } from '../testing/intact.ts';

export const armPublishingDoorsProof = templateProof(armPublishingDoors, {
  'FTP is open': ['"ftpsState": "Disabled"', '"ftpsState": "AllAllowed"'],
  'debugging is on': ['"remoteDebuggingEnabled": false', '"remoteDebuggingEnabled": true'],
  'publishing by password': ['{ "allow": false }', '{ "allow": true }'],
});
