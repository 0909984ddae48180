/**
 * The byte stream under an MQTT session: a dialled socket, with TLS around it where the target has it.
 * However it ends, it ends as a value: a TLS alert is the server's word, an error of our own TLS library is
 * not, and the two are kept apart here.
 */
import type { Socket } from 'node:net';
import { checkServerIdentity, type TLSSocket } from 'node:tls';

import type { Dialler } from '../dial.ts';
import { alertTurnsAway } from './codes.ts';
import { alertName } from '../tls/wire/tls-alerts.ts';
import { openTlsSession, type SessionFailure, sessionFailure } from '../tls/wire/tls-session.ts';

/** Whom we trust to vouch for the server, and what we show of ourselves. PEM texts. */
export interface WireTls {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
  /** Calls by the address, and takes whatever server answers there: never with anything to show. */
  readonly unnamed?: boolean;
}

/**
 * Why there is no connection, or no longer one.
 * `refused`: the server said no to this client · `platform`: an alert that is an accident of its platform ·
 * `unavailable`: it said that it can serve nobody now · `closed`: it hung up without a word · `silent`: it
 * answered nothing in time · `unreachable`: nobody there · `local-failure`: our own side, no word about the
 * server · `not-spoken`: it does not speak TLS, MQTT or this version of it.
 */
export interface Ending {
  readonly kind:
    | 'refused'
    | 'platform'
    | 'unavailable'
    | 'closed'
    | 'hung-up'
    | 'silent'
    | 'unreachable'
    | 'local-failure'
    | 'not-spoken';
  /** For the record; never holds a secret. */
  readonly detail: string;
  /** The TLS alert or the MQTT code behind it. */
  readonly alert?: number;
  readonly code?: number;
}

/** An open stream. */
export interface Wire {
  write(bytes: Uint8Array): void;
  /** Ends our side. Not an ending of the server's. */
  close(): void;
  /** Ends our side at once and without a word. Not an ending of the server's either. */
  drop(): void;
  /** DER of the server's certificate. */
  readonly serverCertificate: Uint8Array | undefined;
}

export interface WireEvents {
  onData(bytes: Buffer): void;
  /** Called at most once, and not after {@link Wire.close}. */
  onEnd(ending: Ending): void;
}

/** More than any answer these probes ask for; a server that sends more is cut off. */
const MOST_BYTES = 1 << 20;

/**
 * Opens the stream. The TLS handshake that it waits for is no acceptance: in TLS 1.3 the server's judgement
 * on our certificate arrives later, as an `onEnd`. A server that is not the declared one gets nothing from us.
 */
export async function openWire(
  dial: Dialler,
  tls: WireTls | undefined,
  events: WireEvents,
  timeoutMillis: number,
): Promise<Wire | Ending> {
  if (!tls) {
    try {
      const socket = await dial.connect();
      return watch(socket, socket, events, undefined);
    } catch (error) {
      return endingOf(sessionFailure(error));
    }
  }
  const raw: Socket[] = [];
  const kept: Dialler = { ...dial, connect: async () => keep(raw, await dial.connect()) };
  const opened = await openTlsSession(kept, { ...tls, patience: timeoutMillis });
  if (opened.kind !== 'secured') return endingOf(opened);
  const doubt =
    opened.distrust ??
    (checkServerIdentity(dial.serverName, opened.socket.getPeerCertificate()) &&
      'ERR_TLS_CERT_ALTNAME_INVALID');
  if (doubt !== undefined && tls.unnamed !== true) {
    opened.socket.destroy();
    return {
      kind: 'local-failure',
      detail: `this is not the server that the target declares: its certificate fails our check (${doubt})`,
    };
  }
  return watch(opened.socket, raw[0] ?? opened.socket, events, opened.peer.chain[0]);
}

function keep(sockets: Socket[], socket: Socket): Socket {
  sockets.push(socket);
  return socket;
}

function watch(
  stream: Socket | TLSSocket,
  socket: Socket,
  events: WireEvents,
  serverCertificate: Uint8Array | undefined,
): Wire {
  let over = false;
  let received = 0;
  const end = (ending: Ending): void => {
    if (over) return;
    over = true;
    stream.destroy();
    socket.destroy();
    events.onEnd(ending);
  };
  stream.on('error', (error: Error) => end(endingOf(sessionFailure(error))));
  if (stream !== socket) {
    // The dialler cuts off the socket below; the TLS stream would only see it close.
    socket.on('error', (error: Error) => end(endingOf(sessionFailure(error))));
  }
  stream.on('close', () => end({ kind: 'closed', detail: 'hung up without a word' }));
  stream.on('data', (bytes: Buffer) => {
    if (over) return;
    received += bytes.length;
    if (received > MOST_BYTES) end({ kind: 'not-spoken', detail: `sent more than ${MOST_BYTES} bytes` });
    else events.onData(bytes);
  });
  return {
    serverCertificate,
    write: (bytes) => {
      if (!over && !stream.destroyed) stream.write(bytes);
    },
    close: () => {
      over = true;
      stream.end();
      setTimeout(() => socket.destroy(), 100).unref();
    },
    drop: () => {
      over = true;
      socket.destroy();
    },
  };
}

function endingOf(failure: SessionFailure): Ending {
  if (failure.kind === 'tcp') {
    return { kind: failure.how === 'timeout' ? 'silent' : failure.how, detail: failure.detail };
  }
  if (failure.kind === 'tls-alert') {
    return {
      kind: alertTurnsAway(failure.alert) ? 'refused' : 'platform',
      detail: `TLS ${alertName(failure.alert)}`,
      alert: failure.alert,
    };
  }
  return NOT_TLS.has(failure.code)
    ? { kind: 'not-spoken', detail: `answers with something other than TLS (${failure.code})` }
    : { kind: 'local-failure', detail: `our own side gave up (${failure.detail})` };
}

/** What our TLS library says when the answer is no TLS record. */
const NOT_TLS = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);
