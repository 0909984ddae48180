/** What the valve takes from nobody but certain signers: a JSON object whose last field is the signature. */
import { createHash, verify } from 'node:crypto';

/**
 * The object that one of the signers signed: all that stands before the last field. Undefined: none did.
 * `signers`: certificates or public keys, in PEM.
 */
export function signedPart(text: string, signers: readonly string[]): string | undefined {
  const [, signed, signature] = /^(\{.*),"signature":"([A-Za-z0-9+/=]+)"\}$/s.exec(text) ?? [];
  if (signed === undefined || signature === undefined) return undefined;
  const bytes = Buffer.from(signature, 'base64');
  return signers.some((signer) => verify('sha256', Buffer.from(signed), signer, bytes))
    ? `${signed}}`
    : undefined;
}

/** SHA-256, in hexadecimal digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
