/** A device of pymodbus, alone or behind a filter of ours; each is a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

import { runAgainst } from '../context.ts';
import { freePort } from '../mosquitto.ts';
import type { Stand } from '../proof.ts';

/** Debian's, for which its pymodbus is. */
const PYTHON = '/usr/bin/python3';

export interface FilterSetup {
  /** What it lets through. */
  readonly functions: readonly number[];
  readonly refuses: 'by exception 1' | 'by silence' | 'by hanging up';
  readonly looks: 'at every request' | 'at what arrives first' | 'at the start of what arrives';
}

export interface LimitSetup {
  readonly list: 'every register' | 'its first register' | 'none';
  readonly range: 'whole' | 'below' | 'single writes' | 'none';
  /** Of which functions it looks up the list. */
  readonly guards: 'every function' | '6 and 16';
  /** The register that the device lets be written. */
  readonly register: number;
}

const OPEN: LimitSetup = { list: 'none', range: 'none', guards: 'every function', register: 0 };

/** Behind the filter everything is open: what is refused, the filter refuses. */
export const onFilteredModbus: Stand<FilterSetup> = {
  software: 'pymodbus behind a filter of ours',
  text: lines,
  async judge(check, setup) {
    const [behind, port] = [await freePort(), await freePort()];
    const parts = [
      start('modbus-device.py', { ...OPEN, port: behind }),
      start('modbus-filter.py', { ...setup, behind, port }),
    ];
    try {
      await Promise.all([listening(behind), listening(port)]);
      return await runAgainst(check, {
        port,
        kind: 'modbus',
        identities: [],
        declares: { modbus: { functions: [1, 3], register: 2, values: [7, 8], coil: 5 } },
      });
    } finally {
      await Promise.all(parts.map(stopped));
    }
  },
};

export const onLimitedModbus: Stand<LimitSetup> = {
  software: 'pymodbus with limits in its program',
  text: lines,
  async judge(check, setup) {
    const port = await freePort();
    const part = start('modbus-device.py', { ...setup, port });
    try {
      await listening(port);
      return await runAgainst(check, {
        port,
        kind: 'modbus',
        identities: [],
        declares: {
          modbus: {
            functions: [3, 6, 16],
            register: 3,
            values: [7, 8],
            writable: { register: 0, range: [10, 20], forbidden: [1, 2] },
          },
        },
      });
    } finally {
      await stopped(part);
    }
  },
};

function lines(setup: object): string {
  return Object.entries(setup)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n');
}

function start(script: string, setup: object): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn(PYTHON, [path, JSON.stringify(setup)], { stdio: 'ignore' });
}

async function stopped(part: ChildProcess): Promise<void> {
  if (part.exitCode !== null || part.signalCode !== null) return;
  const ended = once(part, 'exit');
  part.kill('SIGKILL');
  await ended;
}

/** Python takes its time to start. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`nothing listens on ${port}`);
}
