/** A real nginx for tests: one HTTPS listener on a free loopback port, ended by its pid, nothing left behind. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type ContextOptions, runAgainst } from './context.ts';
import type { Listener } from './listeners.ts';
import { answers, freePort } from './mosquitto.ts';
import type { Pki } from './pki.ts';
import type { Stand } from './proof.ts';

/** Where it is installed; undefined where it is not. */
export const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find((path) =>
  existsSync(path),
);

/**
 * Directives of the server block, without semicolons; `PKI` stands for the folder of the test PKI, `PORT` for the port. One that begins with
 * `http: ` belongs to the block around it; one that ends with a brace is a block of its own.
 */
export type NginxSetup = readonly string[];

/** Where nginx is the software; `how` is what the check is told. */
export function onNginx(how: (pki: Pki) => Omit<ContextOptions, 'port'>): Stand<NginxSetup> {
  return {
    software: 'nginx',
    text: (lines) => lines.join('\n'),
    async judge(check, setup, { pki }) {
      const server = await startNginx(pki, setup);
      return runAgainst(check, { ...how(pki), port: server.port }).finally(() => server.stop());
    },
  };
}

/** Starts it with TLS 1.2 and 1.3 and one page that says hello. Rejects with its log when it does not listen. */
export async function startNginx(pki: Pki, setup: NginxSetup): Promise<Listener> {
  if (NGINX === undefined) throw new Error('nginx is not installed');
  const dir = await mkdtemp(join(tmpdir(), 'bestride-nginx-'));
  await mkdir(join(dir, 'temp'));
  const port = await freePort();
  await writeFile(join(dir, 'nginx.conf'), config(dir, port, pki, setup));
  const child = spawn(NGINX, ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  const until = Date.now() + 5000;
  while (Date.now() < until && child.exitCode === null) {
    if (await answers(port)) return { port, connections: () => -1, stop };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await stop();
  throw new Error(`nginx does not listen:\n${log}`);
}

function config(dir: string, port: number, pki: Pki, setup: NginxSetup): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${join(dir, 'temp')};`,
  );
  // One process, so that its pid is all there is to end.
  return [
    'daemon off; master_process off;',
    `pid ${join(dir, 'pid')};`,
    'events {}',
    'http {',
    ...temporary,
    'access_log off;',
    ...setup
      .filter((line) => line.startsWith(AROUND))
      .map((line) => directive(line.slice(AROUND.length), pki, port)),
    'server {',
    `listen 127.0.0.1:${port} ssl;`,
    `ssl_certificate ${pki.server.certFile}; ssl_certificate_key ${pki.server.keyFile};`,
    "location / { return 200 'hello'; }",
    ...setup.filter((line) => !line.startsWith(AROUND)).map((line) => directive(line, pki, port)),
    '}}',
    '',
  ].join('\n');
}

const AROUND = 'http: ';

function directive(line: string, pki: Pki, port: number): string {
  return `${line.replaceAll('PKI', pki.dir).replaceAll('PORT', String(port))}${line.endsWith('}') ? '' : ';'}`;
}
