/** What the AMQP checks share: who may be tried, and connecting as one of them. */
import type { Attempt, Fact } from '../../../evidence/run.ts';
import { sha256 } from '../../../text/digest.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { enrolledCanaries, hasCertificate } from '../mqtt/canary.ts';
import { type AmqpConnected, connectAmqp, connectAttempt, type Sasl } from './connect.ts';

/** What differs from the canary's own way of connecting. */
export interface Changes {
  readonly sasl?: Sasl;
  /** What the server is called, where some are several behind one address. */
  readonly host?: string;
  /** Shown in place of the canary's own certificate; `null`: none. */
  readonly certificate?: { readonly cert: string; readonly key: string } | null;
}

/** Why this target cannot be tried at all; undefined when it can. */
export function notTriable(context: CheckContext, canaries: number): string | undefined {
  if (context.target.tls && context.ca === undefined) return 'the CA of the target could not be read';
  const enrolled = enrolledCanaries(context);
  if (enrolled.length < canaries) {
    return `the target declares ${enrolled.length} enrolled canaries, ${canaries} are needed`;
  }
  const mute = enrolled
    .slice(0, canaries)
    .find((canary) => !hasPassword(canary) && !hasCertificate(context, canary));
  return (
    mute &&
    `canary ${mute.name} has neither a user name with a password nor a certificate that it could show here`
  );
}

/** True when the canary can say a name and the password that belongs to it. */
export function hasPassword({ username, password }: Credentials): boolean {
  return username !== undefined && (password ?? '') !== '';
}

/** Connects as the canary, with what is changed: by its password where it has one, else by its certificate. */
export function connectAs(
  context: CheckContext,
  canary: Credentials,
  changes: Changes = {},
): Promise<AmqpConnected> {
  const own =
    canary.cert !== undefined && canary.key !== undefined
      ? { cert: canary.cert, key: canary.key }
      : undefined;
  const shown = changes.certificate === undefined ? own : changes.certificate;
  return connectAmqp(context.dial, {
    host: changes.host ?? context.target.amqp?.host ?? context.dial.serverName,
    sasl: changes.sasl ?? saslOf(canary),
    ...(context.target.tls && context.ca !== undefined && { tls: { ca: context.ca, ...shown } }),
  });
}

/** How the canary says who it is. */
export function saslOf(canary: Credentials): Sasl {
  const { username = '', password = '' } = canary;
  return hasPassword(canary) ? { mechanism: 'PLAIN', username, password } : { mechanism: 'EXTERNAL' };
}

/** The legitimate connection; what the server offers is part of the record. */
export async function tryControl(
  context: CheckContext,
  canary: Credentials,
): Promise<{ readonly attempt: Attempt; readonly facts: readonly Fact[] }> {
  const connected = await connectAs(context, canary);
  const attempt = connectAttempt(`${canary.name}, enrolled, connects`, connected);
  const offers = connected.offered.length > 0 ? `; offered: ${connected.offered.join(', ')}` : '';
  const facts = connected.kind === 'accepted' ? serverFacts(connected) : [];
  leave(connected);
  return { attempt: { ...attempt, detail: attempt.detail + offers }, facts };
}

/** Ends a session nobody needs any more. */
export function leave(...connected: readonly (AmqpConnected | undefined)[]): void {
  for (const one of connected) if (one?.kind === 'accepted') one.session.close();
}

/** The server certificate of a session, as a fact of the result. */
export function serverFacts(connected: AmqpConnected): readonly Fact[] {
  const der = connected.kind === 'accepted' ? connected.session.serverCertificate : undefined;
  return der ? [{ kind: 'observed', ref: 'server certificate', digest: sha256(der) }] : [];
}
