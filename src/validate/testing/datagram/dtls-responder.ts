/**
 * A byte-level responder that plays the first turn of a DTLS 1.2 server, for what no Debian package that binds to
 * loopback does: to keep no cookies, or not to look at them. It goes no further than ServerHelloDone.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

import { type ContextOptions, runAgainst } from '../context.ts';
import type { Pki } from '../pki.ts';
import type { Stand } from '../proof.ts';
import {
  MESSAGE,
  RECORD,
  Reassembly,
  encodeRecord,
  messagePieces,
  readRecords,
  recordSequence,
  versionCode,
} from '../../probes/dtls/wire.ts';
import { u16, vector8 } from '../../probes/tls/wire/tls-wire.ts';

export interface ResponderSetup {
  /**
   * `checked`: asks for a cookie and looks at it; `any`: asks, and takes whatever comes; `its length`: takes whatever is
   * as long as one of its own; `none`: does not ask.
   */
  readonly cookie: 'checked' | 'any' | 'its length' | 'none';
  /** How often it sends the request for a cookie; 1 where absent. */
  readonly repeats?: number;
}

export interface Responder {
  readonly port: number;
  stop(): void;
}

const SUITE = 0x00a8;

function startResponder(setup: ResponderSetup): Promise<Responder> {
  const secret = randomBytes(16);
  const socket = createSocket('udp4');
  socket.on('message', (datagram, from) => answer(socket, datagram, from, setup, secret));
  return new Promise((resolve) => {
    socket.bind(0, '127.0.0.1', () => resolve({ port: socket.address().port, stop: () => socket.close() }));
  });
}

/** A UDP port that takes everything and answers nothing, or the same bytes to everybody. */
export function startMute(says?: Buffer): Promise<Responder> {
  const socket = createSocket('udp4');
  socket.on('message', (_, from) => says && socket.send(says, from.port, from.address));
  return new Promise((resolve) => {
    socket.bind(0, '127.0.0.1', () => resolve({ port: socket.address().port, stop: () => socket.close() }));
  });
}

export function onResponder(how: (pki: Pki) => Omit<ContextOptions, 'port'>): Stand<ResponderSetup> {
  return {
    software: 'a byte-level responder of ours',
    text: ({ cookie, repeats = 1 }) => `cookie: ${cookie}\nasks for it: ${repeats} times`,
    async judge(check, setup, { pki }) {
      const responder = await startResponder(setup);
      return runAgainst(check, { ...how(pki), port: responder.port }).finally(() => responder.stop());
    },
  };
}

function answer(
  socket: Socket,
  datagram: Buffer,
  from: RemoteInfo,
  { cookie, repeats = 1 }: ResponderSetup,
  secret: Buffer,
): void {
  const [record] = readRecords(datagram);
  if (record?.type !== RECORD.handshake) return;
  // Only the first message of a peer is read in full; the second hello carries sequence number 1.
  const seq = record.body.readUInt16BE(4);
  const renumbered = Buffer.from(record.body);
  renumbered.writeUInt16BE(0, 4);
  const [hello] = new Reassembly().add(renumbered);
  if (hello?.type !== MESSAGE.clientHello) return;
  const given = cookieOf(hello.body);
  const right = createHmac('sha256', secret).update(`${from.address} ${from.port}`).digest();
  const welcome = {
    none: true,
    any: given.length > 0,
    'its length': given.length === right.length,
    checked: given.equals(right),
  }[cookie];
  const say = (type: number, at: number, body: Buffer): void => {
    for (const piece of messagePieces({ type, seq: at, body })) {
      const sequence = recordSequence(0, at);
      socket.send(
        encodeRecord(RECORD.handshake, versionCode('DTLS 1.2'), sequence, piece),
        from.port,
        from.address,
      );
    }
  };
  if (!welcome) {
    const body = Buffer.concat([u16(versionCode('DTLS 1.0')), vector8(right)]);
    for (let time = 0; time < repeats; time += 1) say(MESSAGE.helloVerifyRequest, 0, body);
    return;
  }
  const body = Buffer.concat([
    u16(versionCode('DTLS 1.2')),
    randomBytes(32),
    vector8(randomBytes(32)),
    u16(SUITE),
  ]);
  say(MESSAGE.serverHello, seq, Buffer.concat([body, Buffer.from([0])]));
  say(MESSAGE.serverHelloDone, seq + 1, Buffer.alloc(0));
}

function cookieOf(hello: Buffer): Buffer {
  const at = 35 + (hello[34] ?? 0);
  return hello.subarray(at + 1, at + 1 + (hello[at] ?? 0));
}
