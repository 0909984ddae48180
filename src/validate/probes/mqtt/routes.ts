/**
 * Who may legitimately send what to whom, and an observer who provably sees it arrive. MQTT hides refusal:
 * a server acknowledges what it drops and grants what it will not deliver, so only delivery counts.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { connectAttempt } from './connect.ts';
import { connectAs, leave } from './canary.ts';
import { type MqttVersion, versionName } from './codes.ts';
import type { MqttSession } from './session.ts';

/** A topic of the victim's, with who may send on it and who may read it. */
export interface Route {
  readonly topic: string;
  readonly sender: MqttSession;
  readonly senderName: string;
  readonly reader: MqttSession;
  readonly readerName: string;
}

/** Both directions of one canary, on sessions that stay open while another canary attacks. */
export interface Routes {
  /** What the victim sends, then what it receives. */
  readonly all: readonly [Route, Route];
  readonly victim: MqttSession;
  /** Absent: each canary sends to itself and reads itself. */
  readonly service: MqttSession | undefined;
  readonly serviceName: string | undefined;
  close(): void;
}

/** A message that has to arrive may take so long, in milliseconds. */
export const ARRIVES_MILLIS = 3000;
/** One that must not arrive is waited for so long after one sent later has arrived. */
export const GRACE_MILLIS = 250;

/** The topic of one identity: the template with its name in it. */
export function topicOf(template: string, identity: Credentials): string {
  return template.replaceAll('{identity}', identity.name);
}

/** Connects victim and service and subscribes the readers; an Attempt when that does not work. */
export async function openRoutes(
  context: CheckContext,
  version: MqttVersion,
  victimIs: Credentials,
  serviceIs: Credentials | undefined,
): Promise<Routes | Attempt> {
  const what = (who: Credentials): string => `${who.name}, enrolled, connects (${versionName(version)})`;
  const victim = await connectAs(context, victimIs, version);
  if (victim.kind !== 'accepted') return connectAttempt(what(victimIs), victim);
  const service = serviceIs && (await connectAs(context, serviceIs, version));
  if (serviceIs && service?.kind !== 'accepted') {
    leave(victim);
    return service ? connectAttempt(what(serviceIs), service) : noAttempt();
  }
  const back = service?.kind === 'accepted' ? service.session : undefined;
  const { publish, subscribe } = context.target.topics ?? { publish: '', subscribe: '' };
  const other = back ?? victim.session;
  const otherName = serviceIs?.name ?? victimIs.name;
  const sends: Route = {
    topic: topicOf(publish, victimIs),
    sender: victim.session,
    senderName: victimIs.name,
    reader: other,
    readerName: otherName,
  };
  const receives: Route = {
    topic: topicOf(subscribe, victimIs),
    sender: other,
    senderName: otherName,
    reader: victim.session,
    readerName: victimIs.name,
  };
  for (const route of [sends, receives]) await route.reader.subscribe(route.topic);
  return {
    all: [sends, receives],
    victim: victim.session,
    service: back,
    serviceName: serviceIs?.name,
    close: () => leave(victim, service),
  };
}

/** Sends a fresh marker along each route; `accepted` when every reader sees its own. */
export async function proveRoutes(routes: readonly Route[]): Promise<Attempt> {
  const seen: string[] = [];
  for (const route of routes) {
    const what = `${route.senderName} sends on ${route.topic}, ${route.readerName} watches`;
    const sent = marker();
    await route.sender.publish(route.topic, sent, 1);
    const lost = route.sender.ending !== undefined;
    if (lost || !(await route.reader.sees(sent, ARRIVES_MILLIS))) {
      const ended = route.sender.ending ?? route.reader.ending;
      const detail = ended ? `the session ended: ${ended.detail}` : 'the message does not arrive';
      const hint = route.senderName === route.readerName ? '; topics.service could name who may' : '';
      return { what, outcome: 'not-seen', refusedBy: null, detail: detail + hint };
    }
    seen.push(`${route.senderName} → ${route.topic} → ${route.readerName}`);
  }
  return {
    what: 'permitted messages arrive where they should',
    outcome: 'accepted',
    refusedBy: null,
    detail: seen.join('; '),
  };
}

/** A payload that nobody could have sent before. */
export function marker(): string {
  return `bestride-${randomBytes(16).toString('hex')}`;
}

function noAttempt(): Attempt {
  return {
    what: 'the services connect',
    outcome: 'local-failure',
    refusedBy: 'client-library',
    detail: 'not tried',
  };
}
