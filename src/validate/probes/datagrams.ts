/** One UDP socket to one address, as a queue of what arrives. Opened by the dialler only. */
import { type Socket, createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

import { DialError } from './dial-error.ts';

export interface DatagramChannel {
  /** Sends one datagram. Whether anybody is there shows at the next {@link receive}, if at all. */
  send(bytes: Uint8Array): void;
  /**
   * The next datagram; undefined when none came within so many milliseconds. Rejects with a {@link DialError}:
   * `unreachable` when the other end's machine said that nobody listens (ICMP), otherwise what cut us off.
   */
  receive(millis: number): Promise<Buffer | undefined>;
  /** Bytes sent and received, without headers below UDP's payload. */
  bytes(): number;
  close(reason?: DialError): void;
}

/** What waits to be received is bounded: a flood is counted, and dropped. */
const LONGEST_QUEUE = 256;

/** Opens a connected socket: the system drops what comes from elsewhere. `onTraffic` is called for each datagram. */
export async function openDatagrams(
  to: { readonly host: string; readonly port: number },
  onTraffic: () => void,
): Promise<DatagramChannel> {
  const socket = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4');
  const channel = new Channel(socket, onTraffic);
  await new Promise<void>((resolve, reject) => {
    const failed = (error: Error): void => {
      channel.close();
      reject(notSent(error));
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      resolve();
    });
    socket.connect(to.port, to.host);
  });
  return channel;
}

class Channel implements DatagramChannel {
  readonly #socket: Socket;
  readonly #onTraffic: () => void;
  readonly #queue: Buffer[] = [];
  #bytes = 0;
  #over: DialError | undefined;
  /** The last ICMP error; told once, since a later datagram may find somebody. */
  #icmp: DialError | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket, onTraffic: () => void) {
    this.#socket = socket;
    this.#onTraffic = onTraffic;
    socket.on('message', (datagram) => {
      if (this.#queue.length < LONGEST_QUEUE) this.#queue.push(datagram);
      this.#count(datagram.length);
      this.#wake?.();
    });
    socket.on('error', (error) => this.#failed(error));
  }

  send(bytes: Uint8Array): void {
    if (this.#over) return;
    this.#count(bytes.length);
    if (this.#over) return;
    this.#socket.send(bytes, (error) => {
      if (error && !this.#over) this.#failed(error);
    });
  }

  async receive(millis: number): Promise<Buffer | undefined> {
    if (!this.#ready()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, millis);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    const next = this.#queue.shift();
    if (next) return next;
    const error = this.#over ?? this.#icmp;
    this.#icmp = undefined;
    if (error) throw error;
    return undefined;
  }

  bytes(): number {
    return this.#bytes;
  }

  close(reason: DialError = new DialError('interrupted', 'the check has ended')): void {
    if (this.#over) return;
    this.#over = reason;
    this.#socket.close();
    this.#wake?.();
  }

  #ready(): boolean {
    return this.#queue.length > 0 || this.#over !== undefined || this.#icmp !== undefined;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#onTraffic();
  }

  #failed(error: Error): void {
    this.#icmp = notSent(error);
    this.#wake?.();
  }
}

function notSent(error: Error & { code?: string }): DialError {
  const code = error.code ?? 'no reason given';
  const said: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens on this UDP port (ECONNREFUSED)',
    EHOSTUNREACH: 'no route to the host (EHOSTUNREACH)',
    ENETUNREACH: 'no route to the network (ENETUNREACH)',
  };
  return new DialError('unreachable', said[code] ?? `the datagram could not be sent (${code})`);
}
