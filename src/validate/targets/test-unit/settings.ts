/** What a target of kind `settings` declares: a test unit, a configuration to send it, and where it says what it runs. */
import { z } from 'zod';

import { Id } from '../../../catalogue/schema.ts';
import { Place, Pointer } from './places.ts';

/** Whether it is the text of a JSON object, once numbers stand in it. */
function isObject(body: string): boolean {
  try {
    const data: unknown = JSON.parse(body.replaceAll(/\{(version|value)\}/g, '1'));
    return typeof data === 'object' && data !== null && Object.keys(data).length > 1;
  } catch {
    return false;
  }
}

/** A test unit whose configuration may be changed: a check changes it, and puts the value back that it found. */
export const SettingsTarget = z.strictObject({
  over: z.enum(['https', 'mqtt']).describe('how one talks to it'),
  by: Id.describe('the identity that may send it, and watch what it reports'),
  signer: Id.describe(
    'the identity whose key signs configurations for this unit; `by` where absent. Only for a test unit: a key for devices in use belongs in no targets.yaml',
  ).optional(),
  send: Place,
  body: z
    .string()
    .refine(
      (body) => /\{version\}/.test(body) && /\{value\}/.test(body) && isObject(body),
      'a JSON object with {version} and {value} in it',
    )
    .describe(
      'a configuration, as a JSON object, without its signature; {version} stands for its number and {value} for the setting. It is sent with a last field `signature`, in Base64, over all that stands before it (SHA-256 with ECDSA or RSA, or Ed25519)',
    ),
  observe: Place.describe('where it reports: a path that is read, or a topic that is watched'),
  version: Pointer.describe('where the report holds the number of the configuration that it runs'),
  value: Pointer.describe('where the report holds the setting'),
  permitted: z
    .tuple([z.number(), z.number()])
    .refine(([one, other]) => one !== other, 'two different values')
    .describe('two values of the setting that do no harm'),
  beyond: z.array(z.number()).min(1).describe('values out of its bounds, which are tried').optional(),
  least: z.number().describe('the least that it may be').optional(),
  most: z.number().describe('the most that it may be').optional(),
  settleSeconds: z
    .number()
    .positive()
    .max(10)
    .describe('by when it runs a configuration, and says so; 2 where absent')
    .optional(),
});
export type SettingsTarget = z.infer<typeof SettingsTarget>;
