/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { inventoryOwnKeys } from './inventory-own-keys.ts';

export const inventoryChecks: readonly Check[] = [inventoryOwnKeys];
