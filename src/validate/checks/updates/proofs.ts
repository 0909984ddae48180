/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { updateAuthenticProof } from './update-authentic.proof.ts';
import { updateOlderProof } from './update-older.proof.ts';
import { updateOtherDeviceProof } from './update-other-device.proof.ts';
import { updateRecoveryProof } from './update-recovery.proof.ts';

export const updatesProofs: readonly Proof[] = [
  updateAuthenticProof,
  updateOlderProof,
  updateOtherDeviceProof,
  updateRecoveryProof,
];
