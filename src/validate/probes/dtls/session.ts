/**
 * A DTLS 1.2 client of our own, for one handshake and a few requests after it: with a pre-shared key, or with a
 * certificate. It exists because no library here does both and tells every ending apart; it is a probe, no
 * implementation to protect anything with. Keys stay in memory.
 *
 * `secured` means more than in TLS 1.3: the server's Finished comes after it has judged our key or certificate,
 * and proves that it shares the secret.
 */
import { randomBytes } from 'node:crypto';

import type { DatagramChannel } from '../datagrams.ts';
import { type Dialler, DialError } from '../dial.ts';
import { DtlsSession } from './secured.ts';
import { notConnected } from '../tls/wire/tls-hello.ts';
import { suiteName } from '../tls/wire/suites.ts';
import {
  NotUnderstood,
  type OwnCertificate,
  type OwnPsk,
  agree,
  certificateBody,
  certificateVerifyBody,
  firstCertificate,
} from './exchange.ts';
import { helloDatagrams } from './hello.ts';
import {
  type KeyExchange,
  OUR_SUITES,
  type Protection,
  type Suite,
  prf,
  protectionOf,
  transcriptHash,
} from './keys.ts';
import {
  type DtlsRecord,
  type HandshakeMessage,
  MESSAGE,
  RECORD,
  Reassembly,
  type ServerHello,
  clientHelloBody,
  encodeRecord,
  fatalAlert,
  messagePieces,
  readCookie,
  readRecords,
  readServerHello,
  recordSequence,
  takeBack,
  versionCode,
  wholeMessage,
} from './wire.ts';

export interface DtlsWanted {
  /** Key exchanges to offer. */
  readonly exchanges: readonly KeyExchange[];
  readonly psk?: OwnPsk;
  readonly certificate?: OwnCertificate;
  /** How long each turn of the server may take, in milliseconds. */
  readonly patience?: number;
}

/** Where the handshake stood: before the server heard who we are, or after. */
export type Stage = 'hello' | 'credentials';

export type DtlsOutcome =
  | { readonly kind: 'secured'; readonly suite: string; readonly session: DtlsSession }
  | { readonly kind: 'alert'; readonly alert: number; readonly stage: Stage; readonly millis: number }
  /** `heard`: it had asked for a cookie and got it, so that it has read at least our hello. */
  | { readonly kind: 'silent'; readonly stage: Stage; readonly heard: boolean; readonly millis: number }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** Our own side: budget, interruption, something our client does not speak. No word about the server. */
  | { readonly kind: 'stopped'; readonly detail: string };

const PATIENCE = 3000;
const AGAIN = 900;
const VERSION = versionCode('DTLS 1.2');

/** Shakes hands on a socket of its own. Never rejects. */
export async function openDtlsSession(dial: Dialler, wanted: DtlsWanted): Promise<DtlsOutcome> {
  let channel: DatagramChannel | undefined;
  try {
    channel = await dial.datagrams();
    const outcome = await new Handshake(channel, wanted).run();
    if (outcome.kind !== 'secured') channel.close();
    return outcome;
  } catch (error) {
    channel?.close();
    return error instanceof NotUnderstood || !(error instanceof DialError)
      ? { kind: 'stopped', detail: error instanceof Error ? error.message : 'our own client failed' }
      : notConnected(error);
  }
}

class Handshake {
  readonly #channel: DatagramChannel;
  readonly #wanted: DtlsWanted;
  readonly #random = randomBytes(32);
  readonly #messages = new Reassembly();
  readonly #transcript: Buffer[] = [];
  #sequence = 0;
  #sealedSequence = 0;
  #seq = 0;

  constructor(channel: DatagramChannel, wanted: DtlsWanted) {
    this.#channel = channel;
    this.#wanted = wanted;
  }

  async run(): Promise<DtlsOutcome> {
    const turn = await this.#serverTurn();
    if ('kind' in turn) return turn;
    const suite = OUR_SUITES.find(({ id }) => id === turn.hello.suite);
    if (!suite || turn.hello.version !== 'DTLS 1.2')
      throw new NotUnderstood('a suite or version we did not offer');
    return this.#finish(suite, turn);
  }

