/** What targets of kind `registry-export` declare besides their file. */
import { z } from 'zod';

import { Id } from '../../../catalogue/schema.ts';

export const RegistryTarget = z.strictObject({
  inventory: z
    .string()
    .regex(/^(?![A-Za-z]:|[\\/])(?!.*(^|[\\/])\.\.([\\/]|$)).+$/, 'a path in the project')
    .describe(
      'A file of the project: the inventory. Devices that it does not list are strangers, and units that the export lacks say that it is cut off.',
    )
    .optional(),
  element: Id.describe(
    'Only devices that the inventory lists as units of this element are judged. All of the export where absent.',
  ).optional(),
});
export type RegistryTarget = z.infer<typeof RegistryTarget>;
