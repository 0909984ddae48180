/** What the broker of ours says on one connection ({@link ./amqp-peer.ts}). */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { type AmqpValue, decode, encode } from '../../probes/amqp/codec.ts';
import {
  AMQP_HEADER,
  described,
  type Frame,
  frame,
  FrameReader,
  numberOf,
  SASL_HEADER,
  symbolOf,
} from '../../probes/amqp/frames.ts';
import { KNOWN_BY_PASSWORD } from '../context.ts';
import { type Keeps, type Places, placeOf, type ReaderLink } from './amqp-places.ts';

export interface PeerSetup {
  /** Of anybody; who comes beyond that is hung up on. */
  readonly connections: 'any number' | 'two at a time';
  readonly passwords:
    | 'asked for'
    | 'any will do'
    | 'an empty one will do'
    | 'the first eight characters asked for';
  readonly unknownNames: 'answered as wrong passwords' | 'hung up on' | 'told so';
  /** Opened: SASL takes everybody, and the answer to `open` says who is refused, each time with another number. */
  readonly judged: 'by SASL' | 'when opened';
  readonly strangers:
    | 'refused'
    | 'let in without SASL'
    | 'let in without a name'
    | 'let in, and asked at each address'
    | 'taken by SASL, refused then';
  readonly addresses:
    | 'judged everywhere'
    | 'not judged in messages'
    | 'not judged under topic://'
    | 'not judged with wildcards';
  readonly readers: 'paused when they say so' | 'never paused';
  /** How many messages a sender may send before it hears more. */
  readonly credit: 'two thousand' | 'one';
  readonly keeps: Keeps;
  /** What OpenSSL may say of a client certificate, which is taken all the same; for the stand with TLS. */
  readonly takes: string;
  readonly revoked: 'looked up' | 'not looked up';
}

const UNAUTHORISED = error('amqp:unauthorized-access');
const EMPTY = encode.list([]);

/** One connection of one client. */
export class Conversation {
  readonly #socket: Socket;
  readonly #setup: PeerSetup;
  readonly #places: Places;
  readonly #reader = new FrameReader();
  /** Undefined until somebody is known; empty: a stranger. */
  #name: string | undefined;
  /** Taken by SASL and refused afterwards: what they are told. */
  #refusal: string | undefined;
  readonly #senders = new Map<number, string | null>();
  readonly #readers = new Map<number, ReaderLink>();
  #parts: Uint8Array[] = [];
  #deliveries = 0;

  constructor(socket: Socket, setup: PeerSetup, places: Places) {
    this.#socket = socket;
    this.#setup = setup;
    this.#places = places;
  }

