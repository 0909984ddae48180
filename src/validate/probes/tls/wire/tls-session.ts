/**
 * A real TLS client (node:tls) on the dialler's socket, with every way it can end told apart. What a session
 * being `secured` does NOT mean: that the server took the client. In TLS 1.3 the client finishes first, and the
 * refusal of its certificate (alert 116, 42, 48 …) comes later. Only an answer of the application shows that.
 */
import type { Socket } from 'node:net';
import {
  type ConnectionOptions,
  type PeerCertificate,
  type SecureContext,
  type SecureVersion,
  type TLSSocket,
  connect,
  createSecureContext,
} from 'node:tls';

import { type Dialler, DialError } from '../../dial.ts';

export interface SessionOptions {
  /** PEM of the authorities; their verdict is reported, it does not end the session. */
  readonly ca?: string;
  /** PEM of a client certificate and its key. */
  readonly cert?: string;
  readonly key?: string;
  /** Names no server (SNI), as whoever calls by the address does. */
  readonly unnamed?: boolean;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  /** How long the handshake may take, in milliseconds. */
  readonly patience?: number;
}

/** What the server showed of itself, as far as the handshake got. */
export interface PeerIdentity {
  /** DER, the server's own certificate first; completed from `ca` where the server sent less. */
  readonly chain: readonly Uint8Array[];
  /** The OCSP response that it sent along, in DER. */
  readonly stapled?: Uint8Array;
}

/** Why there is no session, or why one ended. */
export type SessionFailure =
  /** The target's end of the line: nothing listens, no answer, closed without an alert. */
  | { readonly kind: 'tcp'; readonly how: 'unreachable' | 'timeout' | 'closed'; readonly detail: string }
  /** The server's fatal alert. */
  | { readonly kind: 'tls-alert'; readonly alert: number }
  /** Our own library's doing: says nothing about the server. */
  | { readonly kind: 'tls-local'; readonly code: string; readonly detail: string };

export type SessionOutcome =
  | (SessionFailure & { readonly peer?: PeerIdentity })
  | {
      readonly kind: 'secured';
      readonly protocol: string;
      readonly suite: string;
      readonly peer: PeerIdentity;
      /** OpenSSL's verdict on the chain (never on the name); undefined: it trusts it. */
      readonly distrust: string | undefined;
      /** Open; belongs to the caller, ends with the dialler at the latest. */
      readonly socket: TLSSocket;
    };

/** Opens one connection and shakes hands on it. Never rejects. */
export async function openTlsSession(dial: Dialler, options: SessionOptions = {}): Promise<SessionOutcome> {
  let raw: Socket;
  try {
    raw = await dial.connect();
  } catch (error) {
    return sessionFailure(error);
  }
  return shakeHands(raw, dial.serverName, options);
}

/**
 * The library's own policy must not hide the server's; what it lacks is reported as local. Without key exchange by RSA
 * alone, so that a server whose certificate is seen has always proven that it has the key.
 */
const CIPHERS = 'DEFAULT:!kRSA:@SECLEVEL=0';

/** Contexts are large, and outside the heap; those with nothing to show are alike for all endpoints of one authority. */
const bare = new Map<string, SecureContext>();
const MOST_BARE = 8;

function bareContext({ ca, minVersion, maxVersion }: SessionOptions): SecureContext {
  const key = JSON.stringify([ca, minVersion, maxVersion]);
  const context = bare.get(key) ?? createSecureContext({ ca, minVersion, maxVersion, ciphers: CIPHERS });
  if (bare.size < MOST_BARE) bare.set(key, context);
  return context;
}

