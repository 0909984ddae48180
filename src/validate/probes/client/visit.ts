/**
 * One visit of a client under test: it is shown a certificate, and every way it can end is told apart.
 *
 * What shows that the client took us for its server: a first byte of its application, after the handshake. That the
 * handshake was finished does not: many clients (node:tls among them) finish it first and look at chain and name
 * then. What shows that it did not: its fatal alert, or that it hung up after it had seen the certificate and
 * before it said anything. What it says is not kept: the first message may hold its password.
 */
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { type SecureContextOptions, type SecureVersion, TLSSocket, createSecureContext } from 'node:tls';

import { DialError } from '../dial-error.ts';
import { sessionFailure } from '../tls/wire/tls-session.ts';
import type { TlsVersion } from '../tls/wire/tls-wire.ts';
import type { Doorman } from './doorman.ts';
import {
  type ClientOffer,
  looksLikeTls,
  plainAlert,
  readClientHello,
  recordLength,
  serverHello,
} from './hello.ts';

/** What the client is shown. PEM texts; `cert` may be a chain. */
export interface Show {
  readonly cert: string;
  readonly key: string;
  /** The one version that is spoken; absent: whichever the client likes best. */
  readonly only?: 'TLS 1.0' | 'TLS 1.1' | 'TLS 1.2';
  /** The lowest version that is spoken; TLS 1.0 where absent. */
  readonly least?: TlsVersion;
}

/** Something else to show than a certificate. Never rejects. */
export interface Play {
  serve(socket: Socket, hello: Buffer, offer: ClientOffer | undefined): Promise<Visit>;
}

export type Visit = { readonly from?: string } & (
  | {
      /** Its application spoke: we are its server. */
      readonly kind: 'spoke';
      readonly said: string;
      readonly version: string;
    }
  /** It spoke without TLS, before anything was shown. */
  | { readonly kind: 'plaintext'; readonly said: string }
  | {
      readonly kind: 'alert';
      readonly alert: number;
      /** What it had offered, where its hello could be read. */
      readonly offer?: ClientOffer;
    }
  /** It hung up without a word, after it had seen what was shown. */
  | { readonly kind: 'closed'; readonly detail: string; readonly offer?: ClientOffer }
  | { readonly kind: 'silent'; readonly detail: string; readonly offer?: ClientOffer }
  /** Its own hello rules out what was to be shown. */
  | { readonly kind: 'declined'; readonly detail: string; readonly offer?: ClientOffer }
  /** Our own library would not serve it: says nothing about the client. */
  | { readonly kind: 'not-served'; readonly detail: string; readonly offer?: ClientOffer }
  /** Nobody called in time, or the address cannot be taken. */
  | { readonly kind: 'absent'; readonly detail: string }
  /** We stopped it ourselves: budget, deadline or interruption. */
  | { readonly kind: 'stopped'; readonly detail: string }
);

/** How long a client may be silent before its hello and after the handshake, in milliseconds. */
const PATIENCE = 5000;
/** Callers that hang up before they say hello: no visits, but their number is bounded. */
const MOST_WRONG_NUMBERS = 5;

/** Waits for the client to call and shows it something. Never rejects. */
export async function receive(
  door: Doorman,
  show: Show | Play,
  waitMillis: number,
  from?: string,
): Promise<Visit> {
  for (let call = 0; call < MOST_WRONG_NUMBERS; call += 1) {
    let socket: Socket;
    try {
      socket = await door.next(waitMillis, from);
    } catch (error) {
      return notCome(error);
    }
    const caller = { ...(socket.remoteAddress !== undefined && { from: socket.remoteAddress }) };
    try {
      const hello = await firstBytes(socket);
      if (hello === undefined) continue;
      if (hello instanceof DialError) return { ...caller, kind: 'stopped', detail: hello.message };
      if (!looksLikeTls(hello)) return { ...caller, ...withoutTls(hello) };
      const offer = readClientHello(hello);
      const visit = await ('serve' in show ? show : playOf(show)).serve(socket, hello, offer);
      return { ...caller, ...(offer && { offer }), ...visit };
    } finally {
      socket.destroy();
    }
  }
  return { kind: 'absent', detail: `${MOST_WRONG_NUMBERS} callers hung up before they said hello` };
}

function notCome(error: unknown): Visit {
  const detail = error instanceof Error ? error.message : String(error);
  const theirs = error instanceof DialError && (error.kind === 'timeout' || error.kind === 'unreachable');
  return { kind: theirs ? 'absent' : 'stopped', detail };
}

/** A client that speaks no TLS says so with its first message. */
function withoutTls(bytes: Buffer): Visit {
  const said = applicationOf(bytes);
  return said === undefined
    ? { kind: 'not-served', detail: 'it speaks neither TLS nor a protocol that is known here' }
    : { kind: 'plaintext', said };
}

/** The whole first record, or what came instead. Undefined: the caller left, or never said a word. */
function firstBytes(socket: Socket): Promise<Buffer | DialError | undefined> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const settle = (what: Buffer | DialError | undefined): void => {
      clearTimeout(timer);
      socket.pause();
      socket.removeListener('data', look);
      resolve(what);
    };
    const timer = setTimeout(() => settle(undefined), PATIENCE);
    const look = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const whole = recordLength(received);
      if (!looksLikeTls(received) || (whole !== undefined && received.length >= whole)) settle(received);
    };
    socket.on('data', look);
    socket.once('error', (error) => settle(error instanceof DialError ? error : undefined));
    socket.once('end', () => settle(undefined));
    socket.once('close', () => settle(undefined));
    socket.resume();
  });
}

