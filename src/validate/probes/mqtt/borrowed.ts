/**
 * What a device can do under the client id of another, which is away, and with credentials of its own. Rules that look
 * at the client id (mosquitto's `%c`, EMQX's `${clientid}`) hold nobody who may choose it.
 */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext } from '../../check.ts';
import { connectAs, leave } from './canary.ts';
import { type MqttVersion, reasonName, versionName } from './codes.ts';
import { connectAttempt } from './connect.ts';
import { marker, topicOf } from './routes.ts';
import type { MqttSession } from './session.ts';
import type { Cast } from './stage.ts';

/** A message on its way to somebody who must not get it may take so long, in milliseconds. */
const LATE_MILLIS = 1000;

/** It publishes where the other sends. Seen by the services, or by itself where there are none. */
export function publishesAsOther(context: CheckContext, cast: Cast, version: MqttVersion): Promise<Attempt> {
  const topic = topicOf(context.target.topics?.publish ?? '', cast.victim);
  return asOther(context, cast, version, `publishes to ${topic}`, async (own, services) => {
    const reader = services ?? own;
    await reader.subscribe(topic);
    const forged = marker();
    const answer = await own.publish(topic, forged, 1);
    await own.ping();
    const said = answer.kind === 'acknowledged' ? `PUBACK ${reasonName(answer.code)}` : 'no PUBACK';
    return { said, delivered: await reader.sees(forged, LATE_MILLIS) };
  });
}

/** It subscribes where the other receives. What comes is sent by the services, or by itself where there are none. */
export function readsAsOther(context: CheckContext, cast: Cast, version: MqttVersion): Promise<Attempt> {
  const topic = topicOf(context.target.topics?.subscribe ?? '', cast.victim);
  return asOther(context, cast, version, `subscribes to ${topic}`, async (own, services) => {
    const answer = await own.subscribe(topic);
    const sent = marker();
    await (services ?? own).publish(topic, sent, 1);
    await own.ping();
    const said = answer.kind === 'granted' ? `SUBACK ${reasonName(answer.code)}` : 'no SUBACK';
    return { said, delivered: await own.sees(sent, LATE_MILLIS) };
  });
}

type Act = (
  own: MqttSession,
  services: MqttSession | undefined,
) => Promise<{ readonly said: string; readonly delivered: boolean }>;

/** `accepted`: it was delivered. That permitted messages are is shown by whoever asks, before and after. */
async function asOther(
  context: CheckContext,
  { attacker, victim, service }: Cast,
  version: MqttVersion,
  does: string,
  act: Act,
): Promise<Attempt> {
  const what = `${attacker.name}, under the client id of ${victim.name}, ${does} (${versionName(version)})`;
  const services = service && (await connectAs(context, service, version));
  const own = await connectAs(context, attacker, version, { clientId: victim.clientId });
  try {
    if (services && services.kind !== 'accepted')
      return { ...connectAttempt(`${service.name} connects`, services), refusedBy: null };
    if (own.kind !== 'accepted') return connectAttempt(what, own);
    const { said, delivered } = await act(own.session, services?.session);
    if (delivered) return { what, outcome: 'accepted', refusedBy: null, detail: `${said}; delivered` };
    const { ending } = own.session;
    if (ending?.kind === 'refused' || ending?.kind === 'closed')
      return { what, outcome: 'refused', refusedBy: 'server', detail: `${ending.detail}; not delivered` };
    if (ending || !(await own.session.ping()))
      return {
        what,
        outcome: 'silent',
        refusedBy: null,
        detail: `${said}; then ${ending?.detail ?? 'no word'}`,
      };
    return { what, outcome: 'not-seen', refusedBy: 'server', detail: `${said}; not delivered` };
  } finally {
    leave(own, services);
  }
}
