/** A message of AMQP 1.0 (part 3, section 3.2), as far as a canary's goes: a text, and where it is meant to go. */
import { type AmqpValue, decode, encode } from './codec.ts';

const PROPERTIES = 0x73;
const DATA = 0x75;
const VALUE = 0x77;

/** `to`: for servers that let each message say where it goes. */
export function encodeMessage(payload: string, to?: string): Buffer {
  const properties =
    to === undefined
      ? []
      : [encode.described(PROPERTIES, encode.list([encode.nothing, encode.nothing, encode.string(to)]))];
  return Buffer.concat([...properties, encode.described(DATA, encode.binary(Buffer.from(payload)))]);
}

/** The text in its body; empty where there is none. Throws AmqpFormatError on what is no message. */
export function payloadOf(message: Uint8Array): string {
  for (let at = 0; at < message.length;) {
    const { value, end } = decode(message.subarray(at));
    const text = bodyOf(value);
    if (text !== undefined) return text;
    at += end;
  }
  return '';
}

function bodyOf(section: AmqpValue): string | undefined {
  if (typeof section !== 'object' || section === null || !('descriptor' in section)) return undefined;
  const { descriptor, value } = section;
  if (descriptor !== BigInt(DATA) && descriptor !== BigInt(VALUE)) return undefined;
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined;
}
