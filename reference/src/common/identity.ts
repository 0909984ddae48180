/** A part's own identity, and the TLS settings that follow from it: the same strictness everywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';

/** PEM texts. The key stays in the process that owns it. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly crl: string;
}

export function readIdentity(folder: string): Identity {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { cert: read('cert.pem'), key: read('key.pem'), ca: read('ca.pem'), crl: read('crl.pem') };
}

/** TLS 1.2 at least: nothing here is so old that it needs less. */
const MIN_VERSION = 'TLSv1.2';

/**
 * Below TLS 1.3, which has no others: only suites with an ephemeral key exchange and authenticated encryption. All
 * our certificates are ECDSA, so this excludes nobody here.
 */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
].join(':');

/** For a listener: a client without a certificate that chains to our CA, is in date and not revoked, gets nowhere. */
export function listening(identity: Identity) {
  return {
    ...identity,
    minVersion: MIN_VERSION,
    ciphers: CIPHERS,
    requestCert: true,
    rejectUnauthorized: true,
    // A connection that does not get through its handshake is not kept (Node's default is two minutes).
    handshakeTimeout: 10_000,
  } as const;
}

/**
 * For a client: checks the chain, the dates, the revocation list and the name of whom it reached. One that is
 * `trusting` takes whoever answers: for demonstrations only.
 */
export function dialling(identity: Identity, serverName: string, trusting = false) {
  return {
    ...identity,
    minVersion: MIN_VERSION,
    ciphers: CIPHERS,
    rejectUnauthorized: !trusting,
    servername: serverName,
  } as const;
}

/** Who is at the other end of a connection, as far as TLS proved it. */
export interface Peer {
  /** The common name of the certificate it proved to hold; undefined where there is none that counts. */
  readonly name: string | undefined;
  /** It showed no certificate at all, as against one that does not count. */
  readonly anonymous: boolean;
  /** Why its certificate does not count. */
  readonly objection: string;
}

/** Reads who the peer is. Right after the handshake: a connection that was closed meanwhile tells nothing. */
export function peerOf(socket: TLSSocket): Peer {
  const certificate = socket.getPeerCertificate();
  const name: unknown = certificate?.subject?.CN;
  const proved = socket.authorized && typeof name === 'string' && name !== '';
  return {
    name: proved ? name : undefined,
    anonymous: socket.readyState === 'open' && Object.keys(certificate ?? {}).length === 0,
    objection: proved ? '' : (socket.authorizationError?.toString() ?? 'no common name'),
  };
}

/** Why a handshake came to nothing, for the audit log. */
export function refusalReason(error: Error, socket: TLSSocket): string {
  const code = 'code' in error ? String(error.code) : error.message;
  return `TLS: ${socket.authorizationError?.toString() ?? code}`;
}