function playOf(show: Show): Play {
  const { only } = show;
  return {
    serve(socket, hello, offer) {
      // Our library would rather refuse than choose a version that was not offered; what the client does, only it can say.
      return only !== undefined && offer !== undefined && !offer.versions.includes(only)
        ? choosing(socket, serverHello(only, offer.suites))
        : shaking(socket, hello, {
            cert: show.cert,
            key: show.key,
            shown: new X509Certificate(show.cert).raw.length,
            ...policyOf(show),
          });
    },
  };
}

/** Answers with a hand-made ServerHello, and waits for the client's word on it. */
function choosing(socket: Socket, answer: Buffer): Promise<Visit> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const settle = (visit: Visit): void => {
      clearTimeout(timer);
      resolve(visit);
    };
    const timer = setTimeout(
      () => settle({ kind: 'silent', detail: `no word on our hello within ${PATIENCE / 1000} seconds` }),
      PATIENCE,
    );
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const alert = plainAlert(received);
      if (alert !== undefined) settle({ kind: 'alert', alert });
    });
    socket.once('error', (error) =>
      settle(
        error instanceof DialError
          ? { kind: 'stopped', detail: error.message }
          : { kind: 'closed', detail: 'it reset the connection' },
      ),
    );
    socket.once('end', () => settle({ kind: 'closed', detail: 'it hung up without an alert' }));
    socket.once('close', () => settle({ kind: 'closed', detail: 'it hung up without an alert' }));
    socket.write(answer);
    socket.resume();
  });
}

/** What a real TLS server goes by. */
export interface Terms extends SecureContextOptions {
  /** The key that belongs to an identity; null where there is none. */
  readonly pskCallback?: (socket: TLSSocket, identity: string) => Uint8Array | null;
  /** Told the first bytes of the application, for a look at them: what is in them must go nowhere. */
  readonly heard?: (first: Buffer) => void;
  /** How many bytes the client has at least been sent when it has seen what it has to judge. */
  readonly shown: number;
}

/** A real TLS server on the socket, which takes whatever the client offers. */
export function shaking(socket: Socket, hello: Buffer, terms: Terms): Promise<Visit> {
  const { pskCallback, heard, shown: least, ...context } = terms;
  return new Promise((resolve) => {
    const fail = (error: unknown): void => settle(ended(error));
    let finished = false;
    let tls: TLSSocket | undefined;
    const settle = (visit: Visit): void => {
      clearTimeout(timer);
      tls?.destroy();
      resolve(visit);
    };
    const timer = setTimeout(() => {
      const how = finished ? 'finished the handshake and said nothing' : 'did not finish the handshake';
      settle({ kind: 'silent', detail: `it ${how} within ${PATIENCE / 1000} seconds` });
    }, PATIENCE);
    /** Whether it has left us: who hangs up before has not refused it. */
    const shown = (): boolean => socket.bytesWritten > least;
    const gone = (detail: string): void =>
      settle(
        shown()
          ? { kind: 'closed', detail }
          : { kind: 'silent', detail: `${detail}, before it had seen what was to be shown` },
      );
    const ended = (error: unknown): Visit => {
      const failure = sessionFailure(error);
      if (failure.kind === 'tls-alert') return { kind: 'alert', alert: failure.alert };
      if (failure.kind === 'tcp') {
        const detail = 'it reset the connection';
        return shown()
          ? { kind: 'closed', detail }
          : { kind: 'silent', detail: `${detail} during the handshake` };
      }
      return error instanceof DialError
        ? { kind: 'stopped', detail: error.message }
        : { kind: 'not-served', detail: failure.code };
    };
    try {
      socket.unshift(hello);
      const settings = {
        isServer: true,
        // Made anew for each visit: a session resumed from an earlier one would show no certificate at all.
        secureContext: createSecureContext(context),
        // As tls.createServer hands it on.
        ...(pskCallback && { pskCallback }),
      };
      tls = new TLSSocket(socket, settings);
    } catch (error) {
      fail(error);
      return;
    }
    const session = tls;
    session.on('secure', () => (finished = true));
    session.once('data', (first: Buffer) => {
      heard?.(first);
      settle({
        kind: 'spoke',
        said: applicationOf(first) ?? `${first.length} bytes`,
        version: session.getProtocol() ?? 'TLS',
      });
    });
    session.on('error', fail);
    socket.on('error', fail);
    session.once('end', () => gone('it hung up without an alert'));
    session.once('close', () => gone('it hung up without an alert'));
  });
}

const SECURE_VERSIONS: Readonly<Record<TlsVersion, SecureVersion>> = {
  'SSL 3.0': 'TLSv1',
  'TLS 1.0': 'TLSv1',
  'TLS 1.1': 'TLSv1.1',
  'TLS 1.2': 'TLSv1.2',
  'TLS 1.3': 'TLSv1.3',
};

/** The library's own policy must not hide the client's. */
export function policyOf({ only, least }: Pick<Show, 'least'> & { readonly only?: TlsVersion }) {
  const minVersion = SECURE_VERSIONS[only ?? least ?? 'TLS 1.0'];
  const maxVersion = SECURE_VERSIONS[only ?? 'TLS 1.3'];
  return { minVersion, maxVersion, ciphers: 'ALL:@SECLEVEL=0' };
}

/** The protocol whose first message this is, by its first bytes. */
function applicationOf(bytes: Buffer): string | undefined {
  const text = bytes.subarray(0, 400).toString('latin1');
  if (bytes[0] === 0x10 && /^.{2,7}(MQTT|MQIsdp)/s.test(text)) return 'MQTT CONNECT';
  if (/^[A-Z]{3,10} \S+ HTTP\/\d/.test(text)) return 'HTTP request';
  return text.startsWith('AMQP') ? 'AMQP header' : undefined;
}
