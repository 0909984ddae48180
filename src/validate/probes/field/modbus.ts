/** Modbus over TCP (Modbus Application Protocol 1.1b3, Messaging on TCP/IP 1.0b): a few requests, made by hand. */
import type { Socket } from 'node:net';

import type { Dialler } from '../dial.ts';

/** What came back. `odd`: something that answers no request of ours. */
export type Answer =
  | { readonly kind: 'answer'; readonly pdu: Uint8Array }
  | { readonly kind: 'exception'; readonly code: number }
  | { readonly kind: 'silence' | 'closed' | 'odd' | 'unreachable' };

/** How long an answer is waited for. */
const MILLIS = 1500;
/** MBAP header, unit included. */
const HEAD = 7;
const MOST_PDU = 253;

export interface Asked {
  /** A request that is permitted, sent before on the same connection, and answered or not before the other is sent. */
  readonly before?: { readonly pdu: Uint8Array; readonly together: boolean };
}

/** Sends one request on a connection of its own. Never rejects. */
export async function ask(
  dial: Dialler,
  unit: number,
  pdu: Uint8Array,
  { before }: Asked = {},
): Promise<Answer> {
  let socket: Socket;
  try {
    socket = await dial.connect();
  } catch {
    return { kind: 'unreachable' };
  }
  try {
    if (!before) return await exchange(socket, [frame(1, unit, pdu)], 1, pdu);
    const first = frame(1, unit, before.pdu);
    if (before.together) return await exchange(socket, [Buffer.concat([first, frame(2, unit, pdu)])], 2, pdu);
    const answer = await exchange(socket, [first], 1, before.pdu);
    return answer.kind === 'answer'
      ? await exchange(socket, [frame(2, unit, pdu)], 2, pdu)
      : { kind: 'unreachable' };
  } finally {
    socket.destroy();
  }
}

/** One request as it goes over the wire. */
export function frame(transaction: number, unit: number, pdu: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt16BE(transaction, 0);
  head.writeUInt16BE(pdu.length + 1, 4);
  head.writeUInt8(unit, 6);
  return Buffer.concat([head, pdu]);
}

/** The frames that are whole, and what is left; undefined: it is no Modbus. */
export function framesIn(bytes: Buffer):
  | {
      readonly frames: readonly { readonly transaction: number; readonly pdu: Buffer }[];
      readonly rest: Buffer;
    }
  | undefined {
  const frames = [];
  let rest = bytes;
  while (rest.length >= HEAD) {
    const length = rest.readUInt16BE(4);
    if (rest.readUInt16BE(2) !== 0 || length < 2 || length > MOST_PDU + 1) return undefined;
    if (rest.length < HEAD - 1 + length) break;
    frames.push({ transaction: rest.readUInt16BE(0), pdu: rest.subarray(HEAD, HEAD - 1 + length) });
    rest = rest.subarray(HEAD - 1 + length);
  }
  return { frames, rest };
}

/** What a response says to a request of this function. */
export function answerTo(request: Uint8Array, pdu: Uint8Array): Answer {
  const [code = 0] = request;
  if (pdu[0] === code) return { kind: 'answer', pdu };
  return pdu[0] === (code | 0x80) && pdu.length === 2
    ? { kind: 'exception', code: pdu[1] ?? 0 }
    : { kind: 'odd' };
}

function exchange(
  socket: Socket,
  out: readonly Buffer[],
  transaction: number,
  request: Uint8Array,
): Promise<Answer> {
  return new Promise((resolve) => {
    let had = Buffer.alloc(0);
    const done = (answer: Answer): void => {
      clearTimeout(timer);
      socket.off('data', onData);
      socket.off('close', onEnd);
      socket.off('end', onEnd);
      resolve(answer);
    };
    const onEnd = (): void => done({ kind: 'closed' });
    const onData = (chunk: Buffer): void => {
      had = Buffer.concat([had, chunk]);
      const read = framesIn(had);
      if (!read) return done({ kind: 'odd' });
      had = Buffer.from(read.rest);
      const ours = read.frames.find((one) => one.transaction === transaction);
      if (ours) done(answerTo(request, ours.pdu));
    };
    const timer = setTimeout(() => done({ kind: 'silence' }), MILLIS);
    socket.on('error', () => undefined);
    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('close', onEnd);
    for (const bytes of out) socket.write(bytes);
  });
}

function words(...all: readonly number[]): Buffer {
  const bytes = Buffer.alloc(all.length * 2);
  for (const [at, word] of all.entries()) bytes.writeUInt16BE(word, at * 2);
  return bytes;
}

const pdu = (code: number, ...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.of(code), ...parts]);

/** Requests, by what they do. */
export const requests = {
  readCoil: (at: number): Buffer => pdu(1, words(at, 1)),
  readInput: (at: number): Buffer => pdu(2, words(at, 1)),
  readRegister: (at: number): Buffer => pdu(3, words(at, 1)),
  readInputRegister: (at: number): Buffer => pdu(4, words(at, 1)),
  writeCoil: (at: number, on: boolean): Buffer => pdu(5, words(at, on ? 0xff00 : 0)),
  writeRegister: (at: number, value: number): Buffer => pdu(6, words(at, value)),
  readStatus: (): Buffer => pdu(7),
  echo: (value: number): Buffer => pdu(8, words(0, value)),
  writeCoils: (at: number, on: boolean): Buffer => pdu(15, words(at, 1), Buffer.of(1, on ? 1 : 0)),
  writeRegisters: (at: number, ...values: readonly number[]): Buffer =>
    pdu(16, words(at, values.length), Buffer.of(values.length * 2), words(...values)),
  reportServer: (): Buffer => pdu(17),
  maskRegister: (at: number, value: number): Buffer => pdu(22, words(at, 0, value)),
  readWriteRegister: (at: number, value: number): Buffer =>
    pdu(23, words(at, 1, at, 1), Buffer.of(2), words(value)),
  identify: (): Buffer => pdu(43, Buffer.of(14, 1, 0)),
  /** Schneider's own function, by which its controllers are also programmed; this one asks what they are (UMAS 2). */
  makersOwn: (): Buffer => pdu(90, Buffer.of(0, 2)),
};

/** The register in an answer to `readRegister`. */
export function registerIn(answer: Answer): number | undefined {
  if (answer.kind !== 'answer' || answer.pdu.length !== 4 || answer.pdu[1] !== 2) return undefined;
  return ((answer.pdu[2] ?? 0) << 8) | (answer.pdu[3] ?? 0);
}

/** The coil in an answer to `readCoil`. */
export function coilIn(answer: Answer): boolean | undefined {
  if (answer.kind !== 'answer' || answer.pdu.length !== 3 || answer.pdu[1] !== 1) return undefined;
  return ((answer.pdu[2] ?? 0) & 1) === 1;
}

/** In a few words. */
export function worded(answer: Answer): string {
  if (answer.kind === 'answer') return 'answered';
  if (answer.kind === 'exception') return `exception ${answer.code}${EXCEPTIONS[answer.code] ?? ''}`;
  return {
    silence: 'no answer',
    closed: 'the connection was closed',
    odd: 'an answer to something else',
    unreachable: 'no connection',
  }[answer.kind];
}

const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: ' (illegal function)',
  2: ' (illegal data address)',
  3: ' (illegal data value)',
  4: ' (server failure)',
  10: ' (gateway path unavailable)',
  11: ' (gateway target does not answer)',
};
