/**
 * A part's audit log: who did what, when, and whether it was let through. One JSON object a line; never a secret.
 * Each line holds the hash of the line before and is signed with the part's key, so that a change shows.
 */
import { createHash, sign } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

interface AuditEntry {
  /** The identity that was proved; `unknown` where none was. */
  readonly who: string;
  readonly what:
    | 'connect'
    | 'disconnect'
    | 'publish'
    | 'subscribe'
    | 'command'
    | 'configuration'
    | 'update'
    | 'request'
    | 'reading';
  readonly outcome: 'allowed' | 'refused';
  /** A topic, a client id, a reason … */
  readonly detail: string;
}

/** Writes an entry down, and gives it back as the line that it became. */
export type Audit = (entry: AuditEntry) => string;

/**
 * Opens the log at `file`, to go on where it ends. Written at once and in order: an entry that stands there was made
 * before the act it tells of had its effect. `key` in PEM; without one the lines are neither chained nor signed.
 */
export function openAudit(file: string, key?: string): Audit {
  let last = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) : undefined;
  return (entry) => {
    const told = { at: new Date().toISOString(), ...entry };
    const line = key === undefined ? JSON.stringify(told) : signed({ ...told, previous: hashOf(last) }, key);
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
    last = line;
    return line;
  };
}

/** SHA-256, in hexadecimal digits; empty before the first line. */
function hashOf(line: string | undefined): string {
  return line === undefined || line === '' ? '' : createHash('sha256').update(line).digest('hex');
}

/** The signature stands last and is over all that stands before it. */
function signed(told: Readonly<Record<string, string>>, key: string): string {
  const text = JSON.stringify(told).slice(0, -1);
  return `${text},"signature":"${sign('sha256', Buffer.from(text), key).toString('base64')}"}`;
}
