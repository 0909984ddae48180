/** One AMQP 1.0 connection with its one session: attach links, send, watch what arrives. Nothing throws. */
import { Onlookers } from '../brokers/onlookers.ts';
import type { Ending, Wire } from '../mqtt/wire.ts';
import { type AmqpValue, encode } from './codec.ts';
import { endingBy } from './conditions.ts';
import { type Frame, frame, numberOf, symbolOf } from './frames.ts';
import { type Link, type LinkHost, Receiver, Sender } from './links.ts';
import { encodeMessage, payloadOf } from './message.ts';

/** How long the broker's own node for an address is to last: `durable` for one that is there already as a durable one. */
export type Durability = 'transient' | 'durable';

/** What the server said of itself when the connection was opened. */
export interface ServerSays {
  /** The largest frame it takes. */
  readonly frameBytes: number;
  /** It hangs up when it hears nothing for so long; undefined: it waits for ever. */
  readonly idleMillis: number | undefined;
}

/** Transfers that we take before we say that we take more: more than any check asks for. */
const WINDOW = 1_000_000;
const MOST_IDLE_MILLIS = 60_000;
const SOURCE = 0x28;
const TARGET = 0x29;
const ACCEPTED = 0x24;

export class AmqpSession implements LinkHost {
  readonly server: ServerSays;
  readonly answerMillis: number;
  readonly #wire: Wire;
  readonly #links = new Map<number, Link>();
  readonly #onlookers = new Onlookers();
  readonly #alive: NodeJS.Timeout | undefined;
  #attached = new Map<string, AmqpValue>();
  #deliveries = 0;
  #incoming = 0;
  #lastHandle = -1;
  #ending: Ending | undefined;

  constructor(wire: Wire, server: ServerSays, answerMillis: number) {
    this.#wire = wire;
    this.server = server;
    this.answerMillis = answerMillis;
    if (server.idleMillis !== undefined) {
      this.#alive = setInterval(
        () => wire.write(EMPTY_FRAME),
        Math.min(Math.max(server.idleMillis / 2, 100), MOST_IDLE_MILLIS),
      ).unref();
    }
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** DER of the server's certificate; undefined without TLS. */
  get serverCertificate(): Uint8Array | undefined {
    return this.#wire.serverCertificate;
  }

