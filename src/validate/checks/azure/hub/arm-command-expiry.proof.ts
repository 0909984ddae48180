import { templateProof } from '../testing/intact.ts';
import { armCommandExpiry } from './arm-command-expiry.ts';

export const armCommandExpiryProof = templateProof(armCommandExpiry, {
  'commands wait for two days': ['"defaultTtlAsIso8601": "PT5M"', '"defaultTtlAsIso8601": "P2D"'],
  'commands are tried again and again': ['"maxDeliveryCount": 3', '"maxDeliveryCount": 100'],
});
