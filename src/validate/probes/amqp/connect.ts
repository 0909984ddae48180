/**
 * Opens an AMQP 1.0 connection and says what came of it. Accepted means that the server let a session begin and
 * nothing less: neither a finished TLS handshake nor a SASL outcome 0 is acceptance, since a server says `open` before
 * it says `close` with its refusal (part 2, section 2.7.1).
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { HUNG_UP, endingAttempt } from '../brokers/endings.ts';
import type { Dialler } from '../dial.ts';
import { type Ending, openWire, type Wire, type WireEvents, type WireTls } from '../mqtt/wire.ts';
import { encode } from './codec.ts';
import { endingBy, endingByOutcome } from './conditions.ts';
import {
  AMQP_HEADER,
  type Frame,
  frame,
  FrameReader,
  MOST_FRAME_BYTES,
  numberOf,
  SASL_HEADER,
  symbolsOf,
} from './frames.ts';
import { AmqpSession } from './session.ts';

/** How a client says who it is. `none`: it leaves out the whole layer and opens at once. */
export type Sasl =
  | { readonly mechanism: 'none' | 'ANONYMOUS' | 'EXTERNAL' }
  | { readonly mechanism: 'PLAIN'; readonly username: string; readonly password: string };

export interface AmqpConnect {
  /** What the server is called: some are several servers behind one address. */
  readonly host: string;
  readonly sasl: Sasl;
  /** Absent: plain TCP. */
  readonly tls?: WireTls;
  /** How long each answer may take, in milliseconds; 6000 where absent, since servers make those wait whom they refuse. */
  readonly answerMillis?: number;
}

/** A session, or why there is none. */
export type AmqpConnected = Greeted & ({ readonly kind: 'accepted'; readonly session: AmqpSession } | Ending);

/** As far as it came to that. */
interface Greeted {
  /** The SASL mechanisms of the server. */
  readonly offered: readonly string[];
  /** SASL ended with outcome 0, whatever came of the session then. */
  readonly authenticated: boolean;
}

const ANSWER_MILLIS = 6000;
const ALERT_MILLIS = 400;
/** The smallest that every server takes (part 2, section 2.8.19). */
const LEAST_FRAME_BYTES = 512;

/** Connects. Never throws: what goes wrong is the outcome. */
export async function connectAmqp(dial: Dialler, options: AmqpConnect): Promise<AmqpConnected> {
  const first = await attempt(dial, options, 0);
  if (first.kind !== 'closed') return first;
  // A reset can overtake the alert that explains it; waiting before we write lets the alert come first.
  const second = await attempt(dial, options, options.tls ? ALERT_MILLIS : 0);
  return second.kind === 'closed' ? { ...second, kind: 'hung-up', detail: HUNG_UP } : second;
}

async function attempt(dial: Dialler, options: AmqpConnect, settleMillis: number): Promise<AmqpConnected> {
  const answerMillis = options.answerMillis ?? ANSWER_MILLIS;
  const inbox = new Inbox(answerMillis);
  const wire = await openWire(dial, options.tls, inbox, answerMillis);
  if ('kind' in wire) return { ...wire, offered: [], authenticated: false };
  if (settleMillis > 0) await inbox.rest(settleMillis);
  const greeted = { offered: new Array<string>(), authenticated: false };
  const reached = await handshake(wire, inbox, options, greeted);
  if ('detail' in reached) {
    wire.close();
    return { ...reached, ...greeted };
  }
  const session = new AmqpSession(wire, reached, answerMillis);
  inbox.hand(session);
  return { kind: 'accepted', session, ...greeted };
}

/** SASL, then open and begin; what the server said of itself, or why it ended. */
async function handshake(
  wire: Wire,
  inbox: Inbox,
  { sasl, host }: AmqpConnect,
  greeted: { readonly offered: string[]; authenticated: boolean },
): Promise<{ readonly frameBytes: number; readonly idleMillis: number | undefined } | Ending> {
  if (sasl.mechanism !== 'none') {
    wire.write(SASL_HEADER);
    const refused =
      (await inbox.header(SASL_HEADER)) ?? (await authenticate(wire, inbox, sasl, host, greeted.offered));
    if (refused) return refused;
    greeted.authenticated = true;
    inbox.expectHeader();
  }
  wire.write(AMQP_HEADER);
  const refused = await inbox.header(AMQP_HEADER);
  if (refused) return refused;
  wire.write(
    frame('open', [
      encode.string(`bestride-${randomBytes(6).toString('hex')}`),
      encode.string(host),
      encode.uint(MOST_FRAME_BYTES),
      encode.ushort(1),
    ]),
  );
  const opened = await inbox.frame('open');
  if ('kind' in opened) return opened;
  wire.write(
    frame('begin', [encode.nothing, encode.uint(0), encode.uint(1_000_000), encode.uint(1_000_000)]),
  );
  const begun = await inbox.frame('begin');
  if ('kind' in begun) return begun;
  const idleMillis = numberOf(opened.fields[4]);
  return {
    frameBytes: Math.max(
      Math.min(numberOf(opened.fields[2]) ?? MOST_FRAME_BYTES, MOST_FRAME_BYTES),
      LEAST_FRAME_BYTES,
    ),
    idleMillis: idleMillis === 0 ? undefined : idleMillis,
  };
}

