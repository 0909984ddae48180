/** What the monitor thinks of each device: whether it speaks, and whether what it says can be true. */

export type State = 'well' | 'implausible' | 'silent';

export interface WatchOptions {
  /** Called with every word of a device, and once when it falls silent. */
  readonly say: (device: string, state: State) => void;
  /** Milliseconds. */
  readonly silentAfter?: number;
  /** Switched off only to show that validation notices. */
  readonly without?: 'plausibility' | 'loss-alarm';
}

/** Every device here speaks at least every three seconds. */
const SILENT_AFTER_MS = 7000;
/** Percent per metre. Smoke comes over some readings; what leaps by more in one is a fault or a trick. */
const LARGEST_LEAP = 20;

/** Watches devices from their first word on. `close` ends it. */
export function openWatch({ say, silentAfter = SILENT_AFTER_MS, without }: WatchOptions) {
  const devices = new Map<string, { at: number; believed: number | undefined }>();
  const timer = setInterval(() => {
    for (const [device, { at }] of devices) {
      if (Date.now() - at < silentAfter) continue;
      // Told once: whoever comes back begins anew.
      devices.delete(device);
      if (without !== 'loss-alarm') say(device, 'silent');
    }
  }, silentAfter / 14);

  return {
    /** A device spoke; `value` is its reading, where it has one. A reading that is not believed is not compared with. */
    heard(device: string, value?: number): State {
      const believed = devices.get(device)?.believed;
      const leaps =
        without !== 'plausibility' &&
        value !== undefined &&
        believed !== undefined &&
        Math.abs(value - believed) > LARGEST_LEAP;
      devices.set(device, { at: Date.now(), believed: leaps ? believed : value });
      const state = leaps ? 'implausible' : 'well';
      say(device, state);
      return state;
    },
    close: (): void => clearInterval(timer),
  };
}
