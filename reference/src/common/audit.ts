/** A part's audit log: who did what, when, and whether it was let through. One JSON object a line; never a secret. */
import { appendFileSync } from 'node:fs';

interface AuditEntry {
  /** The identity that was proved; `unknown` where none was. */
  readonly who: string;
  readonly what: 'connect' | 'disconnect' | 'publish' | 'subscribe' | 'command' | 'request';
  readonly outcome: 'allowed' | 'refused';
  /** A topic, a client id, a reason … */
  readonly detail: string;
}

export type Audit = (entry: AuditEntry) => void;

/**
 * Opens the log at `file`. Written at once and in order: an entry that stands there was made before the act
 * it tells of had its effect.
 */
export function openAudit(file: string): Audit {
  return (entry) => {
    const line = JSON.stringify({ at: new Date().toISOString(), ...entry });
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  };
}
