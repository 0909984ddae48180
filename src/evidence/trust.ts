/**
 * trust.yaml: whose signature counts, and for what. Keys that are not in it count for nothing, whatever an
 * envelope says about itself.
 */
import { z } from 'zod';

import { Id } from '../catalogue/schema.ts';
import { parseText, placeOf } from '../text/parse.ts';
import type { Outcome, Problem } from '../text/problem.ts';
import { checkShape } from '../text/shape/shape.ts';
import type { Source } from '../text/source.ts';
import { readPublicKey } from './keys.ts';

/** `run`: what the program measured. `human`: what a person states and answers for. */
export const SignerMay = z.enum(['run', 'human']);
export type SignerMay = z.infer<typeof SignerMay>;

export const TrustFile = z.strictObject({
  bestride: z.literal(1).optional(),
  signers: z.record(
    Id,
    z.strictObject({
      key: z.string().describe('ed25519: and the 32 bytes of the public key in base64url'),
      may: z.array(SignerMay).min(1).describe('which kinds of run its signature counts for'),
    }),
  ),
  review: z
    .strictObject({
      people: z.int().min(1).max(20).describe('how many different people have to sign that they read it'),
    })
    .describe('that the threat model as it is has to be reviewed, or the gate stays shut')
    .optional(),
});
export type TrustFile = z.infer<typeof TrustFile>;

export interface Signer {
  readonly name: string;
  /** `ed25519:` and base64url, as written. */
  readonly key: string;
  readonly keyId: string;
  readonly may: readonly SignerMay[];
}

export interface Trust {
  /** How many people have to review the threat model; absent where nobody has to. */
  readonly reviewers?: number;
  readonly signers: ReadonlyMap<string, Signer>;
}

/** Reads trust.yaml. Problems: those of reading and shape; TRU01 for a key that is none, is weak, or is there twice. */
export function readTrust(source: Source): Outcome<Trust> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems };
  const shape = checkShape(TrustFile, parsed);
  if (!shape.value) return { problems: [...problems, ...shape.problems] };
  const found: Problem[] = [...problems, ...shape.problems];
  const signers = new Map<string, Signer>();
  const holders = new Map<string, string>();
  const refuse = (name: string, message: string, hint: string): void => {
    found.push({
      code: 'TRU01',
      severity: 'error',
      message,
      hint,
      where: placeOf(parsed, ['signers', name, 'key']),
    });
  };
  const { review } = shape.value;
  for (const [name, { key, may }] of Object.entries(shape.value.signers)) {
    const keyId = readPublicKey(key)?.keyId;
    const holder = keyId === undefined ? undefined : holders.get(keyId);
    if (keyId === undefined) {
      refuse(
        name,
        `the key of "${name}" is not an Ed25519 public key`,
        'Write ed25519: and 32 bytes in base64url; "bestride evidence key" prints it.',
      );
    } else if (holder !== undefined) {
      refuse(
        name,
        `"${name}" has the same key as "${holder}"`,
        'Give each signer a key of its own, or join the two.',
      );
    } else {
      holders.set(keyId, name);
      signers.set(name, { name, key, keyId, may });
    }
  }
  return found.some(({ severity }) => severity === 'error')
    ? { problems: found }
    : { value: { signers, ...(review && { reviewers: review.people }) }, problems: found };
}
