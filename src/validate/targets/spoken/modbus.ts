/** What targets of kind `modbus` declare: a unit, what of it may be asked, and registers that are there to be tried. */
import { z } from 'zod';

const Address = z.int().min(0).max(65_535);
const Value = z.int().min(0).max(65_535);

export const ModbusTarget = z.strictObject({
  unit: z.int().min(0).max(255).describe('The unit identifier; 1 where absent.').optional(),
  functions: z
    .array(z.int().min(1).max(127))
    .refine((codes) => codes.includes(3), 'with 3 among them, by which the registers are read back')
    .describe(
      'The function codes that are meant to get through from here: [3] or [1, 3, 4] for who only reads.',
    ),
  register: Address.describe(
    'A holding register that nothing depends on, to which functions that are not permitted try to write. It begins at 0, as on the wire.',
  ),
  values: z
    .tuple([Value, Value])
    .refine(([one, other]) => one !== other, 'two different values')
    .describe('Two values it may have without harm.'),
  coil: Address.describe(
    'A coil that nothing depends on; with function 1 permitted, so that it can be read back. Absent: no coil is tried.',
  ).optional(),
  writable: z
    .strictObject({
      register: Address.describe('A holding register that may be written from here, of a test object.'),
      range: z
        .tuple([Value, Value])
        .refine(([least, most]) => least < most, 'the least and then the most')
        .describe('The least and the most that may be written there.'),
      forbidden: z
        .array(Address)
        .min(1)
        .max(8)
        .describe('Holding registers that nothing depends on and that must not be written from here.'),
    })
    .describe('What is tried of a list of registers that may be written.')
    .optional(),
});
export type ModbusTarget = z.infer<typeof ModbusTarget>;
