/**
 * One CoAP request and what came back, over plain datagrams or over a DTLS session. UDP loses datagrams, so a
 * request is sent again until it is answered or patience ends (RFC 7252 section 4.2, in quicker steps).
 */
import { randomBytes, randomInt } from 'node:crypto';

import { DialError } from '../dial-error.ts';
import {
  type Block,
  type CoapMessage,
  type CoapRequest,
  decodeMessage,
  encodeEmpty,
  encodeRequest,
} from './message.ts';

/** Anything that carries datagrams: a UDP channel, a DTLS session. */
export interface CoapCarrier {
  send(bytes: Uint8Array): void;
  receive(millis: number): Promise<Buffer | undefined>;
}

export type CoapOutcome =
  | {
      readonly kind: 'answered';
      readonly code: string;
      readonly payload: Buffer;
      readonly contentFormat?: Buffer;
      /** The payload is the first block of a longer content. */
      readonly more: boolean;
      /** Which block it is, where the content is sent in blocks. */
      readonly block?: Block;
      /** Bytes of the answer for each byte of the request. */
      readonly factor: number;
    }
  /** A reset: it speaks CoAP, and does not want this message. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'silent'; readonly millis: number }
  /** It answered something else than CoAP; the first bytes in hexadecimal. */
  | { readonly kind: 'not-coap'; readonly bytes: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** We stopped it ourselves; says nothing about the server. */
  | { readonly kind: 'stopped'; readonly detail: string };

/** What is asked for. */
export type CoapAsk = Omit<CoapRequest, 'messageId' | 'token'>;

const PATIENCE = 2500;
const AGAIN = 700;

/** Asks once. Never rejects. */
export async function askCoap(
  carrier: CoapCarrier,
  ask: CoapAsk,
  patience: number = PATIENCE,
): Promise<CoapOutcome> {
  const token = randomBytes(4);
  const messageId = randomInt(0x10000);
  const request = encodeRequest({ ...ask, token, messageId });
  const until = Date.now() + patience;
  let foreign: string | undefined;
  let acknowledged = false;
  try {
    while (Date.now() < until) {
      if (!acknowledged) carrier.send(request);
      const again = Math.min(Date.now() + AGAIN, until);
      for (let left = again - Date.now(); left > 0; left = again - Date.now()) {
        const datagram = await carrier.receive(left);
        const message = datagram && decodeMessage(datagram);
        if (datagram && !message) foreign ??= datagram.subarray(0, 16).toString('hex');
        if (!datagram || !message) continue;
        const mine = meaning(message, messageId, token);
        if (mine === 'acknowledged') acknowledged = true;
        if (mine === 'reset') return { kind: 'reset' };
        if (mine === 'answer') {
          if (message.type === 'CON') carrier.send(encodeEmpty('ACK', message.messageId));
          return answerOf(message, datagram.length / request.length);
        }
      }
    }
  } catch (error) {
    return notCarried(error);
  }
  return foreign === undefined ? { kind: 'silent', millis: patience } : { kind: 'not-coap', bytes: foreign };
}

function answerOf({ code, payload, contentFormat, more, block }: CoapMessage, factor: number): CoapOutcome {
  const shared = { ...(contentFormat && { contentFormat }), ...(block && { block }) };
  return { kind: 'answered', code, payload, ...shared, more, factor };
}

/** The outcome of a request that could not be sent: nobody there, or our own doing. */
export function notCarried(error: unknown): Extract<CoapOutcome, { kind: 'unreachable' | 'stopped' }> {
  const detail = error instanceof Error ? error.message : String(error);
  const theirs = error instanceof DialError && (error.kind === 'unreachable' || error.kind === 'timeout');
  return { kind: theirs ? 'unreachable' : 'stopped', detail };
}

function meaning(
  { type, code, messageId: id, token: its }: CoapMessage,
  messageId: number,
  token: Buffer,
): 'answer' | 'acknowledged' | 'reset' | 'other' {
  if (type === 'RST') return id === messageId ? 'reset' : 'other';
  if (code === '0.00') return type === 'ACK' && id === messageId ? 'acknowledged' : 'other';
  return its.equals(token) && !code.startsWith('0.') ? 'answer' : 'other';
}
