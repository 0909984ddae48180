/**
 * The collector itself as a stand: it runs in namespaces of its own (network, mounts, processes), set up by shell
 * commands, and signs what it reports with a key made there. The machine outside is not touched.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { CheckContext } from '../../../check.ts';
import type { HostTarget } from '../../../targets/read/host.ts';
import { runAgainst } from '../../../testing/context.ts';
import type { Stand } from '../../../testing/proof.ts';
import { FILE } from './intact.ts';

const SCRIPT = fileURLToPath(new URL('../../../../../collect/host.sh', import.meta.url));
const KEY = 'keys/host.pem';

/** Lines of shell, run before the collector. `/run` is empty and theirs. */
export type Lines = readonly string[];

interface How {
  /** Programs that answer the collector, for the table. */
  readonly software: string;
  readonly host?: HostTarget;
  readonly expects?: CheckContext['expects'];
  /** Further options of the collector. */
  readonly options?: string;
}

/** A host made of namespaces. */
export function onCollector({ software, host = {}, expects = {}, options = '' }: How): Stand<Lines> {
  return {
    software: `collect/host.sh in namespaces (unshare), ${software}`,
    text: (lines) => lines.join('\n'),
    async judge(check, lines) {
      const { report, key } = await collect(lines, options);
      return runAgainst(check, {
        port: 0,
        kind: 'host-report',
        identities: [],
        files: { [FILE]: report, [KEY]: key },
        declares: { file: FILE, host: { ...host, key: KEY } },
        expects,
      });
    },
  };
}

/** What it prints, and the public key to it. Everything that was started ends with the namespace. */
async function collect(
  lines: Lines,
  options = '',
): Promise<{ readonly report: string; readonly key: string }> {
  const script = [
    'set -e',
    'mount -t tmpfs -o mode=755 none /run',
    'mkdir /run/key',
    'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out /run/key/private 2>/dev/null',
    'openssl pkey -in /run/key/private -pubout',
    ...lines,
    'echo ====',
    `TMPDIR=/run sh "$0" --key /run/key/private ${options}`,
  ].join('\n');
  const { stdout, stderr } = await promisify(execFile)(
    'unshare',
    ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script, SCRIPT],
    { timeout: 100_000 },
  );
  if (stderr !== '') throw new Error(stderr);
  // What stands for a password, or opens a disk, holds this word.
  if (stdout.includes('canary')) throw new Error('the collector reported a secret');
  const [key = '', report = ''] = stdout.split('====\n');
  return { report, key };
}
