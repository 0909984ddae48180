/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { modbusFunctions } from './modbus-functions.ts';
import { modbusRegisters } from './modbus-registers.ts';

export const fieldChecks: readonly Check[] = [modbusFunctions, modbusRegisters];
