/** What targets of kind `arm` declare besides their file. */
import { z } from 'zod';

export const ArmTarget = z.strictObject({
  parameters: z
    .string()
    .describe(
      'A file of the project: the parameters of this deployment. Without it the defaults in the template hold, and a parameter without default is not known.',
    )
    .optional(),
  resource: z
    .string()
    .describe(
      'Which resources of the file are meant: a type (Microsoft.Devices/IotHubs), or a type and a name (Microsoft.Devices/IotHubs/hub). All that a check looks at where absent.',
    )
    .optional(),
});
export type ArmTarget = z.infer<typeof ArmTarget>;
