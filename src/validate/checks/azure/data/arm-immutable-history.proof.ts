import { templateProof } from '../testing/intact.ts';
import { armImmutableHistory } from './arm-immutable-history.ts';

export const armImmutableHistoryProof = templateProof(armImmutableHistory, {
  'the policy is not locked': ['"state": "Locked"', '"state": "Unlocked"'],
  'there is none': [
    '"immutableStorageWithVersioning": { "enabled": true',
    '"immutableStorageWithVersioning": { "enabled": false',
  ],
});
