/**
 * Asks a listener, by hand-made ClientHellos, what DTLS it takes. No DTLS library has a say in it. Goes back with
 * the cookie where one is asked for, and no further than the server's turn: no key is needed.
 */
import { randomBytes } from 'node:crypto';

import type { DatagramChannel } from '../datagrams.ts';
import type { Dialler } from '../dial.ts';
import { notConnected } from '../tls/wire/tls-hello.ts';
import {
  type DtlsVersion,
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
} from './wire.ts';

/** What a listener made of a hello. `cookie`: it asked for the hello to be said again with one, first. */
export type DtlsHelloOutcome = { readonly cookie: boolean } & (
  | {
      readonly kind: 'accepted';
      readonly version: DtlsVersion;
      readonly suite: string;
      readonly suiteId: number;
      readonly asksForCertificate: boolean;
    }
  | { readonly kind: 'alert'; readonly alert: number }
  | { readonly kind: 'silent'; readonly millis: number }
  /** The first bytes of an answer that is no DTLS, in hexadecimal. */
  | { readonly kind: 'not-dtls'; readonly bytes: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** We stopped it ourselves; says nothing about the listener. */
  | { readonly kind: 'stopped'; readonly detail: string }
);

export interface DtlsOffer {
  readonly version: DtlsVersion;
  readonly suites: readonly number[];
}

/** How long a listener may take for its turn, in milliseconds, and when the question is sent again. */
const PATIENCE = 2500;
const AGAIN = 800;

/** Offers one version with some suites on one socket. Never rejects. */
export async function offerDtlsHello(
  dial: Dialler,
  offer: DtlsOffer,
  patience: number = PATIENCE,
): Promise<DtlsHelloOutcome> {
  let channel: DatagramChannel | undefined;
  try {
    channel = await dial.datagrams();
    return await exchange(channel, offer, patience);
  } catch (error) {
    return { ...notConnected(error), cookie: false };
  } finally {
    channel?.close();
  }
}

async function exchange(
  channel: DatagramChannel,
  { version, suites }: DtlsOffer,
  patience: number,
): Promise<DtlsHelloOutcome> {
  const random = randomBytes(32);
  const messages = new Reassembly();
  const until = Date.now() + patience;
  let cookie: Buffer = Buffer.alloc(0);
  let foreign: string | undefined;
  let hello: ServerHello | undefined;
  let asksForCertificate = false;
  let sequence = 0;
  let seq = 0;
  while (Date.now() < until) {
    for (const datagram of helloDatagrams({ version, suites, random, cookie }, seq, sequence)) {
      channel.send(datagram);
      sequence += 1;
    }
    const again = Math.min(Date.now() + AGAIN, until);
    let asked = false;
    for (let left = again - Date.now(); left > 0 && !asked; left = again - Date.now()) {
      const datagram = await channel.receive(left);
      if (!datagram) continue;
      const records = readRecords(datagram);
      if (records.length === 0) foreign ??= datagram.subarray(0, 16).toString('hex');
      for (const record of records) {
        const alert = fatalAlert(record);
        if (alert !== undefined) return { kind: 'alert', alert, cookie: seq > 0 };
        if (record.type !== RECORD.handshake || record.epoch !== 0) continue;
        for (const { type, body } of messages.add(record.body)) {
          if (type === MESSAGE.helloVerifyRequest && seq === 0) {
            cookie = readCookie(body) ?? cookie;
            seq = 1;
            asked = true;
          } else if (type === MESSAGE.serverHello) hello = readServerHello(body);
          else if (type === MESSAGE.certificateRequest) asksForCertificate = true;
          if (hello && type === MESSAGE.serverHelloDone) {
            channel.send(takeBack(sequence));
            const { version: chosen, suite: suiteId, suiteName: suite } = hello;
            return { kind: 'accepted', version: chosen, suite, suiteId, asksForCertificate, cookie: seq > 0 };
          }
        }
      }
    }
  }
  return foreign === undefined
    ? { kind: 'silent', millis: patience, cookie: seq > 0 }
    : { kind: 'not-dtls', bytes: foreign, cookie: seq > 0 };
}

/** A hello as datagrams; more than one only when its suites do not fit. */
export function helloDatagrams(
  offer: Parameters<typeof clientHelloBody>[0],
  seq: number,
  firstSequence: number,
): readonly Buffer[] {
  const body = clientHelloBody(offer);
  return messagePieces({ type: MESSAGE.clientHello, seq, body }).map((piece, index) =>
    encodeRecord(RECORD.handshake, versionCode('DTLS 1.0'), recordSequence(0, firstSequence + index), piece),
  );
}
