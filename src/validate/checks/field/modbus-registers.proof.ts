import { deadEnds } from '../../testing/dead.ts';
import { type LimitSetup, onLimitedModbus } from '../../testing/field/modbus-stand.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { modbusRegisters } from './modbus-registers.ts';

const LIMITED: LimitSetup = { list: 'every register', range: 'whole', guards: 'every function', register: 0 };

export const modbusRegistersProof = proof(
  modbusRegisters,
  rowsOn(onLimitedModbus, 'one register may be written, from 10 to 20', {
    intact: LIMITED,
    weakened: {
      'any register may be written': { ...LIMITED, list: 'none' },
      'only the first of several registers is looked up': { ...LIMITED, list: 'its first register' },
      'any value may be written': { ...LIMITED, range: 'none' },
      'the range has no upper end': { ...LIMITED, range: 'below' },
      'the range is looked at for single writes alone': { ...LIMITED, range: 'single writes' },
      'writing by other functions is not looked at': { ...LIMITED, guards: '6 and 16' },
    },
    dead: { 'the permitted register is not written either': { ...LIMITED, register: 40 } },
  }),
  deadEnds(() => ({
    kind: 'modbus',
    identities: [],
    declares: {
      modbus: {
        functions: [3, 6],
        register: 3,
        values: [7, 8],
        writable: { register: 0, range: [10, 20], forbidden: [1, 2] },
      },
    },
  })),
);
