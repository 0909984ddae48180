import { deadEnds } from '../../testing/dead.ts';
import { type FilterSetup, onFilteredModbus } from '../../testing/field/modbus-stand.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { modbusFunctions } from './modbus-functions.ts';

const EXCEPTION: FilterSetup = { functions: [1, 3], refuses: 'by exception 1', looks: 'at every request' };
const SILENT: FilterSetup = { ...EXCEPTION, refuses: 'by silence' };

export const modbusFunctionsProof = proof(
  modbusFunctions,
  rowsOn(onFilteredModbus, 'everything but reading is refused by an exception', {
    intact: EXCEPTION,
    weakened: {
      'everything gets through': { ...EXCEPTION, functions: [1, 3, 5, 6, 8, 15, 16, 17, 22, 23, 43] },
      'writing a register gets through': { ...EXCEPTION, functions: [1, 3, 6] },
      'writing several registers gets through': { ...EXCEPTION, functions: [1, 3, 16] },
      'writing while reading gets through': { ...EXCEPTION, functions: [1, 3, 23] },
      'masking a register gets through': { ...EXCEPTION, functions: [1, 3, 22] },
      'writing a coil gets through': { ...EXCEPTION, functions: [1, 3, 5] },
      'writing several coils gets through': { ...EXCEPTION, functions: [1, 3, 15] },
      'diagnostics get through': { ...EXCEPTION, functions: [1, 3, 8] },
      'all but writing gets through': { ...EXCEPTION, functions: [1, 2, 3, 4, 7, 20, 24] },
      'identification gets through': { ...EXCEPTION, functions: [1, 3, 43] },
      'it looks at the start of what arrives': { ...EXCEPTION, looks: 'at the start of what arrives' },
    },
    dead: {
      'nothing gets through': { ...EXCEPTION, functions: [] },
    },
  }),
  rowsOn(onFilteredModbus, 'everything but reading is dropped without a word', {
    intact: SILENT,
    weakened: { 'writing a register gets through (dropping)': { ...SILENT, functions: [1, 3, 6] } },
    dead: { 'what the device lacks gets through, and it says so': { ...SILENT, functions: [1, 3, 90] } },
  }),
  rowsOn(onFilteredModbus, 'it hangs up at everything but reading', {
    intact: { ...EXCEPTION, refuses: 'by hanging up' },
    weakened: {
      'it looks at what arrives first, and no more': {
        ...EXCEPTION,
        refuses: 'by hanging up',
        looks: 'at what arrives first',
      },
    },
  }),
  deadEnds(() => ({
    kind: 'modbus',
    identities: [],
    declares: { modbus: { functions: [3], register: 2, values: [7, 8] } },
  })),
);
