/** What a target of kind `tpm` declares: a TPM that takes commands at the target's address. */
import { z } from 'zod';

const Handle = z.int().min(0x81000000).max(0x81ffffff);

export const TpmTarget = z.strictObject({
  ekRoot: z
    .string()
    .describe(
      'A file of the project: the certificates of the TPM’s maker, in PEM, to which its endorsement certificate must lead. Each of them is trusted.',
    ),
  pcrs: z
    .record(
      z.string().regex(/^(\d|1\d|2[0-3])$/, 'the number of a PCR, 0 to 23'),
      z.string().regex(/^[0-9a-fA-F]{64}$/, 'a SHA-256 value: 64 hexadecimal digits'),
    )
    .optional()
    .describe('The PCRs that count and the values that the approved software leaves in them (SHA-256 bank).'),
  clearedAt: z.iso
    .datetime()
    .describe(
      'When the TPM was last cleared on purpose, which sets its counters back: what was seen of them before does not count.',
    )
    .optional(),
  ak: Handle.optional().describe(
    'The persistent handle of the key by which the unit attests. Absent: checks have the TPM make one for the occasion.',
  ),
  key: z
    .strictObject({
      handle: Handle.describe('The persistent handle of the key by which the unit proves who it is.'),
      certificate: z
        .string()
        .describe('A file of the project: the certificate of that key, in PEM, as the other side knows it.'),
    })
    .optional()
    .describe('The unit’s identity.'),
  extend: z
    .int()
    .min(0)
    .max(23)
    .optional()
    .describe(
      'One of the PCRs, which tpm-key-bound-to-software may change. 16 and 23 are put back; after any other the unit has to be restarted.',
    ),
});
export type TpmTarget = z.infer<typeof TpmTarget>;
