/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { updateAuthentic } from './update-authentic.ts';
import { updateOlder } from './update-older.ts';
import { updateOtherDevice } from './update-other-device.ts';
import { updateRecovery } from './update-recovery.ts';

export const updatesChecks: readonly Check[] = [
  updateAuthentic,
  updateOlder,
  updateOtherDevice,
  updateRecovery,
];
