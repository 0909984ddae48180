/** What all parts share as processes: their arguments, telling that they are ready, and ending. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { openAudit } from './audit.ts';
import type { Audit } from './audit.ts';
import { readIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { isWeakness } from './weakness.ts';
import type { Weakness } from './weakness.ts';

export interface PartOptions {
  readonly folder: string;
  /** The port to listen on; 0 for any free one. */
  readonly port: number;
  readonly gateway: Gateway;
  /** What the solution does without, where it is weakened. For demonstrations of a failing check only. */
  readonly weaken: Weakness | undefined;
}

/** Where a part finds its gateway, on loopback, and how it goes there. */
export interface Gateway {
  readonly port: number;
  /** It is a test unit: it expects the bench in the gateway's place, and calls until somebody answers. */
  readonly bench: boolean;
  /** It takes whoever answers. For demonstrations of a failing check only. */
  readonly trusting: boolean;
}

export interface ReadyPart {
  /** The port it listens on; absent for a part that only dials. */
  readonly port?: number;
  /** Ends what it has open. */
  close(): Promise<void> | void;
}

/** The message a part sends its supervisor when it is ready. */
export interface ReadyMessage {
  readonly ready: true;
  readonly port?: number;
}

export const LOOPBACK = '127.0.0.1';

/** A part's audit log, in its folder. */
export const AUDIT_FILE = 'audit.jsonl';

/**
 * Runs a part: reads its arguments and identity, starts it, tells the supervisor, and ends it when the
 * supervisor says so or is gone (its end of the channel closes). Ctrl-C is the supervisor's business.
 */
export async function runPart(
  start: (options: PartOptions, identity: Identity, audit: Audit) => Promise<ReadyPart>,
): Promise<void> {
  process.on('SIGINT', () => {});
  // Listened for before anything is awaited: a supervisor that dies meanwhile must not leave an orphan.
  let part: ReadyPart | undefined;
  const end = (): void => void Promise.resolve(part?.close()).finally(() => process.exit(0));
  process.once('disconnect', end);
  process.once('SIGTERM', end);

  const options = readOptions(process.argv.slice(2));
  const identity = readIdentity(options.folder);
  const key = options.weaken === 'unsigned-audit' ? undefined : identity.key;
  part = await start(options, identity, openAudit(join(options.folder, AUDIT_FILE), key));
  const message: ReadyMessage = { ready: true, ...(part.port !== undefined && { port: part.port }) };
  process.send?.(message);
}

function readOptions(args: readonly string[]): PartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: 'string' },
      port: { type: 'string', default: '0' },
      gateway: { type: 'string', default: '0' },
      bench: { type: 'boolean', default: false },
      weaken: { type: 'string' },
    },
  });
  if (values.folder === undefined) throw new Error('A part needs --folder, the folder with its identity.');
  const weaken = isWeakness(values.weaken) ? values.weaken : undefined;
  return {
    folder: values.folder,
    port: Number(values.port),
    gateway: {
      port: Number(values.gateway),
      bench: values.bench,
      trusting: weaken === 'trusts-any-server',
    },
    weaken,
  };
}
