/**
 * A real software TPM for tests: swtpm on two free loopback ports, set up with tpm2-tools as a factory would, ended by
 * its pid, nothing left behind.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SWTPM = '/usr/bin/swtpm';
/** Whether it and the tools are here. */
export const TPM_INSTALLED = existsSync(SWTPM) && existsSync('/usr/bin/tpm2_createprimary');

export interface SoftwareTpm {
  readonly port: number;
  /** Its folder, in which the tools work. */
  readonly dir: string;
  /** Runs one of tpm2-tools on it, arguments parted by blanks, and says what it printed; afterwards nothing is loaded. Rejects when it fails. */
  tool(command: string): Promise<string>;
  /** Takes its power and gives it back; meanwhile something may happen to its folder. What was measured is gone. */
  restart(meanwhile?: (dir: string) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a TPM of its own: an empty one, unless something is put into its folder before. */
export async function startTpm(prepare?: (dir: string) => Promise<void>): Promise<SoftwareTpm> {
  const dir = await mkdtemp(join(tmpdir(), 'bestride-tpm-'));
  await prepare?.(dir).catch(async (error: unknown) => {
    await rm(dir, { recursive: true, force: true });
    throw error;
  });
  const port = await freePair();
  const words = `socket --tpm2 --tpmstate dir=${dir} --server ${at(port)} --ctrl ${at(port + 1)}`;
  const start = (): ChildProcess =>
    spawn(SWTPM, [...words.split(' '), '--flags', 'not-need-init,startup-clear'], { stdio: 'ignore' });
  let started = start();
  const stop = async (): Promise<void> => {
    await ended(started);
    await rm(dir, { recursive: true, force: true });
  };
  const run = async (command: string): Promise<string> => {
    const [name = '', ...args] = command.split(' ');
    const env = { ...process.env, TPM2TOOLS_TCTI: `swtpm:host=127.0.0.1,port=${port}` };
    const { stdout } = await promisify(execFile)(name, args, { cwd: dir, env, timeout: 30_000 });
    return stdout;
  };
  try {
    await answering(port);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    dir,
    async tool(command) {
      const said = await run(command);
      await run('tpm2_flushcontext -t');
      return said;
    },
    async restart(meanwhile) {
      await ended(started);
      await meanwhile?.(dir);
      started = start();
      await answering(port);
    },
    stop,
  };
}

function at(port: number): string {
  return `type=tcp,port=${port},bindaddr=127.0.0.1`;
}

/** Two free ports in a row: the tools expect the control port behind the other. */
async function freePair(): Promise<number> {
  for (;;) {
    const first = await listening(0);
    const port = portOf(first);
    const second = await listening(port + 1).catch(() => undefined);
    await closed(first);
    if (second) {
      await closed(second);
      return port;
    }
  }
}

function listening(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function answering(port: number): Promise<void> {
  for (let patience = 100; patience > 0; patience -= 1) {
    if (await reached(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`swtpm does not answer on port ${port}`);
}

function reached(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true))).once('error', () => resolve(false));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
