/**
 * How one talks to a test object: over HTTPS, a request each time; over MQTT, a session each. An answer of the
 * server is its word and no more: what moved is for who watches.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { connectAs } from '../mqtt/canary.ts';
import { reasonName } from '../mqtt/codes.ts';
import { type MqttConnected, connectAttempt } from '../mqtt/connect.ts';
import type { MqttSession, PublishAnswer } from '../mqtt/session.ts';
import { type HttpAnswer, ask } from './http.ts';

/** The server's word on something that was sent. */
export type Said = Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'>;

/** Sees what is reported at one place. */
export interface Watch {
  /** What was reported since the watch began, oldest first; over HTTPS, each time it was looked at. */
  readonly texts: readonly string[];
  /** Looks until it sees one like this among {@link texts} from this place on, at most so long. */
  until(isIt: (text: string) => boolean, from: number, millis: number): Promise<boolean>;
  /** Why it can no longer see. */
  blind(): string | undefined;
}

const LOOK_MILLIS = 250;

/** The ways to one target. Over MQTT an identity has one session: its server may not let it have two. */
export interface Way {
  /** Sends `body` as `who`. Never throws. */
  send(who: Credentials, over: 'https' | 'mqtt', place: string, body: string): Promise<Said>;
  /** Begins to watch; over HTTPS, by looking so often. An Attempt when it cannot. */
  watch(
    who: Credentials,
    over: 'https' | 'mqtt',
    place: string,
    everyMillis?: number,
  ): Promise<Watch | Attempt>;
  /** The session of `who`, over MQTT. An Attempt when it cannot connect. */
  session(who: Credentials): Promise<MqttSession | Attempt>;
  /** Ends every session. */
  close(): void;
}

/** Opens nothing yet: each identity connects when it is first needed. */
export function openWay(context: CheckContext): Way {
  const sessions = new Map<string, MqttSession>();

  async function sessionOf(who: Credentials): Promise<MqttConnected> {
    const session = sessions.get(who.name);
    if (session && !session.ending) return { kind: 'accepted', session };
    const connected = await connectAs(context, who, 4);
    if (connected.kind === 'accepted') sessions.set(who.name, connected.session);
    return connected;
  }

  return {
    async send(who, over, place, body) {
      if (over === 'https') return sentOver(await ask(context, who, { method: 'POST', path: place, body }));
      const connected = await sessionOf(who);
      if (connected.kind === 'accepted') return saidTo(await connected.session.publish(place, body, 1));
      // A canary that cannot even connect has not had its rights tried.
      return { outcome: 'local-failure', refusedBy: null, detail: `did not connect: ${connected.detail}` };
    },
    async watch(who, over, place, everyMillis = LOOK_MILLIS) {
      const what = `${who.name} watches ${place}`;
      if (over === 'https') {
        const seen = new Polled(context, who, place, everyMillis);
        const doubt = await seen.look();
        return doubt === undefined ? seen : { what, outcome: 'not-seen', refusedBy: null, detail: doubt };
      }
      const connected = await sessionOf(who);
      if (connected.kind !== 'accepted') return connectAttempt(what, connected);
      const granted = await connected.session.subscribe(place);
      return granted.kind === 'granted' && granted.code < 0x80
        ? new Subscribed(connected.session, place)
        : { what, outcome: 'not-seen', refusedBy: null, detail: 'the subscription is not granted' };
    },
    async session(who) {
      const connected = await sessionOf(who);
      return connected.kind === 'accepted'
        ? connected.session
        : connectAttempt(`${who.name}, enrolled, connects`, connected);
    },
    close() {
      for (const session of sessions.values()) session.close();
    },
  };
}

/** Whoever is turned away before it could ask for anything has not had its rights tried. */
function sentOver(answer: HttpAnswer): Said {
  const said = saidOver(answer);
  return answer.kind !== 'answered' && said.outcome === 'refused'
    ? { outcome: 'local-failure', refusedBy: null, detail: `did not connect: ${said.detail}` }
    : said;
}

/** A proxy that wants to know who asks, one that waited too long, and somebody who has had enough for now. */
const ABOUT_SOMETHING_ELSE: readonly number[] = [407, 408, 429];

/** What an answer over HTTPS says. */
export function saidOver(answer: HttpAnswer): Said {
  if (answer.kind !== 'answered') {
    const { outcome, refusedBy, detail } = connectAttempt('', answer);
    return { outcome, refusedBy, detail };
  }
  const detail = `HTTP ${answer.status}`;
  if (answer.status < 300) return { outcome: 'accepted', refusedBy: null, detail };
  const isRefusal = answer.status >= 400 && answer.status < 500;
  if (isRefusal && !ABOUT_SOMETHING_ELSE.includes(answer.status))
    return { outcome: 'refused', refusedBy: 'server', detail };
  return { outcome: 'silent', refusedBy: null, detail: `${detail}, which says neither yes nor no` };
}

/** What an acknowledgement says. */
export function saidTo(answer: PublishAnswer): Said {
  if (answer.kind === 'acknowledged' && answer.code < 0x80)
    return { outcome: 'accepted', refusedBy: null, detail: 'acknowledged, which says nothing' };
  if (answer.kind === 'acknowledged')
    return { outcome: 'refused', refusedBy: 'server', detail: reasonName(answer.code) };
  if (answer.kind === 'ended' && (answer.ending.kind === 'closed' || answer.ending.kind === 'refused'))
    return { outcome: 'refused', refusedBy: 'server', detail: answer.ending.detail };
  return { outcome: 'silent', refusedBy: null, detail: 'no acknowledgement' };
}

class Polled implements Watch {
  readonly texts: string[] = [];
  readonly #context: CheckContext;
  readonly #who: Credentials;
  readonly #path: string;
  readonly #everyMillis: number;
  #doubt: string | undefined;

  constructor(context: CheckContext, who: Credentials, path: string, everyMillis: number) {
    this.#context = context;
    this.#who = who;
    this.#path = path;
    this.#everyMillis = everyMillis;
  }

  /** Looks once; why not, where it does not work. */
  async look(): Promise<string | undefined> {
    const answer = await ask(this.#context, this.#who, { method: 'GET', path: this.#path });
    const isGood = answer.kind === 'answered' && answer.status === 200;
    if (isGood) this.texts.push(answer.body);
    this.#doubt = isGood ? undefined : answer.kind === 'answered' ? `HTTP ${answer.status}` : answer.detail;
    return this.#doubt;
  }

  async until(isIt: (text: string) => boolean, from: number, millis: number): Promise<boolean> {
    const end = Date.now() + millis;
    for (;;) {
      await this.look();
      if (this.texts.slice(from).some(isIt)) return true;
      if (Date.now() >= end || this.#context.signal.aborted) return false;
      await sleep(this.#everyMillis);
    }
  }

  blind(): string | undefined {
    return this.#doubt;
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

  async until(isIt: (text: string) => boolean, from: number, millis: number): Promise<boolean> {
    const found = (): boolean => this.texts.slice(from).some(isIt);
    await this.#session.receives(found, millis);
    return found();
  }

  blind(): string | undefined {
    return this.#session.ending?.detail;
  }
}