function shakeHands(raw: Socket, serverName: string, options: SessionOptions): Promise<SessionOutcome> {
  return new Promise((resolve) => {
    const { patience = 5000, unnamed = false, ...given } = options;
    const isBare = given.cert === undefined && given.key === undefined;
    let peer: PeerIdentity | undefined;
    let socket: TLSSocket;
    const fail = (failure: SessionFailure): void => {
      clearTimeout(timer);
      raw.destroy();
      resolve({ ...failure, ...(peer && { peer }) });
    };
    const timer = setTimeout(
      () => fail({ kind: 'tcp', how: 'timeout', detail: `no end of the handshake within ${patience} ms` }),
      patience,
    );
    const settings: ConnectionOptions & { requestOCSP: boolean } = {
      ...(!isBare && { ...given, ciphers: CIPHERS }),
      ...(!unnamed && isName(serverName) && { servername: serverName }),
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      // Asked for because the answer, even "none", is announced once the server's certificate was read: in
      // TLS 1.2 that is the only moment at which it can be seen when the server then refuses us.
      requestOCSP: true,
    };
    try {
      socket = connect({
        ...settings,
        socket: raw,
        ...(isBare && { secureContext: bareContext(given) }),
      });
    } catch (error) {
      fail(sessionFailure(error));
      return;
    }
    let stapled: Uint8Array | undefined;
    const identity = (): PeerIdentity | undefined => {
      const found = identityOf(socket);
      return found && { ...found, ...(stapled && { stapled }) };
    };
    socket.on('OCSPResponse', (response: Uint8Array | null) => {
      stapled = response ?? undefined;
      peer = identity();
    });
    socket.on('error', (error) => fail(sessionFailure(error)));
    raw.on('error', (error) => fail(sessionFailure(error)));
    socket.once('close', () => fail({ kind: 'tcp', how: 'closed', detail: 'closed without an alert' }));
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      const cause: unknown = socket.authorizationError;
      resolve({
        kind: 'secured',
        protocol: socket.getProtocol() ?? 'unknown',
        suite: socket.getCipher().standardName,
        peer: identity() ?? peer ?? { chain: [] },
        distrust: socket.authorized ? undefined : errorCode(cause),
        socket,
      });
    });
  });
}

/** Whether it is a host's name, and no address. */
export function isName(serverName: string): boolean {
  return /[a-z]/i.test(serverName) && !serverName.includes(':');
}

/** Sorts an error of a dial, a handshake or a running TLS session. */
export function sessionFailure(error: unknown): SessionFailure {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof DialError) {
    return error.kind === 'unreachable' || error.kind === 'timeout'
      ? { kind: 'tcp', how: error.kind, detail }
      : { kind: 'tls-local', code: error.kind, detail };
  }
  const code = errorCode(error);
  const alert = alertNumber(error);
  if (alert !== undefined) return { kind: 'tls-alert', alert };
  if (['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(code)) {
    return { kind: 'tcp', how: 'closed', detail: `closed without an alert (${code})` };
  }
  return { kind: 'tls-local', code, detail: code };
}

/**
 * The number of the alert that the server sent. OpenSSL reports one as a reason of 1000 and the number, which
 * the last field of its error queue text carries (`SSL alert number 40`).
 */
function alertNumber(error: unknown): number | undefined {
  const said = error instanceof Error ? /SSL alert number (\d+)/.exec(error.message)?.[1] : undefined;
  return said === undefined ? undefined : Number(said);
}

function errorCode(error: unknown): string {
  if (typeof error === 'string') return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.message : 'unknown';
}

/** The chain as node has it: each certificate leads to its issuer, a root to itself. */
function identityOf(socket: TLSSocket): PeerIdentity | undefined {
  const leaf: PeerCertificate | undefined = socket.getPeerCertificate(true);
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  for (
    let next: (PeerCertificate & { issuerCertificate?: PeerCertificate }) | undefined = leaf;
    next?.raw && !seen.has(next.fingerprint256);
    next = next.issuerCertificate
  ) {
    seen.add(next.fingerprint256);
    chain.push(next.raw);
  }
  return chain.length > 0 ? { chain } : undefined;
}
