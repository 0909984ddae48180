/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { modbusFunctionsProof } from './modbus-functions.proof.ts';
import { modbusRegistersProof } from './modbus-registers.proof.ts';

export const fieldProofs: readonly Proof[] = [modbusFunctionsProof, modbusRegistersProof];