  /** A link on which to send. `null`: to no address, each message says itself where it goes. */
  async sendTo(address: string | null, durability: Durability = 'transient'): Promise<Sender | Ending> {
    const link = new Sender(this, this.#nextName(), this.#nextHandle());
    const target = terminus(TARGET, address, durability);
    return (await this.#attach(link, false, terminus(SOURCE, link.name, 'transient'), target)) ?? link;
  }

  /** A link on which to read; nothing comes before {@link Receiver.take}. */
  async readFrom(address: string, durability: Durability = 'transient'): Promise<Receiver | Ending> {
    const link = new Receiver(this, this.#nextName(), this.#nextHandle());
    const source = terminus(SOURCE, address, durability);
    return (await this.#attach(link, true, source, terminus(TARGET, link.name, 'transient'))) ?? link;
  }

  /** Says goodbye and closes. */
  close(): void {
    clearInterval(this.#alive);
    if (!this.#ending) this.#wire.write(frame('close', []));
    this.#wire.close();
  }

  /** For the connection that owns the session: a frame arrived. */
  accept({ name, fields, payload }: Frame): void {
    if (name === 'attach') this.#answered(fields);
    else if (name === 'flow') this.#flow(fields);
    else if (name === 'transfer') this.#transfer(fields, payload);
    else if (name === 'disposition') this.#disposition(fields);
    else if (name === 'detach') this.#detached(fields);
    else if (name === 'end') this.end(endingBy(fields[0]));
    else if (name === 'close') this.end(endingBy(fields[0]));
    this.#onlookers.look();
  }

  /** For the connection that owns the session: it is over. The first reason is the one that counts. */
  end(ending: Ending): void {
    clearInterval(this.#alive);
    this.#ending ??= ending;
    this.#onlookers.look();
  }

  until(met: () => boolean, millis: number): Promise<void> {
    return this.#onlookers.until(() => met() || this.#ending !== undefined, millis);
  }

  transfer(link: Sender, payload: string, to: string | undefined): number {
    const delivery = this.#deliveries++;
    link.credit -= 1;
    link.sent += 1;
    const message = encodeMessage(payload, to);
    // What goes before the message takes less than a hundred bytes.
    const room = Math.max(this.server.frameBytes - 100, 400);
    for (let at = 0; at < message.length; at += room) {
      const more = at + room < message.length;
      const fields = [
        encode.uint(link.handle),
        encode.uint(delivery),
        encode.binary(Buffer.from(String(delivery))),
        encode.uint(0),
        encode.bool(false),
        encode.bool(more),
      ];
      this.#wire.write(frame('transfer', fields, message.subarray(at, at + room)));
    }
    return delivery;
  }

  credit(link: Receiver, count: number, echo: boolean): void {
    this.#wire.write(
      frame('flow', [
        encode.uint(this.#incoming),
        encode.uint(WINDOW),
        encode.uint(this.#deliveries),
        encode.uint(WINDOW),
        encode.uint(link.handle),
        // It counts in 32 bits, from anywhere (RFC 1982).
        encode.uint((link.countsFrom + link.received.length) >>> 0),
        encode.uint(count),
        encode.nothing,
        encode.bool(false),
        encode.bool(echo),
      ]),
    );
  }

  detach(link: Link): void {
    this.#wire.write(frame('detach', [encode.uint(link.handle), encode.bool(true)]));
  }

  /** Undefined: attached. A refusal is a detach, or the end of the session, or an answer without an address. */
  async #attach(link: Link, reads: boolean, source: Buffer, target: Buffer): Promise<Ending | undefined> {
    this.#links.set(link.handle, link);
    this.#wire.write(
      frame('attach', [
        encode.string(link.name),
        encode.uint(link.handle),
        encode.bool(reads),
        encode.ubyte(0),
        encode.ubyte(0),
        source,
        target,
        encode.nothing,
        encode.nothing,
        reads ? encode.nothing : encode.uint(0),
      ]),
    );
    await this.until(() => this.#attached.has(link.name) || link.ending !== undefined, this.answerMillis);
    if (link.ending) return link.ending;
    const place = this.#attached.get(link.name);
    if (place === undefined) return { kind: 'silent', detail: 'no answer to attaching a link' };
    if (place !== null) return undefined;
    // An answer without the address announces a detach that says why.
    await this.until(() => link.ending !== undefined, this.answerMillis);
    return link.ending ?? { kind: 'refused', detail: 'the link was answered without its address' };
  }

  /** The server's attach: its source is what we read from, its target what we send to. */
  #answered(fields: readonly AmqpValue[]): void {
    const link = [...this.#links.values()].find(({ name }) => name === symbolOf(fields[0]));
    if (!link) return;
    link.remoteHandle = numberOf(fields[1]);
    const place = fields[link instanceof Receiver ? 5 : 6] ?? null;
    if (link instanceof Receiver) link.countsFrom = numberOf(fields[9]) ?? 0;
    this.#attached.set(link.name, place);
  }

  #flow(fields: readonly AmqpValue[]): void {
    const link = this.#linkOf(fields[4]);
    if (link instanceof Receiver) link.flows += 1;
    if (!(link instanceof Sender)) return;
    link.credit = (numberOf(fields[5]) ?? 0) + (numberOf(fields[6]) ?? 0) - link.sent;
  }

  #transfer(fields: readonly AmqpValue[], payload: Uint8Array): void {
    this.#incoming += 1;
    const link = this.#linkOf(fields[0]);
    if (!(link instanceof Receiver)) return;
    link.parts.push(payload);
    if (fields[5] === true) return;
    const message = Buffer.concat(link.parts.splice(0));
    try {
      link.received.push(payloadOf(message));
    } catch {
      link.received.push('');
    }
    const delivery = encode.uint(numberOf(fields[1]) ?? 0);
    const accepted = encode.described(ACCEPTED, encode.list([]));
    if (fields[4] === true) return;
    this.#wire.write(
      frame('disposition', [encode.bool(true), delivery, delivery, encode.bool(true), accepted]),
    );
  }

  /** Of our own deliveries; the range is the server's word and is never counted through. */
  #disposition(fields: readonly AmqpValue[]): void {
    const first = Math.max(numberOf(fields[1]) ?? 0, 0);
    const last = Math.min(numberOf(fields[2]) ?? first, this.#deliveries - 1);
    if (fields[0] !== true) return;
    const senders = [...this.#links.values()].filter((link) => link instanceof Sender);
    for (let delivery = first; delivery <= last; delivery += 1) {
      for (const sender of senders) sender.settle(delivery, fields[4] ?? null);
    }
  }

  #detached(fields: readonly AmqpValue[]): void {
    const link = this.#linkOf(fields[0]);
    if (!link) return;
    link.end(endingBy(fields[2]));
    this.#links.delete(link.handle);
    if (!link.left) this.detach(link);
  }

  #linkOf(remoteHandle: AmqpValue | undefined): Link | undefined {
    const handle = numberOf(remoteHandle);
    return [...this.#links.values()].find((link) => handle !== undefined && link.remoteHandle === handle);
  }

  #nextHandle(): number {
    this.#lastHandle += 1;
    return this.#lastHandle;
  }

  #nextName(): string {
    return `bestride-${this.#lastHandle + 1}`;
  }
}

const EMPTY_FRAME = Buffer.from('0000000802000000', 'hex');

function terminus(
  kind: typeof SOURCE | typeof TARGET,
  address: string | null,
  durability: Durability,
): Buffer {
  const place = address === null ? encode.nothing : encode.string(address);
  // 2 is "unsettled state": the most that a place can keep.
  return encode.described(kind, encode.list([place, encode.uint(durability === 'durable' ? 2 : 0)]));
}