  begin(): void {
    const socket = this.#socket;
    socket.on('data', (bytes: Buffer) => this.#hear(bytes));
    socket.on('close', () => this.#leave());
  }

  #hear(bytes: Buffer): void {
    try {
      this.#reader.add(bytes);
      for (let next = this.#reader.next(); next; next = this.#reader.next()) {
        if ('header' in next) this.#greet(next.header);
        else this.#obey(next);
      }
    } catch {
      this.#socket.destroy();
    }
  }

  #greet(header: Buffer): void {
    if (header.equals(SASL_HEADER)) {
      const offered = encode.symbol(this.#socket instanceof TLSSocket ? 'EXTERNAL' : 'PLAIN');
      this.#say(SASL_HEADER, frame('sasl-mechanisms', [offered]));
    } else if (this.#refusal !== undefined) this.#say(AMQP_HEADER);
    else if (this.#name !== undefined || this.#setup.strangers === 'let in without SASL') {
      this.#name ??= 'canary-a';
      this.#say(AMQP_HEADER);
    } else {
      this.#say(SASL_HEADER);
      this.#socket.end();
    }
  }

  #obey({ name, fields, payload }: Frame): void {
    if (name === 'sasl-init') this.#authenticate(fields);
    else if (name === 'open') this.#open();
    else if (name === 'begin') this.#say(frame('begin', [encode.ushort(0), ...WINDOWS]));
    else if (name === 'attach') this.#attach(fields);
    else if (name === 'flow') this.#flow(fields);
    else if (name === 'transfer') this.#transfer(fields, payload);
    else if (name === 'close') {
      this.#leave();
      this.#socket.end(frame('close', []));
    }
  }

  #leave(): void {
    for (const link of this.#readers.values()) this.#places.leave(link);
  }

  #open(): void {
    const opened = frame('open', [encode.string('a broker of ours')]);
    if (this.#refusal === undefined) this.#say(opened);
    else
      this.#socket.end(Buffer.concat([opened, frame('close', [error('amqp:not-allowed', this.#refusal)])]));
  }

  #authenticate(fields: readonly AmqpValue[]): void {
    const [, username = '', password = ''] = textOf(fields[1]).split('\0');
    const mechanism = symbolOf(fields[0]);
    const known = KNOWN_BY_PASSWORD.find((one) => one.username === username);
    const { passwords, strangers, unknownNames, judged } = this.#setup;
    if (mechanism === 'PLAIN' && known && passes(passwords, password, known.password))
      this.#name = known.name;
    if (mechanism === 'PLAIN' && username === '' && strangers === 'let in without a name')
      this.#name = 'canary-a';
    if (mechanism === 'EXTERNAL') this.#name = this.#certified();
    if (mechanism === 'ANONYMOUS' && strangers === 'let in, and asked at each address') this.#name = '';
    if (mechanism === 'ANONYMOUS' && strangers === 'taken by SASL, refused then')
      this.#refusal = 'no access to this host';
    if (!known && mechanism === 'PLAIN' && unknownNames === 'hung up on') {
      this.#socket.destroy();
      return;
    }
    if (mechanism === 'PLAIN' && this.#name === undefined && judged === 'when opened') {
      const said = !known && unknownNames === 'told so' ? 'there is no' : 'wrong password of';
      this.#refusal = `reference ${randomBytes(6).toString('hex')}: ${said} '${username}'`;
    }
    const taken = this.#name !== undefined || this.#refusal !== undefined;
    this.#say(frame('sasl-outcome', [encode.ubyte(taken ? 0 : 1)]));
    if (taken) this.#reader.expectHeader();
    else this.#socket.end();
  }

  /** The name in the client's certificate, where the certificate is taken. */
  #certified(): string | undefined {
    if (!(this.#socket instanceof TLSSocket)) return undefined;
    const said: unknown = this.#socket.authorizationError;
    const taken = this.#socket.authorized || String(said) === this.#setup.takes;
    const name: unknown = this.#socket.getPeerCertificate().subject?.CN;
    return taken && typeof name === 'string' ? name : undefined;
  }

  #attach(fields: readonly AmqpValue[]): void {
    const [name, handle] = [encode.string(symbolOf(fields[0]) ?? ''), numberOf(fields[1]) ?? 0];
    const reads = fields[2] === true;
    const address = symbolOf(described(fields[reads ? 5 : 6]).fields[0]) ?? null;
    const may = address === null ? !reads : this.#may(reads ? 'read' : 'send', address);
    const place = encode.described(
      reads ? 0x28 : 0x29,
      encode.list([may ? encode.string(address ?? '') : NONE]),
    );
    const [source, target] = reads ? [may ? place : NONE, NONE] : [NONE, may ? place : NONE];
    const settling = [encode.ubyte(0), encode.ubyte(0)];
    const answer = [name, encode.uint(handle), encode.bool(!reads), ...settling, source, target];
    this.#say(frame('attach', [...answer, NONE, NONE, encode.uint(0)]));
    if (!may) this.#say(frame('detach', [encode.uint(handle), encode.bool(true), UNAUTHORISED]));
    else if (reads) this.#reads(handle, placeOf(address ?? ''));
    else {
      this.#senders.set(handle, address);
      this.#allow(handle, 0);
    }
  }

