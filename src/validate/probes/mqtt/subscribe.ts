/** One attempt of one canary to read what another sends or receives, judged by what is delivered. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { connectAs, leave } from './canary.ts';
import { type MqttVersion, reasonName, versionName } from './codes.ts';
import { connectAttempt } from './connect.ts';
import { ARRIVES_MILLIS, GRACE_MILLIS, marker, type Routes, topicOf } from './routes.ts';
import type { MqttSession, SubscribeAnswer } from './session.ts';

/** On a session of its own: some servers answer it by hanging up. `accepted`: something of the victim's came. */
export async function subscribeTo(
  context: CheckContext,
  attacker: Credentials,
  routes: Routes,
  filter: string,
  version: MqttVersion,
): Promise<Attempt> {
  const what = `${attacker.name} subscribes to ${filter} (${versionName(version)})`;
  const connected = await connectAs(context, attacker, version);
  if (connected.kind !== 'accepted') return { ...connectAttempt(what, connected), refusedBy: null };
  const { session } = connected;
  try {
    const own = topicOf(context.target.topics?.subscribe ?? '', attacker);
    await session.subscribe(own);
    const getsItsOwn = async (): Promise<boolean> => {
      const permitted = marker();
      await (routes.service ?? session).publish(own, permitted, 1);
      return session.sees(permitted, ARRIVES_MILLIS);
    };
    if (!(await getsItsOwn())) {
      const detail = `${attacker.name} does not get a message of its own on this session`;
      return { what, outcome: 'silent', refusedBy: null, detail };
    }
    const answer = await session.subscribe(filter);
    const markers: string[] = [];
    for (const route of routes.all) {
      const sent = marker();
      markers.push(sent);
      await route.sender.publish(route.topic, sent, 1);
      if (!(await route.reader.sees(sent, ARRIVES_MILLIS))) {
        const detail = `${route.readerName} did not get the message that ${attacker.name} must not get`;
        return { what, outcome: 'silent', refusedBy: null, detail };
      }
    }
    // Sent after them, and permitted: once it is here, the others would be too.
    const delivers = session.ending === undefined && (await getsItsOwn());
    const got = await Promise.all(markers.map((sent) => session.sees(sent, GRACE_MILLIS)));
    return { what, ...judge(answer, got.includes(true), delivers, session) };
  } finally {
    leave(connected);
  }
}

function judge(
  answer: SubscribeAnswer,
  delivered: boolean,
  delivers: boolean,
  session: MqttSession,
): Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'> {
  const said = answer.kind === 'granted' ? `SUBACK ${reasonName(answer.code)}` : answer.kind;
  if (delivered) return { outcome: 'accepted', refusedBy: null, detail: `${said}; delivered` };
  const { ending } = session;
  if (ending?.kind === 'refused' || ending?.kind === 'closed') {
    return { outcome: 'refused', refusedBy: 'server', detail: `${ending.detail}; nothing delivered` };
  }
  if (!delivers) {
    const detail = `${said}; nothing delivered, but neither was a message meant for it`;
    return { outcome: 'silent', refusedBy: null, detail };
  }
  if (answer.kind === 'granted' && answer.code >= 0x80) {
    return { outcome: 'refused', refusedBy: 'server', detail: `${said}; nothing delivered` };
  }
  return { outcome: 'not-seen', refusedBy: 'server', detail: `${said}; nothing delivered` };
}