/** Undefined: outcome 0. A mechanism is tried whether it is offered or not: the server's answer decides. */
async function authenticate(
  wire: Wire,
  inbox: Inbox,
  sasl: Sasl,
  host: string,
  offered: string[],
): Promise<Ending | undefined> {
  const mechanisms = await inbox.frame('sasl-mechanisms');
  if ('kind' in mechanisms) return mechanisms;
  offered.push(...symbolsOf(mechanisms.fields[0]));
  const response = sasl.mechanism === 'PLAIN' ? `\0${sasl.username}\0${sasl.password}` : '';
  wire.write(
    frame('sasl-init', [
      encode.symbol(sasl.mechanism),
      encode.binary(Buffer.from(response)),
      encode.string(host),
    ]),
  );
  const outcome = await inbox.frame('sasl-outcome');
  if ('kind' in outcome) return outcome;
  const code = numberOf(outcome.fields[0]);
  return code === 0 ? undefined : endingByOutcome(sasl.mechanism, code);
}

/** What arrives before there is a session, in order; afterwards it goes to the session. */
class Inbox implements WireEvents {
  readonly #reader = new FrameReader();
  readonly #answerMillis: number;
  #ending: Ending | undefined;
  #session: AmqpSession | undefined;
  #arrived: (() => void) | undefined;

  constructor(answerMillis: number) {
    this.#answerMillis = answerMillis;
  }

  onData(bytes: Buffer): void {
    this.#reader.add(bytes);
    this.#arrived?.();
    if (!this.#session) return;
    for (let next = this.#next(); next && 'payload' in next; next = this.#next()) this.#session.accept(next);
  }

  onEnd(ending: Ending): void {
    this.#ending ??= ending;
    this.#session?.end(ending);
    this.#arrived?.();
  }

  expectHeader(): void {
    this.#reader.expectHeader();
  }

  hand(session: AmqpSession): void {
    this.#session = session;
    this.onData(Buffer.alloc(0));
    if (this.#ending) session.end(this.#ending);
  }

  /** Undefined when the server says this header too. */
  async header(wanted: Buffer): Promise<Ending | undefined> {
    const next = await this.#following();
    if (!next) return this.#silent('header');
    if ('kind' in next) return next;
    if (!('header' in next)) return NO_AMQP;
    if (next.header.equals(wanted)) return undefined;
    if (next.header.equals(SASL_HEADER))
      return { kind: 'refused', detail: 'demands SASL before anything else' };
    const said = [...next.header.subarray(4)].join('.');
    return { kind: 'not-spoken', detail: `answers with the header of another AMQP (${said})` };
  }

  /** The next frame, if it is this one; a close instead is an ending, and so is anything else. */
  async frame(wanted: 'open' | 'begin' | 'sasl-mechanisms' | 'sasl-outcome'): Promise<Frame | Ending> {
    for (;;) {
      const next = await this.#following();
      if (!next) return this.#silent(wanted);
      if ('kind' in next) return next;
      if ('header' in next) return NO_AMQP;
      if (next.name === wanted) return next;
      if (next.name === 'close' || next.name === 'end') return endingBy(next.fields[0]);
      if (next.name !== undefined) return NO_AMQP;
    }
  }

  /** Waits for anything at all. */
  async rest(millis: number): Promise<void> {
    if (!this.#ending) await this.#moment(millis);
  }

  async #following(): Promise<Frame | { readonly header: Buffer } | Ending | undefined> {
    const until = performance.now() + this.#answerMillis;
    for (;;) {
      const next = this.#next();
      if (next) return next;
      if (this.#ending) return this.#ending;
      const left = until - performance.now();
      if (left <= 0) return undefined;
      await this.#moment(left);
    }
  }

  #next(): Frame | { readonly header: Buffer } | undefined {
    if (this.#ending?.kind === 'not-spoken') return undefined;
    try {
      return this.#reader.next();
    } catch {
      this.onEnd(NO_AMQP);
      return undefined;
    }
  }

  #moment(millis: number): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, millis);
      this.#arrived = () => {
        clearTimeout(patience);
        resolve();
      };
    });
  }

  #silent(what: string): Ending {
    return { kind: 'silent', detail: `no ${what} within ${this.#answerMillis / 1000} seconds` };
  }
}

const NO_AMQP: Ending = { kind: 'not-spoken', detail: 'answers with something other than AMQP 1.0' };

/** The record of a connection attempt. Only `accepted`, and refusals by the server, ever count for anything. */
export function connectAttempt(what: string, connected: AmqpConnected): Attempt {
  return connected.kind === 'accepted'
    ? { what, outcome: 'accepted', refusedBy: null, detail: 'a session began' }
    : endingAttempt(what, connected);
}
