/** The valve's software, as it travels. Nobody on the way looks into it: the valve alone does, and at its signature. */
import { fieldsOf } from './json.ts';
import { partsOf } from './topics.ts';

/** A release, as the factory makes it. */
export interface Release {
  /** The kind of device that it is for. */
  readonly device: string;
  /** Counts up: a device takes none that is not newer than its own. */
  readonly version: number;
  /** The program, in Base64. */
  readonly content: string;
}

export const MOST_RELEASE_BYTES = 4096;

/** Whether this is on the way that releases for a valve take, and no longer than they may be. */
export function isUpdate(topic: string, payload: Buffer): boolean {
  const parts = partsOf(topic);
  const isThere = parts?.device === 'valve' && parts.kind === 'commands' && parts.what === 'update';
  return isThere && payload.length <= MOST_RELEASE_BYTES;
}

/** Reads a release. Undefined: none. */
export function readRelease(text: string): Release | undefined {
  const { device, version, content } = fieldsOf(text);
  if (typeof device !== 'string' || typeof version !== 'number' || typeof content !== 'string')
    return undefined;
  return Number.isSafeInteger(version) ? { device, version, content } : undefined;
}
