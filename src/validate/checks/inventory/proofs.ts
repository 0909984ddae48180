/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { inventoryOwnKeysProof } from './inventory-own-keys.proof.ts';

export const inventoryProofs: readonly Proof[] = [inventoryOwnKeysProof];
