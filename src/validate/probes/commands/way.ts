/**
 * How one talks to a test object: over HTTPS, a request each time; over MQTT, a session each. An answer of the
 * server is its word and no more: what moved is for who watches.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { connectAs, leave } from '../mqtt/canary.ts';
import { reasonName } from '../mqtt/codes.ts';
import { connectAttempt } from '../mqtt/connect.ts';
import type { MqttSession } from '../mqtt/session.ts';
import { ask } from './http.ts';

/** The server's word on something that was sent. */
export type Said = Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'>;

/** Sees what is reported at one place. */
export interface Watch {
  /** What was reported since the watch began, oldest first; over HTTPS, each time it was looked at. */
  readonly texts: readonly string[];
  /** Looks until it sees one like this among what is reported from now on, at most so long. */
  until(isIt: (text: string) => boolean, millis: number): Promise<boolean>;
  /** Why it can no longer see. */
  blind(): string | undefined;
  close(): void;
}

const LOOK_MILLIS = 150;

/** Sends `body` as `who`. Never throws. */
export async function send(
  context: CheckContext,
  who: Credentials,
  over: 'https' | 'mqtt',
  place: string,
  body: string,
): Promise<Said> {
  if (over === 'mqtt') return publish(context, who, place, body);
  const answer = await ask(context, who, { method: 'POST', path: place, body });
  if (answer.kind !== 'answered') {
    const { outcome, refusedBy } = connectAttempt('', answer);
    return { outcome, refusedBy, detail: answer.detail };
  }
  const detail = `HTTP ${answer.status}`;
  if (answer.status < 300) return { outcome: 'accepted', refusedBy: null, detail };
  if (answer.status >= 400 && answer.status < 500) return { outcome: 'refused', refusedBy: 'server', detail };
  return { outcome: 'silent', refusedBy: null, detail: `${detail}, which says neither yes nor no` };
}

async function publish(context: CheckContext, who: Credentials, topic: string, body: string): Promise<Said> {
  const connected = await connectAs(context, who, 4);
  if (connected.kind !== 'accepted') {
    // A canary that cannot even connect has not had its rights tried.
    return { outcome: 'local-failure', refusedBy: null, detail: `did not connect: ${connected.detail}` };
  }
  const answer = await connected.session.publish(topic, body, 1);
  leave(connected);
  if (answer.kind === 'acknowledged' && answer.code < 0x80)
    return { outcome: 'accepted', refusedBy: null, detail: 'acknowledged, which says nothing' };
  if (answer.kind === 'acknowledged')
    return { outcome: 'refused', refusedBy: 'server', detail: reasonName(answer.code) };
  if (answer.kind === 'ended' && (answer.ending.kind === 'closed' || answer.ending.kind === 'refused'))
    return { outcome: 'refused', refusedBy: 'server', detail: answer.ending.detail };
  return { outcome: 'silent', refusedBy: null, detail: 'no acknowledgement' };
}

/** Begins to watch. An Attempt when it cannot. */
export async function watch(
  context: CheckContext,
  who: Credentials,
  over: 'https' | 'mqtt',
  place: string,
): Promise<Watch | Attempt> {
  const what = `${who.name} watches ${place}`;
  if (over === 'https') {
    const seen = new Polled(context, who, place);
    const doubt = await seen.look();
    return doubt === undefined ? seen : { what, outcome: 'not-seen', refusedBy: null, detail: doubt };
  }
  const connected = await connectAs(context, who, 4);
  if (connected.kind !== 'accepted') return connectAttempt(what, connected);
  const granted = await connected.session.subscribe(place);
  if (granted.kind === 'granted' && granted.code < 0x80) return new Subscribed(connected.session, place);
  leave(connected);
  return { what, outcome: 'not-seen', refusedBy: null, detail: 'the subscription is not granted' };
}

/** What is sent in place of `{value}` and `{id}`. */
export function filled(body: string, value: number): string {
  return body.replaceAll('{value}', String(value)).replaceAll('{id}', randomUUID());
}

class Polled implements Watch {
  readonly texts: string[] = [];
  readonly #context: CheckContext;
  readonly #who: Credentials;
  readonly #path: string;
  #doubt: string | undefined;

  constructor(context: CheckContext, who: Credentials, path: string) {
    this.#context = context;
    this.#who = who;
    this.#path = path;
  }

  /** Looks once; why not, where it does not work. */
  async look(): Promise<string | undefined> {
    const answer = await ask(this.#context, this.#who, { method: 'GET', path: this.#path });
    const isGood = answer.kind === 'answered' && answer.status === 200;
    if (isGood) this.texts.push(answer.body);
    this.#doubt = isGood ? undefined : answer.kind === 'answered' ? `HTTP ${answer.status}` : answer.detail;
    return this.#doubt;
  }

  async until(isIt: (text: string) => boolean, millis: number): Promise<boolean> {
    const end = Date.now() + millis;
    for (;;) {
      const before = this.texts.length;
      await this.look();
      if (this.texts.slice(before).some(isIt)) return true;
      if (Date.now() >= end || this.#context.signal.aborted) return false;
      await sleep(LOOK_MILLIS);
    }
  }

  blind(): string | undefined {
    return this.#doubt;
  }

  close(): void {
    // There is nothing open between two looks.
  }
}

class Subscribed implements Watch {
  readonly #session: MqttSession;
  readonly #topic: string;

  constructor(session: MqttSession, topic: string) {
    this.#session = session;
    this.#topic = topic;
  }

  get texts(): readonly string[] {
    return this.#session.received.filter(({ topic }) => topic === this.#topic).map(({ payload }) => payload);
  }

  until(isIt: (text: string) => boolean, millis: number): Promise<boolean> {
    const before = this.#session.received.length;
    const { received } = this.#session;
    return this.#session.receives(
      (one) => one.topic === this.#topic && received.indexOf(one, before) >= 0 && isIt(one.payload),
      millis,
    );
  }

  blind(): string | undefined {
    return this.#session.ending?.detail;
  }

  close(): void {
    this.#session.close();
  }
}
