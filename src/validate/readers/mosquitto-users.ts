/** Whom the files of a mosquitto configuration let in by name: users of its ACLs, password files and key files. */
import type { Seen } from '../../evidence/run.ts';
import type { CheckContext } from '../check.ts';
import { readMosquittoAcl } from './mosquitto-acl.ts';
import type { Listener } from './mosquitto-conf.ts';
import { read } from './mosquitto-target.ts';

/** The settings that name a file with users in it. */
const FILES = ['acl_file', 'password_file', 'psk_file'] as const;

/** Collects the names of users over the listeners of a configuration. */
export class Users {
  readonly #found = new Map<string, string>();
  readonly #read = new Set<string>();
  #missed = false;

  /**
   * Reads what the listener names, as far as the project has it: passwords are mostly kept elsewhere. An ACL that is
   * not there, and a file that is not understood, leave the list unfinished.
   */
  async readOf(context: CheckContext, listener: Listener): Promise<void> {
    for (const setting of FILES) {
      const named = listener.security.get(setting) ?? listener.own.get(setting);
      if (!named) continue;
      const path = beside(named.where.file, named.value);
      if (this.#read.has(path)) continue;
      const source = await read(context, path);
      if (typeof source === 'string') {
        this.#missed ||= setting === 'acl_file';
        continue;
      }
      this.#read.add(path);
      if (setting === 'acl_file') {
        const { rules, problems } = readMosquittoAcl(source);
        this.#missed ||= problems.length > 0;
        for (const { user } of rules) if (user !== undefined) this.#found.set(user, path);
      } else this.#addNames(source.text, path);
    }
  }

  /** Everybody who was found; undefined where there was nothing to read, or not all of it was read. */
  seen(): readonly Seen[] | undefined {
    if (this.#missed || this.#read.size === 0) return undefined;
    return [...this.#found].map(([name, path]) => ({ kind: 'principal', name, detail: `in ${path}` }));
  }

  /** `name:hash` or `identity:key` a line. What stands behind the colon is left alone, whatever it is. */
  #addNames(text: string, path: string): void {
    for (const line of text.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(colon, 0)).trim();
      if (name !== '' && !line.startsWith('#')) this.#found.set(name, path);
      // A line without a colon may be a bare secret: it is not repeated, and the list is not whole.
      else if (line.trim() !== '' && !line.startsWith('#')) this.#missed = true;
    }
  }
}

/**
 * Where the project keeps such a file: a path on the broker's machine means nothing here, so a file of the same
 * name beside the configuration is taken for it. The reason of a pass names the file that was read.
 */
export function beside(file: string, path: string): string {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
  return folder + (path.startsWith('/') ? path.slice(path.lastIndexOf('/') + 1) : path);
}
