/**
 * The port mapper that Erlang asks for (epmd), in this process: the real one becomes a daemon that outlives whatever
 * it was started for. It knows the one node that registers with it.
 */
import { type Socket, createServer } from 'node:net';

const ALIVE = 120;
const ALIVE_ANSWER = 118;
const NAMES = 110;
const PORT = 122;
const PORT_ANSWER = 119;

export interface PortMapper {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startPortMapper(): Promise<PortMapper> {
  const open = new Set<Socket>();
  /** What it said when it registered, which is what is told of it: its port, versions, and name. */
  let node: Buffer | undefined;
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    // A request has two bytes of length, and then says what it is; all of them fit into one read.
    socket.once('data', (bytes: Buffer) => {
      if (bytes[2] === ALIVE) node = bytes.subarray(3);
      answer(socket, bytes[2], port, node);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function answer(socket: Socket, request: number | undefined, port: number, node: Buffer | undefined): void {
  // The registration lasts as long as its connection.
  if (request === ALIVE) socket.write(Buffer.of(ALIVE_ANSWER, 0, 0, 0, 0, 1));
  else if (request === NAMES) socket.end(Buffer.of(0, 0, port >> 8, port & 0xff));
  else if (request === PORT && node) socket.end(Buffer.concat([Buffer.of(PORT_ANSWER, 0), node]));
  else if (request === PORT) socket.end(Buffer.of(PORT_ANSWER, 1));
  else socket.destroy();
}
