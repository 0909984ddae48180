/** What is sent to a test object: filled in, and signed where the target says by whom. */
import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';

import type { CheckContext, Credentials } from '../../check.ts';
import type { CommandsTarget } from '../../targets/commands.ts';
import { enrolledCanaries } from '../mqtt/canary.ts';

/** The key with which commands are signed; undefined where they are not, or no key is declared. */
export function signingKey(
  { identities }: CheckContext,
  { signer }: Pick<CommandsTarget, 'signer'>,
): string | undefined {
  return signer === undefined ? undefined : identities.find(({ name }) => name === signer)?.key;
}

/** A command as this one would send it: rightly signed by who may command, by others with keys of their own. */
export function commandAs(
  context: CheckContext,
  told: CommandsTarget,
  who: Credentials,
  value: number,
  at?: Date,
): string {
  const text = filled(told.body, value, at);
  if (told.signer === undefined) return text;
  if (who.name === told.by) return signedBy(signingKey(context, told), text);
  // Who has no key can still make one up: without any signature it would be refused for its form.
  return signedBy(who.key ?? madeUpKey(), text);
}

/** What is sent in place of `{value}`, `{id}`, `{time}` and `{number}`. The number rises with each call. */
export function filled(body: string, value: number, at = new Date()): string {
  return filledWith(body, String(value), at);
}

/** The same with any text in place of the value, so that it need not be a message of the right form. */
export function filledWith(body: string, value: string, at = new Date()): string {
  return body
    .replaceAll('{value}', () => value)
    .replaceAll('{id}', () => randomUUID())
    .replaceAll('{time}', at.toISOString())
    .replaceAll('{number}', () => String(nextNumber()));
}

let last = 0;

/** Higher than any before, also than those of earlier runs as far as clocks go. */
function nextNumber(): number {
  last = Math.max(Date.now(), last + 1);
  return last;
}

/** Who signs, where the target says so; a text that is no JSON object stays as it is. */
export function signedBy(key: string | undefined, text: string): string {
  return key !== undefined && text.trimEnd().endsWith('}') ? signedWith(text.trimEnd(), key) : text;
}

/**
 * Messages to the sender's liking whose signature is wrong, each made as it is sent, with an id, a number and a time of
 * its own; `honest`: the value that the signer did sign for; `other`: who has a key that is known, and not for this.
 */
export function wronglySigned(
  key: string,
  body: string,
  { wanted, honest }: { readonly wanted: number; readonly honest: number },
  other?: Credentials,
): readonly { readonly what: string; readonly make: () => string }[] {
  const unsigned = (): string => filled(body, wanted).trimEnd();
  const { name, key: otherKey } = other ?? {};
  return [
    { what: 'one without a signature', make: unsigned },
    { what: 'one signed with a key that nobody knows', make: () => signedByNobody(unsigned()) },
    ...(otherKey === undefined
      ? []
      : [{ what: `one signed with the key of ${name}`, make: () => signedWith(unsigned(), otherKey) }]),
    {
      what: 'one changed after it was signed',
      make: () => {
        const one = filledWith(body, '{value}').trimEnd();
        const valued = (value: number): string => one.replaceAll('{value}', String(value));
        return withSignatureOf(signedWith(valued(honest), key), valued(wanted));
      },
    },
    ...FRESH.filter((part) => body.includes(part)).map((part) => ({
      what: `one with another ${part.slice(1, -1)} than the one that was signed`,
      make: () => refreshed(body, part, wanted, key),
    })),
  ];
}

/** By these a message is a new one: whoever may change them under a signature makes a new one of an old one. */
const FRESH = ['{number}', '{time}', '{id}'];
const LEFT = '\u0000';

function refreshed(body: string, part: string, wanted: number, key: string): string {
  const one = filled(body.replaceAll(part, LEFT), wanted).trimEnd().replaceAll(LEFT, part);
  const signed = signedWith(filled(one, wanted, new Date(Date.now() - 1)), key);
  return withSignatureOf(signed, filled(one, wanted));
}

/** An enrolled canary with a key of its own that is not the one with which these are signed. */
export function otherSigner(
  context: CheckContext,
  { by, signer }: Pick<CommandsTarget, 'by' | 'signer'>,
): Credentials | undefined {
  return enrolledCanaries(context).find(
    ({ name, key }) => key !== undefined && name !== by && name !== signer,
  );
}

/** Signed by a key that nobody knows. */
export function signedByNobody(text: string): string {
  return signedWith(text, madeUpKey());
}

function madeUpKey(): string {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}

/** The same signature under another text. */
export function withSignatureOf(signed: string, text: string): string {
  return `${text.slice(0, -1)}${signed.slice(signed.lastIndexOf(',"signature"'))}`;
}

/** With `signature` as its last field, over all that stands before it; `key` in PEM. */
export function signedWith(text: string, key: string): string {
  const begun = text.slice(0, -1);
  const algorithm = createPrivateKey(key).asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return `${begun},"signature":"${sign(algorithm, Buffer.from(begun), key).toString('base64')}"}`;
}
