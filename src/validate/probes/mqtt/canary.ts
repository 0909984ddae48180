/** What the MQTT checks share: connecting as a canary, and putting an outcome together. */
import type { Attempt, Fact, Verdict } from '../../../evidence/run.ts';
import { sha256 } from '../../../text/digest.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import { HUNG_UP } from '../brokers/endings.ts';
import { connectAttempt, connectMqtt, type MqttConnected } from './connect.ts';
import { type MqttVersion, versionName } from './codes.ts';
import type { Message, MqttSession } from './session.ts';

/** What differs from the canary's own way of connecting. `null`: not shown at all. */
export interface Changes {
  readonly clientId?: string;
  readonly username?: string | null;
  readonly password?: string | null;
  /** Shown in place of the canary's own certificate. */
  readonly certificate?: { readonly cert: string; readonly key: string } | null;
  readonly will?: Message;
  readonly keep?: boolean;
}

/** Enrolled canaries, in the order of targets.yaml, without the one that stands for the services. */
export function enrolledCanaries(context: CheckContext): readonly Credentials[] {
  const { topics, amqp } = context.target;
  return context.identities.filter(
    ({ name, state }) => state === 'enrolled' && name !== topics?.service && name !== amqp?.service,
  );
}

/**
 * Why this target cannot be tried at all; undefined when it can. A canary must show something of its own, or
 * the legitimate use would be no different from the attack.
 */
export function notTriable(context: CheckContext, canaries: number): string | undefined {
  if (context.target.tls && context.ca === undefined) return 'the CA of the target could not be read';
  const enrolled = enrolledCanaries(context);
  if (enrolled.length < canaries) {
    return `the target declares ${enrolled.length} enrolled canaries, ${canaries} are needed`;
  }
  const anonymous = enrolled.slice(0, canaries).find((canary) => !showsSomething(context, canary));
  return (
    anonymous && `canary ${anonymous.name} has neither a user name nor a certificate that it could show here`
  );
}

function showsSomething(context: CheckContext, canary: Credentials): boolean {
  return canary.username !== undefined || hasCertificate(context, canary);
}

/** True when the canary has a certificate and the target a TLS in which to show it. */
export function hasCertificate(context: CheckContext, canary: Credentials): boolean {
  return context.target.tls !== undefined && canary.cert !== undefined && canary.key !== undefined;
}

/** Connects as the canary, with what is changed. Never throws. */
export function connectAs(
  context: CheckContext,
  canary: Credentials,
  version: MqttVersion,
  changes: Changes = {},
): Promise<MqttConnected> {
  const username = changes.username === undefined ? canary.username : changes.username;
  const password = changes.password === undefined ? canary.password : changes.password;
  const own =
    canary.cert !== undefined && canary.key !== undefined
      ? { cert: canary.cert, key: canary.key }
      : undefined;
  const shown = changes.certificate === undefined ? own : changes.certificate;
  return connectMqtt(context.dial, {
    version,
    clientId: changes.clientId ?? canary.clientId,
    ...(username !== undefined && username !== null && { username }),
    ...(password !== undefined && password !== null && { password }),
    ...(changes.will && { will: changes.will }),
    ...(changes.keep && { keep: true }),
    ...(context.target.tls && context.ca !== undefined && { tls: { ca: context.ca, ...shown } }),
  });
}

/** The legitimate connection, in one version. */
export async function tryControl(
  context: CheckContext,
  canary: Credentials,
  version: MqttVersion,
): Promise<{ readonly attempt: Attempt; readonly facts: readonly Fact[] }> {
  const connected = await connectAs(context, canary, version);
  const attempt = connectAttempt(`${canary.name}, enrolled, connects (${versionName(version)})`, connected);
  const facts = connected.kind === 'accepted' ? serverFacts(connected.session) : [];
  leave(connected);
  return { attempt, facts };
}

/** Ends a session nobody needs any more. */
export function leave(...connected: readonly (MqttConnected | undefined)[]): void {
  for (const one of connected) if (one?.kind === 'accepted') one.session.close();
}

/** The server certificate of a session, as a fact of the result. */
function serverFacts(session: MqttSession): readonly Fact[] {
  const der = session.serverCertificate;
  return der ? [{ kind: 'observed', ref: 'server certificate', digest: sha256(der) }] : [];
}

/** The versions a server speaks, as a canary finds them. */
export interface Spoken {
  readonly versions: readonly MqttVersion[];
  /** The versions it does not speak: recorded, counting for nothing. */
  readonly notSpoken: readonly Attempt[];
  /** Set when the legitimate connection failed otherwise than by an unknown version, or in both. */
  readonly failed: Attempt | undefined;
  readonly facts: readonly Fact[];
}

/** Connects the canary in both versions; gives up at the first failure that is not about the version. */
export async function spokenVersions(context: CheckContext, canary: Credentials): Promise<Spoken> {
  const versions: MqttVersion[] = [];
  const notSpoken: Attempt[] = [];
  let facts: readonly Fact[] = [];
  for (const version of [4, 5] as const) {
    const { attempt, facts: seen } = await tryControl(context, canary, version);
    if (attempt.outcome === 'accepted') {
      versions.push(version);
      facts = seen;
    } else if (attempt.outcome === 'not-spoken') notSpoken.push(attempt);
    else return { versions, notSpoken, failed: attempt, facts };
  }
  return { versions, notSpoken, failed: versions.length > 0 ? undefined : notSpoken[0], facts };
}

/** Everything but the verdict and its reason. */
export interface Findings {
  readonly control?: Attempt | null;
  readonly attack?: readonly Attempt[];
  readonly observer?: Attempt | null;
  readonly facts?: readonly Fact[];
}

/** Puts an outcome together. Only a pass says who refused: the server, or where it hung up something before it. */
export function outcome(verdict: Verdict, reason: string, found: Findings = {}): CheckOutcome {
  const hungUp = verdict === 'pass' && found.attack?.some(({ detail }) => detail === HUNG_UP);
  return {
    verdict,
    reason: hungUp ? `${reason}; it hung up without a word, so something before it may have refused` : reason,
    control: found.control ?? null,
    attack: found.attack ?? [],
    observer: found.observer ?? null,
    refusedBy: verdict === 'pass' ? 'server' : null,
    facts: found.facts ?? [],
  };
}

/** Inconclusive because the legitimate use does not work: a dead server refuses everybody. */
export function controlFailed(control: Attempt, found: Findings = {}): CheckOutcome {
  return outcome('inconclusive', `the legitimate use does not work, so nothing is shown: ${line(control)}`, {
    ...found,
    control,
  });
}

/** `canary-a connects: refused, CONNACK 5 (not authorized)`. */
export function line(attempt: Attempt): string {
  return `${attempt.what}: ${attempt.outcome}, ${attempt.detail}`;
}

/**
 * The verdict on attacks that must be refused: `fail` when one was accepted, `pass` when the server refused
 * each of them, `inconclusive` when one of them shows nothing.
 */
export function judgeRefusals(attack: readonly Attempt[]): {
  readonly verdict: Verdict;
  readonly decisive: Attempt[];
} {
  const accepted = attack.filter((attempt) => attempt.outcome === 'accepted');
  if (accepted.length > 0) return { verdict: 'fail', decisive: accepted };
  const unclear = attack.filter(
    (attempt) => attempt.refusedBy !== 'server' && attempt.refusedBy !== 'firewall',
  );
  if (unclear.length > 0 || attack.length === 0) return { verdict: 'inconclusive', decisive: unclear };
  return { verdict: 'pass', decisive: [...attack] };
}
