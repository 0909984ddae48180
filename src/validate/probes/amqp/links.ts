/** Links of a session: one that sends to an address, one that reads from it. Every wait is bounded; nothing throws. */
import type { Ending } from '../mqtt/wire.ts';
import type { AmqpValue } from './codec.ts';
import { described } from './frames.ts';
import { endingBy } from './conditions.ts';

/** What a link needs of its session. */
export interface LinkHost {
  /** How the session ended; undefined while it lasts. */
  readonly ending: Ending | undefined;
  /** Waits until it is met or the session has ended, at most so long. */
  until(met: () => boolean, millis: number): Promise<void>;
  /** Writes a message as one or more transfers, and gives the delivery's number. */
  transfer(link: Sender, payload: string, to: string | undefined): number;
  /** Tells the server how many messages more this link takes; with `echo` it has to answer. */
  credit(link: Receiver, count: number, echo: boolean): void;
  detach(link: Link): void;
  readonly answerMillis: number;
}

/** What came of a message. `no-credit`: the server never allowed this link to send. */
export type SendAnswer =
  | { readonly kind: 'accepted' | 'released' | 'modified' | 'silent' | 'no-credit' }
  | { readonly kind: 'rejected' | 'ended'; readonly ending: Ending };

export abstract class Link {
  readonly name: string;
  readonly handle: number;
  /** The server's own number for it; undefined until it has answered. */
  remoteHandle: number | undefined;
  /** We detached it: the server's detach is the answer to ours. */
  left = false;
  protected readonly host: LinkHost;
  #ending: Ending | undefined;

  constructor(host: LinkHost, name: string, handle: number) {
    this.host = host;
    this.name = name;
    this.handle = handle;
  }

  /** How the server ended it, or its session; undefined while it lasts. */
  get ending(): Ending | undefined {
    return this.#ending ?? this.host.ending;
  }

  /** For the session: the server detached it. The first reason counts. */
  end(ending: Ending): void {
    this.#ending ??= ending;
  }

  /** Detaches it and waits until the server has heard of that. */
  async leave(): Promise<void> {
    if (this.ending !== undefined) return;
    this.left = true;
    this.host.detach(this);
    await this.host.until(() => this.ending !== undefined, this.host.answerMillis);
  }
}

export class Sender extends Link {
  /** How many messages the server takes now. */
  credit = 0;
  sent = 0;
  readonly #outcomes = new Map<number, AmqpValue>();

  /** Sends, as soon as the server lets it, and waits for what the server says to it. */
  async send(payload: string, to?: string): Promise<SendAnswer> {
    const { host } = this;
    // Several may wait, and the server lets fewer of them at a time.
    for (const until = performance.now() + host.answerMillis; this.credit <= 0 && !this.ending;) {
      const left = until - performance.now();
      if (left <= 0) break;
      await host.until(() => this.credit > 0 || this.ending !== undefined, left);
    }
    if (this.ending) return { kind: 'ended', ending: this.ending };
    if (this.credit <= 0) return { kind: 'no-credit' };
    const delivery = host.transfer(this, payload, to);
    await host.until(() => this.#outcomes.has(delivery) || this.ending !== undefined, host.answerMillis);
    const outcome = this.#outcomes.get(delivery);
    if (outcome !== undefined) return outcomeOf(outcome);
    return this.ending ? { kind: 'ended', ending: this.ending } : { kind: 'silent' };
  }

  /** For the session: what the server said to these deliveries. */
  settle(delivery: number, state: AmqpValue): void {
    this.#outcomes.set(delivery, state);
  }
}

/** Servers answer at once or, some of them, never. */
const PAUSE_MILLIS = 300;

export class Receiver extends Link {
  /** The text of each message that arrived, oldest first. */
  readonly received: string[] = [];
  /** Transfers of a message of which more is to come. */
  readonly parts: Uint8Array[] = [];
  /** Where the server began to count its messages on this link. */
  countsFrom = 0;
  /** How often the server said how the link stands. */
  flows = 0;

  /** Takes so many messages more. */
  take(count: number): void {
    if (this.ending === undefined) this.host.credit(this, count, false);
  }

  /** Takes no more, from the moment that the server has heard of it. */
  async pause(): Promise<void> {
    const before = this.flows;
    if (this.ending === undefined) this.host.credit(this, 0, true);
    await this.host.until(() => this.flows > before || this.ending !== undefined, PAUSE_MILLIS);
  }

  /** True when a message with this text has arrived, or arrives in time. */
  async sees(payload: string, millis: number): Promise<boolean> {
    const found = (): boolean => this.received.includes(payload);
    await this.host.until(() => found() || this.ending !== undefined, millis);
    return found();
  }
}

/** Delivery states by their numbers (part 3, section 3.4). */
function outcomeOf(state: AmqpValue): SendAnswer {
  const { name, fields } = described(state);
  if (name === 0x24 || name === 'amqp:accepted:list') return { kind: 'accepted' };
  if (name === 0x25 || name === 'amqp:rejected:list')
    return { kind: 'rejected', ending: endingBy(fields[0]) };
  if (name === 0x26 || name === 'amqp:released:list') return { kind: 'released' };
  return { kind: 'modified' };
}
