/** Ports behind which nothing useful is: what a check must never take for a refusal. */
import { createServer, type Server } from 'node:net';

import { type ContextOptions, runAgainst } from './context.ts';
import { freePort } from './mosquitto.ts';
import { type Bench, type Row, deadRow } from './proof.ts';

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

/**
 * The rows that every check of a listener owes: nothing listens, a port that never says a word, one that hangs
 * up. The options are those of the intact row.
 */
export function deadEnds(options: (bench: Bench) => Omit<ContextOptions, 'port'>): readonly Row[] {
  return [
    deadRow('nothing listens', 'a closed port', async (check, bench) =>
      runAgainst(check, { ...options(bench), port: await freePort() }),
    ),
    ...(
      [
        ['it never says a word', silentPort],
        ['it hangs up at the first byte', hangingUp],
      ] as const
    ).map(([name, open]) =>
      deadRow(name, 'a TCP port of ours', async (check, bench) => {
        const told = options(bench);
        const end = await open();
        return runAgainst(check, { ...told, port: end.port }).finally(() => end.close());
      }),
    ),
  ];
}
