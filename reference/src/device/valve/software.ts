/**
 * What the valve runs: a small program that the factory released. It installs only one that the factory signed, for a
 * valve, and newer than its own. It tries it; where it does not work, the one before goes on. It keeps the last one that
 * worked, and looks at it again when it starts.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import { fieldsOf } from '../../common/json.ts';
import { MOST_RELEASE_BYTES, readRelease } from '../../common/software.ts';
import type { Release } from '../../common/software.ts';
import { digestOf, signedPart } from './signed.ts';

/** All that the program of a valve decides here. */
export interface Program {
  /** How often it reports. */
  readonly everySeconds: number;
}

export interface Installed extends Program {
  readonly version: number;
  /** SHA-256 of the release as it came, in hexadecimal digits. */
  readonly digest: string;
  /** The version that was tried last and did not work, and when; absent where none was. */
  readonly failed?: string;
}

export interface SoftwareOptions {
  /** Where the last one that worked is kept. */
  readonly file: string;
  /** The factory's public key for releases, in PEM. */
  readonly key: string;
  /** Left out only to show that validation notices. */
  readonly without?: 'signature' | 'versions' | 'device' | 'recovery' | undefined;
}

/** What the valve leaves the factory with. */
const BUILT_IN = { version: 1, everySeconds: 2, digest: digestOf('1') } as const;

/** Opens the software as it was kept. */
export function openSoftware({ file, key, without }: SoftwareOptions) {
  // Undefined: it was replaced by one that does not work.
  let running: Installed | undefined = BUILT_IN;

  /** The release in it; a text says why it is not installed. */
  function accepted(text: string): Release | string {
    if (Buffer.byteLength(text) > MOST_RELEASE_BYTES) return 'it is too long';
    const signed = without === 'signature' ? text : signedPart(text, [key]);
    if (signed === undefined) return 'the factory did not sign it';
    // Only what the signature is over is read.
    const release = readRelease(signed);
    if (!release) return 'it is no release';
    if (release.device !== 'valve' && without !== 'device') return 'it is for another device';
    const isNewer = release.version > (running?.version ?? 0);
    return isNewer || without === 'versions' ? release : 'it is not newer';
  }

  /** Tries it. Undefined: it runs now. Otherwise why not; the one before goes on then. */
  function start(text: string): string | undefined {
    const release = accepted(text);
    if (typeof release === 'string') return release;
    const program = readProgram(release.content);
    if (program) running = { version: release.version, ...program, digest: digestOf(text) };
    else if (without === 'recovery') running = undefined;
    else if (running) running = { ...running, failed: `${release.version} at ${new Date().toISOString()}` };
    return program ? undefined : 'it does not work';
  }

  // What does not hold any more is not run: then it is as it left the factory.
  if (existsSync(file)) start(readFileSync(file, 'utf8'));
  return {
    /** Undefined: it does not work any more. */
    running: (): Installed | undefined => running,
    /** Takes a release as it came, and keeps it if it works. Undefined: it runs now. Otherwise why not. */
    take(text: string): string | undefined {
      const refusal = start(text);
      if (refusal !== undefined) return refusal;
      writeFileSync(`${file}.new`, text, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      return undefined;
    },
  };
}

/** Undefined: no program that works. */
function readProgram(content: string): Program | undefined {
  const { everySeconds } = fieldsOf(Buffer.from(content, 'base64').toString('utf8'));
  const isWell = typeof everySeconds === 'number' && everySeconds >= 0.5 && everySeconds <= 10;
  return isWell ? { everySeconds } : undefined;
}