  /** How many a sender may send beyond those that it has sent. */
  #allow(handle: number, sent: number): void {
    const more = this.#setup.credit === 'one' ? 1 : 2000;
    this.#say(frame('flow', [...STANDING, encode.uint(handle), encode.uint(sent), encode.uint(more)]));
  }

  #may(what: 'read' | 'send', address: string): boolean {
    const { addresses } = this.#setup;
    if (address.startsWith('topic://') && addresses === 'not judged under topic://') return true;
    if (/[*#]/.test(address) && addresses === 'not judged with wildcards') return what === 'read';
    const place = placeOf(address);
    const service = this.#name === 'service';
    const upwards = (what === 'send') !== service;
    if (service) return place.startsWith(upwards ? 'messages.' : 'commands.');
    return place === `${upwards ? 'messages' : 'commands'}.${this.#name ?? ''}`;
  }

  #reads(handle: number, place: string): void {
    const link: ReaderLink = {
      credit: 0,
      give: (message) => {
        link.credit -= 1;
        const delivery = this.#deliveries++;
        const fields = [
          encode.uint(handle),
          encode.uint(delivery),
          encode.binary(Buffer.of(1)),
          encode.uint(0),
        ];
        this.#say(frame('transfer', [...fields, encode.bool(false)], message));
      },
    };
    this.#readers.set(handle, link);
    this.#places.join(place, link);
  }

  #flow(fields: readonly AmqpValue[]): void {
    const link = this.#readers.get(numberOf(fields[4]) ?? -1);
    if (!link) return;
    const credit = numberOf(fields[6]) ?? 0;
    if (credit > 0 || this.#setup.readers === 'paused when they say so') link.credit = credit;
    if (fields[9] === true) {
      const handle = encode.uint(numberOf(fields[4]) ?? 0);
      this.#say(frame('flow', [...STANDING, handle]));
    }
    this.#places.deliver();
  }

  #transfer(fields: readonly AmqpValue[], payload: Uint8Array): void {
    this.#parts.push(payload);
    if (fields[5] === true) return;
    const message = Buffer.concat(this.#parts.splice(0));
    const handle = numberOf(fields[0]) ?? -1;
    const address = this.#senders.get(handle) ?? destinationOf(message);
    const judged = this.#setup.addresses !== 'not judged in messages';
    const may = !judged || this.#may('send', address);
    if (may) this.#places.put(placeOf(address), message);
    const delivery = encode.uint(numberOf(fields[1]) ?? 0);
    const state = may ? encode.described(0x24, EMPTY) : encode.described(0x25, encode.list([UNAUTHORISED]));
    this.#say(frame('disposition', [encode.bool(true), delivery, delivery, encode.bool(true), state]));
    if (this.#setup.credit === 'one') this.#allow(handle, (numberOf(fields[1]) ?? 0) + 1);
  }

  #say(...bytes: readonly Buffer[]): void {
    if (!this.#socket.destroyed) this.#socket.write(Buffer.concat(bytes));
  }
}

const NONE = encode.nothing;
/** Of a begin: next-outgoing-id, incoming-window, outgoing-window. */
const WINDOWS = [encode.uint(0), encode.uint(2000), encode.uint(2000)];
/** The same of a flow, after the next-incoming-id. */
const STANDING = [encode.uint(0), encode.uint(2000), encode.uint(0), encode.uint(2000)];

function error(condition: string, description?: string): Buffer {
  const said = description === undefined ? [] : [encode.string(description)];
  return encode.described(0x1d, encode.list([encode.symbol(condition), ...said]));
}

function textOf(value: AmqpValue | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}

/** The `to` of its properties; empty where it has none. */
function destinationOf(message: Uint8Array): string {
  const { name, fields } = described(decode(message).value);
  return name === 0x73 ? (symbolOf(fields[2]) ?? '') : '';
}

function passes(asked: PeerSetup['passwords'], password: string, right: string | undefined): boolean {
  if (asked === 'any will do') return password !== '';
  if (asked === 'the first eight characters asked for') return password.slice(0, 8) === right?.slice(0, 8);
  return password === right || (asked === 'an empty one will do' && password === '');
}
