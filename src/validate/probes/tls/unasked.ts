/**
 * Ways past a certificate that is demanded of clients. A listener may take suites in which it shows no certificate, and
 * asks for none: whatever it demands otherwise, who offers only those need not show one (RFC 5246 section 7.4.4; OpenSSL
 * asks all the same where it is told to fail without one). Or it may demand one only of those who name it.
 */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext } from '../../check.ts';
import type { Dialler } from '../dial.ts';
import { offerDtlsHello } from '../dtls/hello.ts';
import { LEGACY_SUITES, suiteName } from './wire/suites.ts';
import { askByAddress } from './client-answer.ts';
import { offerHello } from './wire/tls-hello.ts';
import { isName } from './wire/tls-session.ts';

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

/**
 * Whether whoever calls by the address, and so names no server to TLS, is answered without any certificate: many servers
 * demand one only under the name that is set up so, and then serve what HTTP asks for. The answer that it gave; undefined
 * where it gave none.
 */
export async function answersUnnamed(context: CheckContext): Promise<Attempt | undefined> {
  const { serverName, resolved } = context.dial;
  if (!isName(serverName)) return undefined;
  for (const host of context.target.kind === 'amqp' ? [serverName] : [serverName, resolved.host]) {
    const answer = await askByAddress(context, host);
    if (answer.kind === 'accepted') {
      const what = `a client without certificate that calls by the address and asks for ${host}`;
      return { what, outcome: 'seen', refusedBy: null, detail: answer.detail };
    }
  }
  return undefined;
}

/** Why a pass is none where it is. */
export function unnamedDoubt({ what, detail }: Attempt): string {
  return `${what} is answered (${detail}), and whether by what is protected cannot be told: demand a certificate under every name, or refuse who names none`;
}
