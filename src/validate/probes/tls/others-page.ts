/**
 * A bad canary is asked for the page that an enrolled one gets. Where each client gets its own pages only, it is refused
 * for whose page that is, whatever the server thinks of its certificate.
 */
import { X509Certificate } from 'node:crypto';

import type { CheckContext, Credentials } from '../../check.ts';
import { enrolledCanaries, hasCertificate } from '../mqtt/canary.ts';
import { askAsClient } from './client-answer.ts';
import { shownBy } from './client-attempt.ts';

/** By which an application says that it knows the client and does not let it. */
const NOT_FOR_YOU = /^HTTP 40[13]$/;

/**
 * Why the refusal of `bad`, told in `detail`, may have been for its name. Undefined where it was not: another server
 * than the application refused, the names are the same, or a further enrolled canary gets the page as well.
 */
export async function mayBeForName(
  context: CheckContext,
  bad: Credentials,
  enrolled: Credentials,
  detail: string,
): Promise<string | undefined> {
  if (!NOT_FOR_YOU.test(detail) || subjectOf(bad) === subjectOf(enrolled)) return undefined;
  const other = enrolledCanaries(context).find(
    (one) => hasCertificate(context, one) && subjectOf(one) !== subjectOf(enrolled),
  );
  const said = `${bad.name} was refused by ${detail}, which may be for its name and not for its certificate`;
  if (!other)
    return `${said}: declare a second enrolled canary with a certificate, to show that others than ${enrolled.name} get the page`;
  const answer = await askAsClient(context, shownBy(other));
  return answer.kind === 'accepted'
    ? undefined
    : `${said}: ${other.name}, which is enrolled, does not get the page either (${answer.detail}); name one in http.path that every client gets`;
}

function subjectOf({ cert = '' }: Credentials): string {
  try {
    return new X509Certificate(cert).subject;
  } catch {
    return '';
  }
}
