/**
 * A TLS handshake with a pre-shared key (node:tls) on the dialler's socket, and for MQTT the CONNECT after it. One
 * trap: a server that does not know the key may shake hands by its certificate instead, and the client is "secured"
 * without any key; that is told apart here.
 */
import type { Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { generate } from 'mqtt-packet';

import type { Dialler } from '../dial.ts';
import { type SessionFailure, sessionFailure } from '../tls/wire/tls-session.ts';
import type { OwnPsk } from '../dtls/exchange.ts';

export interface TlsPskWanted {
  readonly version: 'TLSv1.2' | 'TLSv1.3';
  /** Absent: no key is shown, and suites without one are offered. */
  readonly psk?: OwnPsk;
  /** Suites of TLS 1.2, in OpenSSL's words; where absent, those with a key, or those without when none is shown. */
  readonly suites?: string;
  /** Present: an MQTT CONNECT with this client id follows, and only CONNACK 0 counts as accepted. */
  readonly mqttClientId?: string;
  /** In milliseconds. */
  readonly patience?: number;
}

export type TlsPskOutcome = (
  | { readonly kind: 'accepted'; readonly suite: string }
  /** It shook hands without the key, by its certificate, or took us without one. */
  | { readonly kind: 'without-key' }
  /** The application refused; `byKey`: after a handshake with the key. */
  | { readonly kind: 'app-refused'; readonly detail: string; readonly byKey: boolean }
  | SessionFailure
) & {
  /** From the beginning of the handshake to this end. */
  readonly millis: number;
};

/** Opens one connection and shakes hands. Never rejects. */
export async function tryTlsPsk(dial: Dialler, wanted: TlsPskWanted): Promise<TlsPskOutcome> {
  let raw: Socket;
  try {
    raw = await dial.connect();
  } catch (error) {
    return { ...sessionFailure(error), millis: 0 };
  }
  const began = performance.now();
  const outcome = await shakeHands(raw, dial.serverName, wanted);
  raw.destroy();
  return { ...outcome, millis: performance.now() - began };
}

type Untimed = TlsPskOutcome extends infer T ? (T extends unknown ? Omit<T, 'millis'> : never) : never;

function shakeHands(raw: Socket, serverName: string, wanted: TlsPskWanted): Promise<Untimed> {
  const { version, psk, mqttClientId, patience = 4000 } = wanted;
  const { suites = psk ? 'PSK' : 'ALL:!PSK' } = wanted;
  return new Promise((resolve) => {
    const end = (outcome: Untimed): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const timer = setTimeout(
      () => end({ kind: 'tcp', how: 'timeout', detail: `no end within ${patience} ms` }),
      patience,
    );
    const settings: ConnectionOptions = {
      socket: raw,
      ...(/[a-z]/i.test(serverName) && !serverName.includes(':') && { servername: serverName }),
      // A certificate is recognised below as what it is here: no proof by the key.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      minVersion: version,
      maxVersion: version,
      ciphers: `${suites}:@SECLEVEL=0`,
      ...(psk && { pskCallback: () => ({ psk: psk.key, identity: psk.identity }) }),
    };
    let socket: TLSSocket;
    try {
      socket = connect(settings);
    } catch (error) {
      end(sessionFailure(error));
      return;
    }
    raw.on('error', (error) => end(sessionFailure(error)));
    socket.on('error', (error) => end(sessionFailure(error)));
    socket.on('close', () => end({ kind: 'tcp', how: 'closed', detail: 'closed without an alert' }));
    socket.once('secureConnect', () => {
      const byKey = psk !== undefined && Object.keys(socket.getPeerCertificate()).length === 0;
      const done: Untimed = byKey
        ? {
            kind: 'accepted',
            suite: `${socket.getProtocol() ?? version}, ${socket.getCipher().standardName}`,
          }
        : { kind: 'without-key' };
      if (mqttClientId === undefined) end(done);
      else connectMqtt(socket, mqttClientId, (code) => end(code === 0 ? done : refusal(code, byKey)));
    });
  });
}

function refusal(code: number | undefined, byKey: boolean): Untimed {
  const said = code === undefined ? 'answered the CONNECT with something else' : `CONNACK ${code}`;
  const detail = byKey ? `${said}, after a handshake with the key` : said;
  return { kind: 'app-refused', detail, byKey };
}

/** MQTT 3.1.1: CONNACK is `20 02`, flags, code. */
function connectMqtt(
  socket: TLSSocket,
  clientId: string,
  answered: (code: number | undefined) => void,
): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (received.length < 4) return;
    answered(received[0] === 0x20 && received[1] === 2 ? received[3] : undefined);
  });
  socket.write(
    generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clientId,
      clean: true,
      keepalive: 60,
    }),
  );
}
