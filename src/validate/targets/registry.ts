/** What targets of kind `registry-export` declare besides their file. */
import { z } from 'zod';

import { Id } from '../../catalogue/schema.ts';

export const RegistryTarget = z.strictObject({
  taken: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .describe(
      'When the export was taken (2026-11-20, or 2026-11-20T09:30:00Z). The file does not say it itself, so this is your word; after seven days the export shows nothing any more.',
    ),
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
