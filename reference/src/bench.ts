/** The bench: where each test unit is told to find its server. Nobody listens there until a check does. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { DIALLERS } from './common/fleet.ts';
import type { Dialler } from './common/fleet.ts';
import { LOOPBACK } from './common/part.ts';

/** Ports on loopback, by the part whose test unit calls there. */
export type BenchPorts = ReadonlyMap<Dialler, number>;

/**
 * Below the ports that systems choose by themselves (from 32768 on): who keeps calling one of those, where nobody
 * listens, is given the same port for its own end one day, and has called itself.
 */
const FIRST = 20_000;
const LAST = 32_000;

/** Finds a free port for each test unit. */
export async function benchPorts(): Promise<BenchPorts> {
  const found = new Map<Dialler, number>();
  let port = randomInt(FIRST, LAST);
  for (const part of DIALLERS) {
    while (!(await isFree(port))) port = next(port);
    found.set(part, port);
    port = next(port);
  }
  return found;
}

const next = (port: number): number => (port === LAST ? FIRST : port + 1);

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: LOOPBACK, exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
