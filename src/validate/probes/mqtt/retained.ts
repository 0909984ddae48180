/** Retained messages: leaving one, looking for one, taking one away. Every step on a session of its own. */
import type { CheckContext, Credentials } from '../../check.ts';
import { connectAs, leave } from './canary.ts';
import { type MqttVersion, reasonName } from './codes.ts';
import { ARRIVES_MILLIS, GRACE_MILLIS, marker, topicOf } from './routes.ts';
import type { MqttSession } from './session.ts';
import type { Cast } from './stage.ts';

/** A topic, with who may send on it and who may read it. */
export interface Place {
  readonly topic: string;
  readonly sender: Credentials;
  readonly reader: Credentials;
}

/** What a reader found. */
export interface Fetched {
  /** The message that was looked for. */
  readonly got: boolean;
  /** A message that was sent while the reader was there. */
  readonly works: boolean;
  /** The server ended the reader's session after a subscription. */
  readonly refused?: string;
  readonly detail: string;
}

/** The topics of the victim: the one it sends on, and the one it receives on. */
export function places(context: CheckContext, { victim, service }: Cast): readonly Place[] {
  const { publish, subscribe } = context.target.topics ?? { publish: '', subscribe: '' };
  const other = service ?? victim;
  return [
    { topic: topicOf(publish, victim), sender: victim, reader: other },
    { topic: topicOf(subscribe, victim), sender: other, reader: victim },
  ];
}

/** What the server said to a message that was to be retained. */
export interface Left {
  /** It got the message and answered, or ended the session over it. */
  readonly reached: boolean;
  readonly said: string;
}

/** Leaves a message, and tells what the server said to that. */
export async function retain(
  context: CheckContext,
  sender: Credentials,
  topic: string,
  payload: string,
  version: MqttVersion,
): Promise<Left> {
  const connected = await connectAs(context, sender, version);
  if (connected.kind !== 'accepted') return { reached: false, said: connected.detail };
  const answer = await connected.session.publish(topic, payload, 1, true);
  leave(connected);
  if (answer.kind === 'acknowledged') return { reached: true, said: `PUBACK ${reasonName(answer.code)}` };
  if (answer.kind !== 'ended') return { reached: false, said: 'no PUBACK' };
  const { kind, detail } = answer.ending;
  return { reached: kind === 'refused' || kind === 'closed', said: detail };
}

/** Takes away what is retained on a topic: each of these tries, since not everybody may. */
export async function forget(
  context: CheckContext,
  senders: readonly Credentials[],
  topic: string,
  version: MqttVersion,
): Promise<void> {
  for (const sender of senders) await retain(context, sender, topic, '', version);
}

/**
 * The reader of a place connects, subscribes to the filters and looks for the payload; then the sender sends something
 * passing on the place's topic, after which a retained message would have come.
 */
export async function fetchRetained(
  context: CheckContext,
  place: Place,
  filters: readonly string[],
  payload: string,
  version: MqttVersion,
): Promise<Fetched> {
  const reader = await connectAs(context, place.reader, version);
  if (reader.kind !== 'accepted') return { got: false, works: false, detail: reader.detail };
  const apart = place.sender !== place.reader;
  const sender = apart ? await connectAs(context, place.sender, version) : reader;
  try {
    if (sender.kind !== 'accepted') return { got: false, works: false, detail: sender.detail };
    const { session } = reader;
    for (const filter of filters) if (session.ending === undefined) await session.subscribe(filter);
    const works = await passes(sender.session, session, place.topic);
    const got = await session.sees(payload, GRACE_MILLIS);
    const { ending } = session;
    const refused = ending?.kind === 'refused' || ending?.kind === 'closed';
    const hint = apart ? '' : '; topics.service could name who may';
    const detail = ending?.detail ?? `a passing message on ${place.topic} does not arrive${hint}`;
    return { got, works, detail, ...(refused && !works && { refused: detail }) };
  } finally {
    leave(reader, apart ? sender : undefined);
  }
}

async function passes(sender: MqttSession, reader: MqttSession, topic: string): Promise<boolean> {
  const passing = marker();
  if (reader.ending === undefined) await sender.publish(topic, passing, 1);
  return reader.sees(passing, reader.ending === undefined ? ARRIVES_MILLIS : 0);
}
