/** Looks a certificate up in a certificate revocation list (RFC 5280 section 5). Never throws. */
import { type Der, TAG, bits, identifier, readDer, serialText, time, within } from './der.ts';
import { type Asked, type CertificateStatus, isSigned, namesOf, outOfTime } from './signed-status.ts';

/**
 * `text` is a list in PEM. Only one that the certificate's own issuer signed, that is in date and complete is believed.
 * A certificate that such a list names is revoked; in one out of date it is revoked as well, since nobody takes a
 * revocation back.
 */
export function lookUpInCrl(text: string, { leaf, issuer }: Asked, now: Date): CertificateStatus {
  const base64 = /-----BEGIN (?:X509 )?CRL-----([^-]+)-----END/.exec(text)?.[1];
  const list = base64 === undefined ? undefined : readDer(Buffer.from(base64, 'base64'));
  const [signed, algorithm, signature] = within(list);
  if (!signed || bits(signature).length === 0) return unusable('it is no revocation list in PEM');
  const fields = within(signed);
  const [, by, from, ...rest] = fields[0]?.tag === TAG.integer ? fields.slice(1) : fields;
  const names = namesOf(leaf);
  if (!by?.whole.equals(names.issuer)) return unusable('it is the list of another authority');
  if (!isSigned(signed, algorithm, signature, issuer.publicKey))
    return unusable('its signature is not that of the certificate’s issuer');
  const until = time(rest[0]);
  const [entries, extensions] = afterDates(rest);
  const scope = criticalIn(extensions);
  if (scope !== undefined) return unusable(`it is limited in a way that is not understood (${scope})`);
  const entry = within(entries).find((one) => serialText(within(one)[0]) === names.serial);
  if (entry) {
    const on = time(within(entry)[1])?.toISOString() ?? 'a day that it does not say';
    return { state: 'revoked', detail: `revoked on ${on}` };
  }
  const late = outOfTime(time(from), until, now);
  if (late !== undefined) return unusable(late);
  // RFC 5280 section 5.1.2.5 demands it; of a list without it nobody knows whether there is a newer one.
  if (!until) return unusable('it does not say until when it holds');
  return { state: 'good', detail: 'not on the list', until };
}

function unusable(detail: string): CertificateStatus {
  return { state: 'unusable', detail };
}

/** What follows thisUpdate: an optional nextUpdate, optional entries, optional extensions in a tag of their own. */
function afterDates(rest: readonly Der[]): readonly [Der | undefined, Der | undefined] {
  return [rest.find(({ tag }) => tag === TAG.sequence), rest.find(({ tag }) => tag === 0xa0)];
}

/**
 * The first extension that narrows what a list speaks of: each critical one does (section 5.2), and those that say that
 * it is a part or an addition do so even where somebody forgot to mark them.
 */
function criticalIn(extensions: Der | undefined): string | undefined {
  const narrowing = within(within(extensions)[0]).find(
    (one) => within(one)[1]?.tag === 0x01 || PARTIAL.has(nameOf(one)),
  );
  return narrowing && nameOf(narrowing);
}

/** Delta CRL indicator and issuing distribution point. */
const PARTIAL = new Set(['2.5.29.27', '2.5.29.28']);

function nameOf(extension: Der): string {
  return identifier(within(extension)[0]?.body ?? Buffer.alloc(0));
}
