/** Reads what an OCSP response says of a certificate (RFC 6960 section 4.2). Never throws. */
import { createHash } from 'node:crypto';

import { type Der, TAG, bits, identifier, readDer, serialText, time, within } from './der.ts';
import {
  type Asked,
  type CertificateStatus,
  isIssuer,
  isSigned,
  namesOf,
  outOfTime,
  parsed,
} from './signed-status.ts';

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/**
 * `response` in DER. Believed only when the certificate's issuer signed it, or somebody whom that issuer made its
 * responder, and while it is in date.
 */
export function readOcsp(response: Uint8Array, asked: Asked, now: Date): CertificateStatus {
  const [status, holder] = within(readDer(Buffer.from(response)));
  if (status?.tag !== TAG.enumerated) return unusable('it is no OCSP response');
  if (status.body[0] !== 0)
    return unusable(`the responder answered with error ${status.body[0] ?? 'unknown'}`);
  const [kind, octets] = within(within(holder)[0]);
  if (kind === undefined || identifier(kind.body) !== BASIC || !octets)
    return unusable('it is of an unknown kind');
  const [data, algorithm, signature, certificates] = within(readDer(octets.body));
  if (!data || bits(signature).length === 0) return unusable('it is not signed');
  const isBelieved = signers(asked, certificates, now).some(({ publicKey }) =>
    isSigned(data, algorithm, signature, publicKey),
  );
  if (!isBelieved) return unusable('nobody signed it who may speak for the issuer');
  const fields = within(data);
  const answers = within(fields.find(({ tag }) => tag === TAG.sequence));
  const answer = answers.map(within).find(([id]) => isAbout(id, asked));
  if (!answer) return unusable('it is about another certificate');
  return statusOf(answer, now);
}

function statusOf([, status, from, ...rest]: readonly Der[], now: Date): CertificateStatus {
  const until = time(within(rest.find(({ tag }) => tag === 0xa0))[0]);
  const late = outOfTime(time(from), until, now);
  if (status?.tag === 0xa1) {
    const on = time(within(status)[0])?.toISOString() ?? 'a day that it does not say';
    return { state: 'revoked', detail: `revoked on ${on}` };
  }
  if (late !== undefined) return unusable(late);
  // Without nextUpdate there is always something newer (section 4.2.2.1): an old one may be kept to be shown.
  const since = time(from)?.getTime() ?? 0;
  if (!until && now.getTime() - since > FRESH_MILLIS)
    return unusable(`it does not say until when it holds, and is of ${new Date(since).toISOString()}`);
  if (status?.tag === 0x80) return { state: 'good', detail: 'good', ...(until && { until }) };
  return { state: 'unknown', detail: 'the responder does not know the certificate' };
}

/** As long as a pass of it holds. */
const FRESH_MILLIS = 24 * 3600 * 1000;

function unusable(detail: string): CertificateStatus {
  return { state: 'unusable', detail };
}

/** The issuer itself, and those in the response whom it made responders (section 4.2.2.2). */
function signers({ issuer }: Asked, certificates: Der | undefined, now: Date) {
  const sent = within(within(certificates)[0]).flatMap(({ whole }) => parsed(whole) ?? []);
  const delegated = sent.filter((one) => {
    // Node types it as always there; it is undefined where the extension is absent.
    const purposes = (one as { readonly keyUsage?: readonly string[] }).keyUsage ?? [];
    const inDate = Date.parse(one.validFrom) <= now.getTime() && now.getTime() <= Date.parse(one.validTo);
    return purposes.includes(OCSP_SIGNING) && inDate && isIssuer(issuer, one);
  });
  return [issuer, ...delegated];
}

const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Whether an answer's id is the certificate's: hashes of its issuer's name and key, and its serial number. */
function isAbout(id: Der | undefined, { leaf, issuer }: Asked): boolean {
  const [algorithm, name, key, serial] = within(id);
  const hash = HASHES[identifier(within(algorithm)[0]?.body ?? Buffer.alloc(0))];
  if (hash === undefined || !name || !key) return false;
  const digest = (bytes: Buffer): Buffer => createHash(hash).update(bytes).digest();
  const by = namesOf(issuer);
  return (
    digest(by.subject).equals(name.body) &&
    digest(by.key).equals(key.body) &&
    serialText(serial) === namesOf(leaf).serial
  );
}
