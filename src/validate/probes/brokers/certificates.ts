/** Certificates that a broker must not take in the place of a canary's. */
import type { CheckContext, Credentials } from '../../check.ts';
import { compareWithEnrolled } from '../canary-certificate.ts';
import { forgeByOtherCa, forgeSelfSigned } from '../forge.ts';
import { hasCertificate } from '../mqtt/canary.ts';

/** A certificate with its key, or none; `how` is for the record. */
export interface ShownInstead {
  readonly how: string;
  readonly certificate: { readonly cert: string; readonly key: string } | null;
}

/** None, and what anybody can make who has seen the canary's. */
export async function forgeries(
  { now }: CheckContext,
  { cert = '' }: Credentials,
): Promise<readonly ShownInstead[]> {
  return [
    { how: 'without certificate', certificate: null },
    {
      how: 'with a certificate of the same subject from another CA',
      certificate: await forgeByOtherCa(cert, now),
    },
    {
      how: 'with a self-signed certificate of the same subject',
      certificate: await forgeSelfSigned(cert, now),
    },
  ];
}

/** The canary whose certificate is expired and otherwise like this one's; else why there is none to be tried. */
export function expiredCanary(context: CheckContext, canary: Credentials): Credentials | string {
  const one = context.identities.find(
    (identity) => identity.state === 'expired' && hasCertificate(context, identity),
  );
  return one ? (compareWithEnrolled(one, canary, context.now) ?? one) : 'the target declares none';
}

/** Why no canary's certificate can be shown here. */
export function noCertificate({ target }: CheckContext): string {
  return target.tls
    ? 'no enrolled canary has a certificate and its key'
    : 'the target declares no TLS, so that no certificate can be shown';
}
