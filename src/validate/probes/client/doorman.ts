/**
 * The other door: where the target is a device that dials, the check listens in the place of its server. Only the
 * declared, permitted address is bound, only while a check runs, and nobody is dialled.
 */
import { type Server, type Socket, createServer } from 'node:net';

import type { Budget } from '../../../catalogue/schema.ts';
import { DialError } from '../dial-error.ts';

export interface Doorman {
  /** `host:port` as declared, for records. */
  readonly declared: string;
  /** The name under which the device expects its server. */
  readonly serverName: string;
  /**
   * The next caller, from now on. `from` takes callers of that address only; others are hung up on. Binds the
   * address when first asked. Rejects with a {@link DialError}: `timeout` when nobody called within `millis`,
   * `unreachable` when the address cannot be bound, otherwise as a dialler does.
   */
  next(millis: number, from?: string): Promise<Socket>;
}

/** A doorman as its owner (the runner) holds it. */
export interface OpenDoorman extends Doorman {
  /** Callers let in or hung up on, and bytes sent and received on all of them. */
  spent(): { readonly connections: number; readonly bytes: number };
  /** What made it stop the check: a pass that comes with one is no pass. */
  stopped(): DialError | undefined;
  /** Hangs up on everybody and frees the address. */
  close(): void;
}

export interface DoormanOptions {
  readonly declared: string;
  /** A numeric address. */
  readonly bind: { readonly host: string; readonly port: number };
  readonly serverName: string;
  /** The seconds run from the call of {@link openDoorman}. */
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

/** How often the bytes are counted, in milliseconds; TLS bypasses the socket's own stream. */
const METER_MILLIS = 5;

/**
 * How long a caller may stand before the door while the check is between two visits. A caller that waited longer
 * may have given up meanwhile, which would look like a refusal: it is hung up on and calls again.
 */
const WAIT_MILLIS = 300;

interface Waiting {
  readonly from: string | undefined;
  admit(socket: Socket): void;
  turnAway(reason: DialError): void;
}

/** Stands at one address, within a budget of connections, seconds and bytes. Nothing is bound before it is asked. */
export function openDoorman(options: DoormanOptions): OpenDoorman {
  const { declared, bind, serverName, budget, signal } = options;
  const inside = new Set<Socket>();
  let server: Server | undefined;
  let waiting: Waiting | undefined;
  let outside: { readonly socket: Socket; readonly since: number } | undefined;
  let connections = 0;
  let closedBytes = 0;
  let stop: DialError | undefined;
  let closed = false;

  const deadline = setTimeout(
    () => cutOff(new DialError('budget', `the ${budget.seconds} seconds of this check are used up`)),
    budget.seconds * 1000,
  );
  const meter = setInterval(() => {
    if (bytes() > budget.bytes)
      cutOff(new DialError('budget', `the ${budget.bytes} bytes of this check are used up`));
  }, METER_MILLIS);
  const interrupt = (): void => cutOff(new DialError('interrupted', 'the run was interrupted'));
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();

  function bytes(): number {
    let sum = closedBytes;
    for (const socket of inside) sum += socket.bytesRead + socket.bytesWritten;
    return sum;
  }

  function cutOff(reason: DialError): void {
    stop ??= reason;
    release(stop);
  }

  function release(reason: DialError): void {
    clearTimeout(deadline);
    clearInterval(meter);
    signal.removeEventListener('abort', interrupt);
    server?.close();
    for (const socket of inside) socket.destroy(reason);
    waiting?.turnAway(reason);
  }

  function arrived(socket: Socket): void {
    // Without a listener a late reset would end the program.
    socket.on('error', () => undefined);
    if (stop !== undefined || closed) {
      socket.destroy();
      return;
    }
    if (connections >= budget.connections) {
      socket.destroy();
      cutOff(new DialError('budget', `the ${budget.connections} connections of this check are used up`));
      return;
    }
    connections += 1;
    inside.add(socket);
    socket.once('close', () => {
      closedBytes += socket.bytesRead + socket.bytesWritten;
      inside.delete(socket);
    });
    if (waiting && isFrom(socket, waiting.from)) {
      waiting.admit(socket);
      return;
    }
    outside?.socket.destroy();
    outside = { socket, since: performance.now() };
  }

  async function next(millis: number, from?: string): Promise<Socket> {
    if (stop) throw stop;
    if (closed) throw new DialError('interrupted', 'the check has ended');
    server ??= await bound(bind, arrived);
    // While it was bound, the check may have been cut off.
    if (stop) server.close();
    if (stop) throw stop;
    const before = outside;
    outside = undefined;
    if (before && performance.now() - before.since < WAIT_MILLIS && isFrom(before.socket, from)) {
      if (!before.socket.destroyed) return before.socket;
    }
    before?.socket.destroy();
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(patience);
        waiting = undefined;
      };
      const patience = setTimeout(() => {
        settle();
        reject(new DialError('timeout', `nobody called within ${millis / 1000} seconds`));
      }, millis);
      waiting = {
        from,
        admit: (socket) => {
          settle();
          resolve(socket);
        },
        turnAway: (reason) => {
          settle();
          reject(reason);
        },
      };
    });
  }

  return {
    declared,
    serverName,
    next,
    spent: () => ({ connections, bytes: bytes() }),
    stopped: () => stop,
    close: () => {
      closed = true;
      release(new DialError('interrupted', 'the check has ended'));
    },
  };
}

function isFrom(socket: Socket, from: string | undefined): boolean {
  return from === undefined || socket.remoteAddress === from;
}

function bound(
  to: { readonly host: string; readonly port: number },
  arrived: (socket: Socket) => void,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Paused: the first bytes are left for whoever takes the caller in.
    const server = createServer({ pauseOnConnect: true, noDelay: true }, arrived);
    server.once('error', (error: Error & { code?: string }) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'something else listens there already; it has to be stopped while its place is taken'
          : (error.code ?? 'no reason given');
      reject(new DialError('unreachable', `cannot listen at ${to.host} port ${to.port}: ${why}`));
    });
    server.listen({ host: to.host, port: to.port, exclusive: true }, () => {
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}
