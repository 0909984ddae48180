/** A session that waits for its client while it is away: whether there is such a thing, and who gets what it holds. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { connectAs, leave } from './canary.ts';
import { type MqttVersion, versionName } from './codes.ts';
import { connectAttempt } from './connect.ts';
import { ARRIVES_MILLIS, marker, topicOf } from './routes.ts';
import type { Cast } from './stage.ts';

/** What is waited for where nothing may come, in milliseconds. */
const LATE_MILLIS = 1000;

/** The attempt, or why there was nothing to try. */
export type Waiting = { readonly attempt: Attempt } | { readonly notTried: string };

/**
 * The attacker connects with the client id of the victim, which is away and for which a message waits. First the victim
 * itself comes back for one, which shows that the server keeps any. No session is left behind.
 */
export async function inheritWaiting(
  context: CheckContext,
  { attacker, victim, service }: Cast,
  version: MqttVersion,
): Promise<Waiting> {
  if (!service) return { notTried: 'no services send to it meanwhile' };
  const topic = topicOf(context.target.topics?.subscribe ?? '', victim);
  const leaves = (): Promise<string | undefined> => leaveOne(context, victim, service, topic, version);
  try {
    const first = await leaves();
    if (first === undefined || !(await comesBack(context, victim, first, version)))
      return { notTried: `the server kept nothing for ${victim.name}` };
    const kept = await leaves();
    const what = `${attacker.name} connects with the client id of ${victim.name}, which is away (${versionName(version)})`;
    if (kept === undefined) return { attempt: { what, outcome: 'silent', refusedBy: null, detail: UNSENT } };
    const taken = await connectAs(context, attacker, version, { clientId: victim.clientId, keep: true });
    const said = connectAttempt(what, taken);
    const got = taken.kind === 'accepted' && (await taken.session.sees(kept, LATE_MILLIS));
    leave(taken);
    if (got) {
      const detail = `${said.detail}; what waited for ${victim.name} came to ${attacker.name}`;
      return { attempt: { what, outcome: 'accepted', refusedBy: null, detail } };
    }
    const still = await comesBack(context, victim, kept, version);
    if (taken.kind !== 'accepted' && (still || said.refusedBy !== 'server')) return { attempt: said };
    const detail = `${said.detail}; what waited for ${victim.name} ${still ? 'was still there for it' : 'was gone'}`;
    const harm = still
      ? ({ outcome: 'not-seen', refusedBy: 'server' } as const)
      : ({ outcome: taken.kind === 'accepted' ? 'accepted' : 'silent', refusedBy: null } as const);
    return { attempt: { what, ...harm, detail } };
  } finally {
    // Clean sessions end those that wait, under whichever id they were kept.
    leave(await connectAs(context, attacker, version), await connectAs(context, victim, version));
  }
}

const UNSENT = 'the message that was to wait could not be sent';

/** The victim subscribes and goes, and the services send it something; undefined where that did not work. */
async function leaveOne(
  context: CheckContext,
  victim: Credentials,
  service: Credentials,
  topic: string,
  version: MqttVersion,
): Promise<string | undefined> {
  const gone = await connectAs(context, victim, version, { keep: true });
  if (gone.kind === 'accepted') await gone.session.subscribe(topic);
  leave(gone);
  const services = await connectAs(context, service, version);
  const waits = marker();
  const answer =
    services.kind === 'accepted' ? await services.session.publish(topic, waits, 1) : { kind: 'silent' };
  leave(services);
  return gone.kind === 'accepted' && answer.kind === 'acknowledged' ? waits : undefined;
}

async function comesBack(
  context: CheckContext,
  victim: Credentials,
  waits: string,
  version: MqttVersion,
): Promise<boolean> {
  const back = await connectAs(context, victim, version, { keep: true });
  const got = back.kind === 'accepted' && (await back.session.sees(waits, ARRIVES_MILLIS));
  leave(back);
  return got;
}
