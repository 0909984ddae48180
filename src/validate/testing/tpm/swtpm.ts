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
  /** Runs one of tpm2-tools on it and says what it printed; afterwards nothing is loaded. Rejects when it fails. */
  tool(name: string, ...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an empty TPM of its own. */
export async function startTpm(): Promise<SoftwareTpm> {
  const dir = await mkdtemp(join(tmpdir(), 'bestride-tpm-'));
  const port = await freePair();
  const at = (one: number): string => `type=tcp,port=${one},bindaddr=127.0.0.1`;
  const process_ = spawn(
    SWTPM,
    [
      ...['socket', '--tpm2', '--tpmstate', `dir=${dir}`, '--server', at(port), '--ctrl', at(port + 1)],
      ...['--flags', 'not-need-init,startup-clear'],
    ],
    { stdio: 'ignore' },
  );
  const stop = async (): Promise<void> => {
    await ended(process_);
    await rm(dir, { recursive: true, force: true });
  };
  const run = async (name: string, args: readonly string[]): Promise<string> => {
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
    async tool(name, ...args) {
      const said = await run(name, args);
      await run('tpm2_flushcontext', ['-t']);
      return said;
    },
    stop,
  };
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

function ended(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    process_.once('exit', () => resolve());
    process_.kill('SIGTERM');
  });
}
