/**
 * A TLS 1.3 hello that offers a pre-shared key and no Diffie-Hellman beside it (`psk_ke`, RFC 8446 section 4.2.9),
 * with a binder that proves the key. No TLS library offers that. Who answers it with a ServerHello agrees to a
 * session that anybody who gets the key later can read.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';

import type { OwnPsk } from '../dtls/exchange.ts';
import { extension, serverNamed, u16, u24, vector16, vector8 } from '../tls/wire/tls-wire.ts';

const HASH = 'sha256';
const LENGTH = 32;
/** TLS_AES_128_GCM_SHA256, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_CCM_SHA256: those with our hash. */
const SUITES = [0x1301, 0x1303, 0x1304];
const TLS12 = 0x0303;
const TLS13 = 0x0304;
const PSK_KE = 0;

/** One record with the hello; it names the server where that has a name, as every client does. */
export function keHello(psk: OwnPsk, serverName: string): Buffer {
  const fresh = { random: randomBytes(32), session: randomBytes(32), serverName };
  const blank = message(fresh, psk.identity, Buffer.alloc(LENGTH));
  // The binder covers the hello up to the list of binders (RFC 8446 section 4.2.11.2).
  const covered = blank.subarray(0, blank.length - binderList(Buffer.alloc(LENGTH)).length);
  const signed = message(fresh, psk.identity, binderOf(psk.key, covered));
  return Buffer.concat([Buffer.from([22]), u16(0x0301), vector16(signed)]);
}

interface Fresh {
  readonly random: Buffer;
  readonly session: Buffer;
  readonly serverName: string;
}

function message({ random, session, serverName }: Fresh, identity: string, binder: Buffer): Buffer {
  // The age of a ticket is nothing where the key came from outside.
  const identities = vector16(Buffer.concat([vector16(Buffer.from(identity)), Buffer.alloc(4)]));
  const extensions = Buffer.concat([
    ...serverNamed(serverName),
    extension(43, vector8(u16(TLS13))),
    extension(45, vector8(Buffer.from([PSK_KE]))),
    // Has to be the last one.
    extension(41, Buffer.concat([identities, binderList(binder)])),
  ]);
  const body = Buffer.concat([
    u16(TLS12),
    random,
    vector8(session),
    vector16(Buffer.concat(SUITES.map(u16))),
    vector8(Buffer.from([0])),
    vector16(extensions),
  ]);
  return Buffer.concat([Buffer.from([1]), u24(body.length), body]);
}

function binderList(binder: Buffer): Buffer {
  return vector16(vector8(binder));
}

/** RFC 8446 sections 4.2.11.2 and 7.1, for a key from outside. */
function binderOf(key: Uint8Array, covered: Buffer): Buffer {
  const early = createHmac(HASH, Buffer.alloc(LENGTH)).update(key).digest();
  const nothing = createHash(HASH).digest();
  const binderKey = expandLabel(early, 'ext binder', nothing);
  const finishedKey = expandLabel(binderKey, 'finished', Buffer.alloc(0));
  return createHmac(HASH, finishedKey).update(createHash(HASH).update(covered).digest()).digest();
}

/** HKDF-Expand-Label for one block of output. */
function expandLabel(secret: Buffer, label: string, context: Buffer): Buffer {
  const info = Buffer.concat([u16(LENGTH), vector8(Buffer.from(`tls13 ${label}`)), vector8(context)]);
  return createHmac(HASH, secret)
    .update(Buffer.concat([info, Buffer.from([1])]))
    .digest();
}
