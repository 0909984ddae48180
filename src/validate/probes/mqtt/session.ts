/** One accepted MQTT session: publish, subscribe, watch what arrives. Every wait is bounded; nothing throws. */
import { generate, type Packet } from 'mqtt-packet';

import { Onlookers } from '../brokers/onlookers.ts';
import { type MqttVersion, reasonName } from './codes.ts';
import type { Ending, Wire } from './wire.ts';

/**
 * What the server said to a PUBLISH. `sent`: QoS 0, it never says anything. `acknowledged` with code 0 is
 * no delivery: MQTT 3.1.1 acknowledges what it drops. From 0x80 on the code is a refusal (MQTT 5).
 */
export type PublishAnswer =
  | { readonly kind: 'sent' | 'silent' }
  | { readonly kind: 'acknowledged'; readonly code: number }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** What the server said to a SUBSCRIBE. A grant is no verdict: some judge at delivery. 0x80 on: refusal. */
export type SubscribeAnswer =
  | { readonly kind: 'silent' }
  | { readonly kind: 'granted'; readonly code: number }
  | { readonly kind: 'ended'; readonly ending: Ending };

export interface Message {
  readonly topic: string;
  readonly payload: string;
}

export class MqttSession {
  readonly version: MqttVersion;
  /** Everything that arrived, oldest first. */
  readonly received: Message[] = [];
  readonly #wire: Wire;
  readonly #answers = new Map<number, number>();
  readonly #onlookers = new Onlookers();
  readonly #answerMillis: number;
  #pongs = 0;
  #lastId = 0;
  #ending: Ending | undefined;

  constructor(version: MqttVersion, wire: Wire, answerMillis: number) {
    this.version = version;
    this.#wire = wire;
    this.#answerMillis = answerMillis;
  }

  /** How the server ended it; undefined while it lasts. Our own {@link close} is not one. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** DER of the server's certificate; undefined without TLS. */
  get serverCertificate(): Uint8Array | undefined {
    return this.#wire.serverCertificate;
  }

  /** `retain`: the server keeps it for whoever subscribes later; an empty payload makes it forget what it kept. */
  async publish(
    topic: string,
    payload: string | Buffer,
    qos: 0 | 1 | 2,
    retain = false,
  ): Promise<PublishAnswer> {
    const messageId = qos > 0 ? this.#nextId() : undefined;
    this.#send({
      cmd: 'publish',
      topic,
      payload,
      qos,
      dup: false,
      retain,
      ...(messageId !== undefined && { messageId }),
    });
    if (messageId === undefined) return { kind: 'sent' };
    const code = await this.#answer(messageId);
    return typeof code === 'number' ? { kind: 'acknowledged', code } : code;
  }

  async subscribe(filter: string): Promise<SubscribeAnswer> {
    const messageId = this.#nextId();
    this.#send({ cmd: 'subscribe', messageId, subscriptions: [{ topic: filter, qos: 1 }] });
    const code = await this.#answer(messageId);
    return typeof code === 'number' ? { kind: 'granted', code } : code;
  }

  /** True when a message with this payload has arrived, or arrives in time. */
  sees(payload: string, millis: number): Promise<boolean> {
    return this.receives((message) => message.payload === payload, millis);
  }

  /** True when a message like this has arrived, or arrives in time. */
  async receives(isIt: (message: Message) => boolean, millis: number): Promise<boolean> {
    const found = (): boolean => this.received.some(isIt);
    await this.#onlookers.until(() => found() || this.#ending !== undefined, millis);
    return found();
  }

  /** True when the server answers a ping: the session is alive. */
  async ping(): Promise<boolean> {
    const before = this.#pongs;
    this.#send({ cmd: 'pingreq' });
    await this.#onlookers.until(() => this.#pongs > before || this.#ending !== undefined, this.#answerMillis);
    return this.#pongs > before;
  }

  /** Waits for the server to end the session, at most so long; undefined when it did not. */
  async ends(millis: number): Promise<Ending | undefined> {
    await this.#onlookers.until(() => this.#ending !== undefined, millis);
    return this.#ending;
  }

  /** Says goodbye and closes. */
  close(): void {
    if (!this.#ending) this.#send({ cmd: 'disconnect' });
    this.#wire.close();
  }

  /** Lets go of the line without a goodbye, as a device does that loses power: the server sends its will. */
  drop(): void {
    this.#wire.drop();
  }

  /** For the connection that owns the session: a packet arrived. */
  accept(packet: Packet): void {
    if (packet.cmd === 'publish') {
      this.received.push({ topic: packet.topic, payload: packet.payload.toString() });
      if (packet.qos === 1 && packet.messageId !== undefined) {
        this.#send({ cmd: 'puback', messageId: packet.messageId });
      }
    } else if (packet.cmd === 'puback') this.#answers.set(packet.messageId ?? 0, packet.reasonCode ?? 0);
    else if (packet.cmd === 'pubrec') this.#received(packet.messageId ?? 0, packet.reasonCode ?? 0);
    else if (packet.cmd === 'suback') this.#answers.set(packet.messageId ?? 0, grantCode(packet.granted));
    else if (packet.cmd === 'pingresp') this.#pongs += 1;
    else if (packet.cmd === 'disconnect') this.end(goodbye(packet.reasonCode ?? 0));
    this.#onlookers.look();
  }

  /** For the connection that owns the session: it is over. The first reason is the one that counts. */
  end(ending: Ending): void {
    this.#ending ??= ending;
    this.#onlookers.look();
  }

  /** QoS 2: the server has it, and passes it on when it is released. From 0x80 on it will not. */
  #received(messageId: number, code: number): void {
    this.#answers.set(messageId, code);
    if (code < 0x80) this.#send({ cmd: 'pubrel', messageId });
  }

  #nextId(): number {
    this.#lastId = (this.#lastId % 0xffff) + 1;
    return this.#lastId;
  }

  #send(packet: Packet): void {
    try {
      this.#wire.write(generate(packet, { protocolVersion: this.version }));
    } catch {
      this.end({ kind: 'local-failure', detail: `this ${packet.cmd.toUpperCase()} packet cannot be made` });
    }
  }

  async #answer(messageId: number): Promise<number | { kind: 'silent' } | { kind: 'ended'; ending: Ending }> {
    await this.#onlookers.until(
      () => this.#answers.has(messageId) || this.#ending !== undefined,
      this.#answerMillis,
    );
    const code = this.#answers.get(messageId);
    if (code !== undefined) return code;
    return this.#ending ? { kind: 'ended', ending: this.#ending } : { kind: 'silent' };
  }
}

function grantCode(granted: readonly unknown[]): number {
  const first = granted[0];
  return typeof first === 'number' ? first : 0x80;
}

/** A DISCONNECT that answers what we did is a refusal; any other one says that the server is going away. */
function goodbye(code: number): Ending {
  const refusing = [0x80, 0x87, 0x8f, 0x90, 0x95, 0x97, 0x98, 0x9a].includes(code);
  return { kind: refusing ? 'refused' : 'closed', detail: `DISCONNECT ${reasonName(code)}`, code };
}
