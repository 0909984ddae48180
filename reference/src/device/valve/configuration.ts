/**
 * What the valve is set to. It takes a configuration only when an operator signed it, within bounds that are built
 * in, and with a higher number than its own. It keeps the last one, and looks at it again when it starts.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import { MOST_BYTES, readConfiguration } from '../../common/configuration.ts';
import type { Configuration } from '../../common/configuration.ts';
import { digestOf, signedPart } from './signed.ts';

/** Seconds. Faster, and the line behind the valve takes the blow; slower, and it is no valve. */
const TRAVEL = { least: 1, most: 60 } as const;

/** What it runs before anybody set it. */
const BUILT_IN = '{"device":"valve","version":0,"travelSeconds":10}';

export interface SettingsOptions {
  /** Where the last one is kept. */
  readonly file: string;
  /** Certificates of those who may sign one, in PEM. */
  readonly signers: readonly string[];
  /** Switched off only to show that validation notices. */
  readonly without?: 'signature' | 'bounds' | 'versions' | undefined;
}

export interface Running extends Configuration {
  /** SHA-256 of its text as it came, in hexadecimal digits. */
  readonly digest: string;
}

/** Opens the settings as they were kept. */
export function openSettings({ file, signers, without }: SettingsOptions) {
  let running: Running = { version: 0, travelSeconds: 10, digest: digestOf(BUILT_IN) };

  /** Undefined: it runs now. Otherwise why not; then nothing changed. */
  function apply(text: string): string | undefined {
    if (Buffer.byteLength(text) > MOST_BYTES) return 'it is too long';
    const signed = without === 'signature' ? text : signedPart(text, signers);
    if (signed === undefined) return 'no operator signed it';
    // Only what the signature is over is read.
    const configuration = readConfiguration(signed);
    if (!configuration) return 'it is no configuration of this device';
    const { version, travelSeconds } = configuration;
    if (version <= running.version && without !== 'versions') return 'it is not newer';
    const isBounded = travelSeconds >= TRAVEL.least && travelSeconds <= TRAVEL.most;
    if (!isBounded && without !== 'bounds') return 'it is out of bounds';
    running = { version, travelSeconds, digest: digestOf(text) };
    return undefined;
  }

  // What does not hold any more is not run: then it is as it was built.
  if (existsSync(file)) apply(readFileSync(file, 'utf8'));
  return {
    running: (): Running => running,
    /** Takes a configuration as it came, and keeps it. Undefined: it runs now. Otherwise why it is refused. */
    take(text: string): string | undefined {
      const refusal = apply(text);
      if (refusal !== undefined) return refusal;
      writeFileSync(`${file}.new`, text, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      return undefined;
    },
  };
}
