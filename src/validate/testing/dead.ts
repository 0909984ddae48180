/** Ports behind which nothing useful is: what a check must never take for a refusal. */
import { createServer, type Server } from 'node:net';

export interface DeadEnd {
  readonly port: number;
  close(): void;
}

/** Accepts connections and never says a word: to a TLS client a listener that never finishes. */
export function silentPort(): Promise<DeadEnd> {
  return listening(createServer((socket) => socket.on('error', () => undefined)));
}

/** Accepts connections and hangs up at the first byte. */
export function hangingUp(): Promise<DeadEnd> {
  return listening(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.destroy());
    }),
  );
}

function listening(server: Server): Promise<DeadEnd> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : 0,
        close: () => server.close(),
      });
    });
  });
}
