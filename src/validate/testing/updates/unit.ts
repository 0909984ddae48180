/** A test unit as checks see it: something that is given packages, and says at one place what it runs. */
import { createServer } from 'node:https';

import type { Pki } from '../pki.ts';

export interface Unit {
  /** Gives it a package. Undefined: it goes on by itself; otherwise why it refuses at once. */
  give(bytes: Buffer): string | undefined;
  /** What it says; undefined while it is starting, and when it is dead. */
  report(): string | undefined;
}

/** The unit behind HTTPS with mutual TLS. `before` may refuse in its place. */
export async function serveUnit(
  { server, ca }: Pki,
  unit: Unit,
  before: (bytes: Buffer) => boolean = () => false,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const listener = createServer(
    { key: server.key, cert: server.cert, ca: ca.cert, requestCert: true, rejectUnauthorized: true },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const bytes = Buffer.concat(chunks);
      if (request.method === 'GET') {
        const report = unit.report();
        response.writeHead(report === undefined ? 503 : 200).end(report);
        return;
      }
      const refusal = before(bytes) ? 'refused' : unit.give(bytes);
      response.writeHead(refusal === undefined ? 202 : 403).end(refusal);
    },
  );
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    close: () => {
      listener.close();
      listener.closeAllConnections();
    },
  };
}