  /** Hello, cookie, hello again, and the server's first turn. */
  async #serverTurn(): Promise<Turn | Ended> {
    const suites = OUR_SUITES.filter(({ exchange }) => this.#wanted.exchanges.includes(exchange)).map(
      ({ id }) => id,
    );
    const offer = { version: 'DTLS 1.2', suites, random: this.#random, nistOnly: true } as const;
    let cookie: Buffer = Buffer.alloc(0);
    const turn: { -readonly [K in keyof Turn]?: Turn[K] } = {};
    const ended = await this.#converse('hello', {
      send: () => {
        for (const datagram of helloDatagrams({ ...offer, cookie }, this.#seq, this.#sequence)) {
          this.#channel.send(datagram);
          this.#sequence += 1;
        }
      },
      heard: (message) => {
        if (message.type === MESSAGE.helloVerifyRequest && this.#seq === 0) {
          cookie = readCookie(message.body) ?? cookie;
          this.#seq = 1;
          return 'again';
        }
        if (turn.hello === undefined) {
          const body = clientHelloBody({ ...offer, cookie });
          this.#transcript.push(wholeMessage({ type: MESSAGE.clientHello, seq: this.#seq, body }));
          const hello = message.type === MESSAGE.serverHello ? readServerHello(message.body) : undefined;
          if (!hello) throw new NotUnderstood('an answer that does not begin with a hello');
          turn.hello = hello;
        }
        this.#transcript.push(wholeMessage(message));
        if (message.type === MESSAGE.certificate) turn.certificate = firstCertificate(message.body);
        if (message.type === MESSAGE.serverKeyExchange) turn.keyExchange = message.body;
        if (message.type === MESSAGE.certificateRequest) turn.asksForCertificate = true;
        return message.type === MESSAGE.serverHelloDone ? 'done' : 'more';
      },
    });
    if (ended) return ended;
    if (!turn.hello) throw new NotUnderstood('an answer without a hello');
    return {
      certificate: undefined,
      keyExchange: undefined,
      asksForCertificate: false,
      ...turn,
      hello: turn.hello,
    };
  }

  /** Our credentials and Finished, and the server's. */
  async #finish(suite: Suite, turn: Turn): Promise<DtlsOutcome> {
    const { hello, keyExchange, certificate } = turn;
    const { psk, certificate: own } = this.#wanted;
    const randoms = { clientRandom: this.#random, serverRandom: hello.random };
    const agreed = agree(suite.exchange, { keyExchange, certificate, ...randoms }, psk);
    const flight: HandshakeMessage[] = [];
    const say = (type: number, body: Buffer): void => {
      this.#seq += 1;
      const message = { type, seq: this.#seq, body };
      flight.push(message);
      this.#transcript.push(wholeMessage(message));
    };
    if (turn.asksForCertificate) say(MESSAGE.certificate, certificateBody(own));
    say(MESSAGE.clientKeyExchange, agreed.clientKeyExchange);
    const master = this.#master(suite, hello, agreed.premaster);
    if (turn.asksForCertificate && own) {
      say(MESSAGE.certificateVerify, certificateVerifyBody(own, this.#transcript));
    }
    const finished = this.#verifyData(suite, master, 'client finished');
    this.#seq += 1;
    const last = { type: MESSAGE.finished, seq: this.#seq, body: finished };
    this.#transcript.push(wholeMessage(last));
    const expected = this.#verifyData(suite, master, 'server finished');
    const protection = protectionOf(suite, master, this.#random, hello.random);
    const ended = await this.#converse('credentials', {
      send: () => this.#sendFlight(flight, last, protection),
      heard: ({ type, body }) => (type === MESSAGE.finished && body.equals(expected) ? 'done' : 'more'),
      open: (record) => protection.open(record),
    });
    if (ended) return ended;
    const session = new DtlsSession(this.#channel, protection, this.#sealedSequence);
    return { kind: 'secured', suite: suiteName(suite.id), session };
  }

  #master(suite: Suite, hello: ServerHello, premaster: Buffer): Buffer {
    return hello.extendedMasterSecret
      ? prf(suite.hash, premaster, 'extended master secret', transcriptHash(suite.hash, this.#transcript), 48)
      : prf(suite.hash, premaster, 'master secret', Buffer.concat([this.#random, hello.random]), 48);
  }

  #verifyData(suite: Suite, master: Buffer, label: string): Buffer {
    return prf(suite.hash, master, label, transcriptHash(suite.hash, this.#transcript), 12);
  }

  #sendFlight(flight: readonly HandshakeMessage[], last: HandshakeMessage, protection: Protection): void {
    const plain = (type: number, body: Buffer): Buffer => {
      const record = encodeRecord(type, VERSION, recordSequence(0, this.#sequence), body);
      this.#sequence += 1;
      return record;
    };
    for (const message of flight) {
      for (const piece of messagePieces(message)) this.#channel.send(plain(RECORD.handshake, piece));
    }
    const sealed = protection.seal(
      RECORD.handshake,
      VERSION,
      recordSequence(1, this.#sealedSequence),
      wholeMessage(last),
    );
    this.#sealedSequence += 1;
    // In one datagram, so that they cannot change places.
    this.#channel.send(Buffer.concat([plain(RECORD.changeCipherSpec, Buffer.from([1])), sealed]));
  }

  /** Sends, listens, and sends again until done; undefined when done, otherwise how it ended. */
  async #converse(stage: Stage, work: Work): Promise<Ended | undefined> {
    const began = performance.now();
    const patience = this.#wanted.patience ?? PATIENCE;
    const until = Date.now() + patience;
    while (Date.now() < until) {
      work.send();
      const again = Math.min(Date.now() + AGAIN, until);
      let sendNow = false;
      for (let left = again - Date.now(); left > 0 && !sendNow; left = again - Date.now()) {
        const datagram = await this.#channel.receive(left);
        for (const record of datagram ? readRecords(datagram) : []) {
          const body = record.epoch === 0 ? record.body : work.open?.(record);
          if (!body) continue;
          const alert = fatalAlert({ type: record.type, body });
          if (alert !== undefined) return { kind: 'alert', alert, stage, millis: performance.now() - began };
          if (record.type !== RECORD.handshake) continue;
          for (const message of this.#messages.add(body)) {
            const next = work.heard(message);
            if (next === 'done') return undefined;
            if (next === 'again') sendNow = true;
          }
        }
      }
    }
    this.#channel.send(takeBack(this.#sequence));
    return { kind: 'silent', stage, heard: this.#seq > 0, millis: patience };
  }
}

type Ended = Exclude<DtlsOutcome, { readonly kind: 'secured' }>;

interface Turn {
  readonly hello: ServerHello;
  readonly certificate: Buffer | undefined;
  readonly keyExchange: Buffer | undefined;
  readonly asksForCertificate: boolean;
}

interface Work {
  send(): void;
  heard(message: HandshakeMessage): 'again' | 'more' | 'done';
  /** Opens records of epoch 1. */
  open?(record: DtlsRecord): Buffer | undefined;
}
