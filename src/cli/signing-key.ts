/** The private key that signs what a command makes. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { type SigningKey, importKey } from '../evidence/index.ts';
import { EXIT, Exit, type Io, reasonOf } from './io.ts';

/** The key from `--key`, or from BESTRIDE_KEY (PEM text or a path). Never made here. */
export async function signingKey(io: Io, file: string | undefined): Promise<SigningKey> {
  const given = file ?? io.env.BESTRIDE_KEY;
  if (given === undefined || given === '') {
    throw new Exit(
      EXIT.unusable,
      'a run needs a key to sign it: give --key FILE (make one with "bestride evidence key --name me"), or --no-record to only look',
    );
  }
  try {
    return await importKey(
      given.includes('-----BEGIN') ? given : readFileSync(resolve(io.cwd, given), 'utf8'),
    );
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error
        ? reasonOf(error)
        : 'it is not an Ed25519 private key in PKCS#8 PEM';
    throw new Exit(EXIT.unusable, `cannot use the signing key: ${why}`);
  }
}
