/** The valve's configuration, as it travels. The field gateway looks at its form; the valve alone at its signature. */
import { fieldsOf } from './json.ts';
import { partsOf } from './topics.ts';

export interface Configuration {
  /** Counts up: a device takes none that is not newer than its own. */
  readonly version: number;
  /** Seconds from shut to wholly open. */
  readonly travelSeconds: number;
}

export const MOST_BYTES = 512;

/** Whether this is what a valve's configuration looks like, on the way that it takes. */
export function isConfiguration(topic: string, payload: Buffer): boolean {
  const parts = partsOf(topic);
  if (parts?.device !== 'valve' || parts.kind !== 'commands' || parts.what !== 'configuration') return false;
  return payload.length <= MOST_BYTES && readConfiguration(payload.toString('utf8')) !== undefined;
}

/** Reads a configuration, whether signed or not. Undefined: none, or one for another device. */
export function readConfiguration(text: string): Configuration | undefined {
  const { device, version, travelSeconds } = fieldsOf(text);
  if (device !== 'valve' || typeof version !== 'number' || typeof travelSeconds !== 'number')
    return undefined;
  return Number.isSafeInteger(version) && Number.isFinite(travelSeconds)
    ? { version, travelSeconds }
    : undefined;
}
