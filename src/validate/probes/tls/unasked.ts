/**
 * Whether a listener takes suites in which it shows no certificate, and asks for none: whatever it demands of clients
 * otherwise, who offers only those need not show one (RFC 5246 section 7.4.4; OpenSSL asks all the same where it is told
 * to fail without one).
 */
import type { Attempt } from '../../../evidence/run.ts';
import type { Dialler } from '../dial.ts';
import { offerDtlsHello } from '../dtls/hello.ts';
import { LEGACY_SUITES, suiteName } from './wire/suites.ts';
import { offerHello } from './wire/tls-hello.ts';

const SUITES = LEGACY_SUITES.filter((id) => suiteName(id).includes('_anon_'));

/** The hello that it answered; undefined where it did not. No more than a hello: such a session would prove nobody. */
export async function takesUnasked(dial: Dialler, over: 'TLS' | 'DTLS'): Promise<Attempt | undefined> {
  const found =
    over === 'TLS'
      ? await offerHello(dial, 'TLS 1.2', { suites: SUITES })
      : await offerDtlsHello(dial, { version: 'DTLS 1.2', suites: SUITES });
  if (found.kind !== 'accepted' || found.asksForCertificate || !SUITES.includes(found.suiteId))
    return undefined;
  return {
    what: 'a hello with nothing but suites in which nobody shows a certificate',
    outcome: 'seen',
    refusedBy: null,
    detail: `went on with ${found.version}, ${found.suite}`,
  };
}

/** Why a pass is none where it does. */
export function unaskedDoubt({ detail }: Attempt): string {
  return `it also makes sessions in which no certificate is asked for (${detail}), and whether it turns away who comes so was not tried`;
}
