/** The only door to the network: dials the one declared address of a target, by TCP or UDP, and counts. */
import { Socket } from 'node:net';

import type { Budget } from '../../catalogue/schema.ts';
import { type DatagramChannel, openDatagrams } from './datagrams.ts';
import { DialError } from './dial-error.ts';

export { DialError } from './dial-error.ts';

export interface Dialler {
  /** `host:port` as declared, for records. */
  readonly declared: string;
  /** The numeric address that was resolved once and is dialled each time. */
  readonly resolved: { readonly host: string; readonly port: number };
  /** The name for TLS SNI and certificate checks. */
  readonly serverName: string;
  /**
   * Opens one TCP connection. Rejects with a {@link DialError} when nothing answers, when the budget is
   * used up or when the run was interrupted. Sockets still open when the check ends are destroyed.
   * A socket that the dialler itself cuts off emits `error` with a {@link DialError}: that is our own doing,
   * never a refusal. An `error` nobody listens to does not end the program.
   * `port`: another one than that of the address, of those that the target declares.
   */
  connect(port?: number): Promise<Socket>;
  /**
   * Opens one UDP socket to the address, which counts as one connection; only datagrams from there get through.
   * Rejects as {@link connect} does, except that UDP learns only later whether anybody is there.
   */
  datagrams(): Promise<DatagramChannel>;
  /** The door to the plain address, where the target declares one, within the same budget. */
  readonly plain?: Dialler;
}

/** A dialler as its owner (the runner) holds it: it can also be read and closed. */
export interface OpenDialler extends Dialler {
  /** Connections begun, and bytes sent and received on all of them. */
  spent(): { readonly connections: number; readonly bytes: number };
  /** What made the dialler stop the check: a pass that comes with one is no pass. */
  stopped(): DialError | undefined;
  /** Destroys what is still open and refuses further connections. */
  close(): void;
}

/** One place that may be dialled. */
export interface DialledPlace {
  readonly declared: string;
  /** A numeric address: the dialler never resolves a name. */
  readonly resolved: { readonly host: string; readonly port: number };
  readonly serverName: string;
}

export interface DiallerOptions extends DialledPlace {
  /** Where the same thing is reached without protection. */
  readonly plain?: DialledPlace;
  /** Further ports of the same host that may be dialled. */
  readonly ports?: readonly number[];
  /** The seconds run from the call of {@link openDialler}. */
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** How long one connection may take to be established, in milliseconds; 3000 where absent. */
  readonly connectMillis?: number;
}

/** How often the bytes are counted while a TLS session, which bypasses the socket's own stream, runs on it. */
const METER_MILLIS = 5;

/**
 * Opens the door to one target, within a budget of connections, seconds and bytes. The bound on bytes is
 * exact to one read of the socket; on a TLS session, to what arrives in five milliseconds.
 */
export function openDialler(options: DiallerOptions): OpenDialler {
  const { budget, signal } = options;
  const open = new Set<Socket>();
  const channels = new Set<DatagramChannel>();
  let connections = 0;
  let closedBytes = 0;
  let stop: DialError | undefined;
  let closed = false;

  const deadline = setTimeout(
    () => cutOff(new DialError('budget', `the ${budget.seconds} seconds of this check are used up`)),
    budget.seconds * 1000,
  );
  const meter = setInterval(count, METER_MILLIS);
  const interrupt = (): void => cutOff(new DialError('interrupted', 'the run was interrupted'));
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();

  function bytes(): number {
    let sum = closedBytes;
    for (const socket of open) sum += socket.bytesRead + socket.bytesWritten;
    for (const channel of channels) sum += channel.bytes();
    return sum;
  }

  function count(): void {
    if (bytes() > budget.bytes) {
      cutOff(new DialError('budget', `the ${budget.bytes} bytes of this check are used up`));
    }
  }

  function cutOff(reason: DialError): void {
    stop ??= reason;
    release(stop);
  }

  function release(reason?: DialError): void {
    clearTimeout(deadline);
    clearInterval(meter);
    signal.removeEventListener('abort', interrupt);
    for (const socket of open) socket.destroy(reason);
    for (const channel of channels) channel.close(reason);
  }

  function admit(): void {
    if (stop === undefined && connections >= budget.connections) {
      stop = new DialError('budget', `the ${budget.connections} connections of this check are used up`);
    }
    if (stop) throw stop;
    if (closed) throw new DialError('interrupted', 'the check has ended');
    connections += 1;
  }

  async function connect(
    { resolved }: DialledPlace,
    ports: readonly number[],
    port: number,
  ): Promise<Socket> {
    if (!ports.includes(port)) throw new DialError('unreachable', `port ${port} is not declared`);
    admit();
    const socket = new MeteredSocket(count);
    open.add(socket);
    // Without a listener a late reset would end the program.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      closedBytes += socket.bytesRead + socket.bytesWritten;
      open.delete(socket);
    });
    await established(socket, { host: resolved.host, port }, options.connectMillis ?? 3000);
    return socket;
  }

  async function datagrams({ resolved }: DialledPlace): Promise<DatagramChannel> {
    admit();
    const channel = await openDatagrams(resolved, count);
    // Never taken out again: what it counted stays counted.
    channels.add(channel);
    if (stop !== undefined || closed) channel.close(stop);
    if (stop) throw stop;
    return channel;
  }

  const doorTo = (place: DialledPlace, more: readonly number[] = []): Dialler => {
    const { declared, resolved, serverName } = place;
    const ports = [resolved.port, ...more];
    return {
      declared,
      resolved,
      serverName,
      connect: (port = resolved.port) => connect(place, ports, port),
      datagrams: () => datagrams(place),
    };
  };

  return {
    ...doorTo(options, options.ports),
    ...(options.plain && { plain: doorTo(options.plain) }),
    spent: () => ({ connections, bytes: bytes() }),
    stopped: () => stop,
    close: () => {
      closed = true;
      release();
    },
  };
}

/** Reports every read, so that a flood is noticed at once and not at the next tick of the meter. */
class MeteredSocket extends Socket {
  readonly #onRead: () => void;

  constructor(onRead: () => void) {
    super();
    this.#onRead = onRead;
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    const more = super.push(chunk, encoding);
    this.#onRead();
    return more;
  }
}

function established(
  socket: Socket,
  to: { readonly host: string; readonly port: number },
  millis: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => {
      socket.destroy(new DialError('timeout', `no connection within ${millis / 1000} seconds`));
    }, millis);
    socket.once('error', (error) => {
      clearTimeout(patience);
      reject(error instanceof DialError ? error : notReached(error));
    });
    socket.once('close', () => {
      clearTimeout(patience);
      reject(new DialError('interrupted', 'the check has ended'));
    });
    socket.connect({ host: to.host, port: to.port, noDelay: true }, () => {
      clearTimeout(patience);
      resolve();
    });
  });
}

function notReached(error: Error & { code?: string }): DialError {
  const code = error.code ?? 'no connection';
  const said: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
    EHOSTUNREACH: 'no route to the host (EHOSTUNREACH)',
    ENETUNREACH: 'no route to the network (ENETUNREACH)',
    ECONNRESET: 'the connection was reset before it was established (ECONNRESET)',
  };
  return code === 'ETIMEDOUT'
    ? new DialError('timeout', 'the connection attempt timed out (ETIMEDOUT)')
    : new DialError('unreachable', said[code] ?? `no connection (${code})`);
}
