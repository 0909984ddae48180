/** The supervisor: makes the identities, starts every part as a process of its own, and ends them all. */
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { benchPorts } from './bench.ts';
import type { BenchPorts } from './bench.ts';
import type { Part } from './common/fleet.ts';
import { benchOf, folderOf, projectOf } from './common/layout.ts';
import { AUDIT_FILE } from './common/part.ts';
import type { ReadyMessage } from './common/part.ts';
import type { Weakness } from './common/weakness.ts';
import { writeProject } from './project.ts';

export interface SolutionOptions {
  /** The working folder. One that holds a solution already keeps its identities; see {@link manufactured}. */
  readonly dir: string;
  /** The cloud gateway's port; any free one where absent. */
  readonly hubPort?: number;
  /** Weakens it in one respect, only to show that validation notices: nothing else is different. */
  readonly weaken?: Weakness;
  /** Starts the test units on the bench as well, for checks that take the place of a gateway. */
  readonly bench?: boolean;
}

export interface Ports {
  readonly hub: number;
  readonly fieldGateway: number;
  readonly api: number;
}

export interface Solution {
  readonly ports: Ports;
  /** Process ids, by the names of the parts and of the test units. */
  readonly pids: ReadonlyMap<string, number>;
  readonly files: {
    /** The threat model's project folder. */
    readonly project: string;
    readonly logs: string;
    /** The operator's identity: cert.pem, key.pem, ca.pem. */
    readonly operator: string;
    readonly readings: string;
    /** The audit log of a part. */
    audit(part: Part): string;
  };
  /** Ends one part while the rest runs: to show what validation makes of a dead target. */
  stopPart(part: Part): Promise<void>;
  /** Ends every part and test unit, the last that was started first. Safe to call twice. */
  stop(): Promise<void>;
}

/** Where each part's program lies. */
const PROGRAMS: Readonly<Record<Part, string>> = {
  'cloud-gateway': 'cloud-gateway/main',
  'field-gateway': 'field-gateway/main',
  valve: 'device/valve/main',
  'smoke-sensor': 'device/smoke-sensor/main',
  camera: 'device/camera/main',
  'command-service': 'services/command-service/main',
  monitor: 'services/monitor/main',
};

const READY_MS = 30_000;
const END_MS = 5_000;

/** Starts the solution; resolves when every part is ready. Rejects, with nothing left running, when one is not. */
export async function startSolution(options: SolutionOptions): Promise<Solution> {
  const dir = resolve(options.dir);
  if (!manufactured(dir)) await manufactureIn(dir);
  const logs = join(dir, 'logs');
  mkdirSync(logs, { recursive: true });

  const running = new Map<string, ChildProcess>();
  const weaken = options.weaken ? ['--weaken', options.weaken] : [];
  const startPart = async (part: Part, args: readonly string[]): Promise<number> => {
    const all = ['--folder', folderOf(dir, part), ...weaken, ...args];
    const child = launch(part, all, join(logs, `${part}.log`));
    running.set(part, child);
    return readiness(part, child, logs);
  };
  /** A test unit is never ready: it calls until it is ended. */
  const startUnits = (ports: BenchPorts): void => {
    for (const [part, port] of ports) {
      const all = ['--folder', benchOf(dir, part), ...weaken, '--gateway', String(port), '--bench'];
      const unit = launch(part, all, join(logs, `bench-${part}.log`));
      // One that cannot be started calls nobody, and the checks say so.
      unit.on('error', () => {});
      running.set(`bench ${part}`, unit);
    }
  };
  const stopPart = async (name: string): Promise<void> => {
    const child = running.get(name);
    running.delete(name);
    if (child) await end(child);
  };
  const stop = async (): Promise<void> => {
    for (const name of [...running.keys()].toReversed()) await stopPart(name);
  };

  try {
    const hub = await startPart('cloud-gateway', ['--port', String(options.hubPort ?? 0)]);
    const toHub = ['--gateway', String(hub)];
    const [fieldGateway, api] = await Promise.all([
      startPart('field-gateway', toHub),
      startPart('command-service', toHub),
      startPart('camera', toHub),
      startPart('monitor', toHub),
    ]);
    const toFieldGateway = ['--gateway', String(fieldGateway)];
    await Promise.all([startPart('valve', toFieldGateway), startPart('smoke-sensor', toFieldGateway)]);
    const bench = options.bench ? await benchPorts() : undefined;
    if (bench) startUnits(bench);
    const ports = { hub, fieldGateway, api };
    writeProject(projectOf(dir), ports, bench);
    return {
      ports,
      pids: new Map([...running].flatMap(([part, { pid }]) => (pid === undefined ? [] : [[part, pid]]))),
      files: {
        project: projectOf(dir),
        logs,
        operator: folderOf(dir, 'operator'),
        readings: join(folderOf(dir, 'monitor'), 'readings.json'),
        audit: (part) => join(folderOf(dir, part), AUDIT_FILE),
      },
      stopPart,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whether the folder holds the identities of a solution. */
export function manufactured(dir: string): boolean {
  return existsSync(join(folderOf(dir, 'cloud-gateway'), 'cert.pem'));
}

/** Runs the factory to its end, in a process of its own: this one never sees a part's private key. */
async function manufactureIn(dir: string): Promise<void> {
  const { command, args } = program('factory/main');
  const factory = spawn(command, [...args, '--dir', dir], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  factory.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(factory, 'close');
  if (factory.exitCode !== 0) throw new Error(`The factory failed: ${said.trim()}`);
}

function launch(part: Part, args: readonly string[], log: string): ChildProcess {
  const { file, execArgv } = program(PROGRAMS[part]);
  const output = openSync(log, 'a');
  try {
    return fork(file, args, { execArgv, stdio: ['ignore', output, output, 'ipc'] });
  } finally {
    closeSync(output);
  }
}

/** A program of ours as Node runs it: the build, or through tsx where the sources themselves run (tests). */
function program(name: string): { file: string; execArgv: string[]; command: string; args: string[] } {
  const extension = extname(fileURLToPath(import.meta.url));
  const file = fileURLToPath(new URL(`${name}${extension}`, import.meta.url));
  const execArgv = extension === '.ts' ? ['--import', 'tsx'] : [];
  return { file, execArgv, command: process.execPath, args: [...execArgv, file] };
}

/** Waits for the part's word that it is ready; its port, 0 for one that does not listen. */
async function readiness(part: Part, child: ChildProcess, logs: string): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
      act();
    };
    const fail = (why: string): void => {
      const said = readFileSync(join(logs, `${part}.log`), 'utf8')
        .trim()
        .split('\n')
        .slice(-15)
        .join('\n');
      settle(() => reject(new Error(`The ${part} ${why}.${said && `\n${said}`}`)));
    };
    const timer = setTimeout(fail, READY_MS, `was not ready within ${READY_MS / 1000} s`);
    child.once('message', (message: ReadyMessage) => settle(() => resolvePort(message.port ?? 0)));
    child.once('exit', (code) => fail(`ended with code ${code} before it was ready`));
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
  });
}

/** Closes the part's channel, which tells it to end; ends it by its process id when it does not. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await exited;
  clearTimeout(timer);
}
