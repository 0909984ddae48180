/** Whether a monitor takes what is sent to it for a reading: it says so, where it says something of each. */
import type { Attempt } from '../../../evidence/run.ts';
import { malformed } from './malformed.ts';
import { signedBy } from './message.ts';
import { type Sensor, type SensorStage, WORD_SECONDS } from './sensor.ts';

/** By when a monitor has said what it makes of a bad reading, in seconds: later than it may with a good one. */
const PATIENCE_SECONDS = WORD_SECONDS + 1;

/** What it says of a sensor whose word it took in, believed or not. */
export function words({ told }: Sensor): string[] {
  return [told.well, ...(told.flagged === undefined ? [] : [told.flagged])];
}

/** Whether it says one of these from the mark on. */
export async function says(sensor: Sensor, states: readonly string[], from: number): Promise<boolean> {
  const heard = await Promise.all(states.map((state) => sensor.hears(state, from, PATIENCE_SECONDS)));
  return heard.includes(true);
}

/** Whether it keeps quiet while the sensor does: else its word on a reading cannot be told from its word on none. */
export async function isQuiet(sensor: Sensor): Promise<Attempt> {
  const from = sensor.mark();
  const spoke = await says(sensor, words(sensor), from);
  return {
    what: `the monitor says nothing of ${sensor.told.by} while that is silent`,
    outcome: spoke ? 'not-seen' : 'seen',
    refusedBy: null,
    detail: `it said ${sensor.said(from)}`,
  };
}

/** What became of a malformed reading, and of the good one after it. */
export interface Offered {
  readonly what: string;
  /** The monitor's word on it; undefined: it said none. */
  readonly believed: string | undefined;
  readonly next: Attempt;
}

/**
 * Sends malformed readings, all in a row and then a good one. Where the monitor has a word on them it is looked for in
 * halves, down to one that it has a word on: that one is told, or all of them where none does it alone. It ends, too,
 * with the first after which a good one is not taken in.
 */
export async function offerMalformed(stage: SensorStage, key: string | undefined): Promise<Offered[]> {
  const { told } = stage;
  const beyond = (told.beyond ?? []).map((value) => ({
    what: `the reading ${value}`,
    make: () => stage.text(value),
  }));
  const forms = malformed(told.body).map(({ what, text }) => ({
    what,
    make: () => signedBy(key, text(told.plausible)),
  }));
  const bad = [...forms, ...beyond];
  const all = await offer(stage, bad);
  if (all.next.outcome !== 'accepted') return [all];
  if (all.believed === undefined) return bad.map(({ what }) => ({ ...all, what }));
  let suspects = bad;
  while (suspects.length > 1) {
    const half = suspects.slice(0, Math.ceil(suspects.length / 2));
    const offered = await offer(stage, half);
    if (offered.next.outcome !== 'accepted') return [offered];
    suspects = offered.believed === undefined ? suspects.slice(half.length) : half;
  }
  const one = await offer(stage, suspects);
  return one.believed === undefined ? [all] : [one];
}

async function offer(
  stage: SensorStage,
  bad: readonly { readonly what: string; readonly make: () => string }[],
): Promise<Offered> {
  const from = stage.mark();
  for (const { make } of bad) await stage.sends(make());
  const believed = (await says(stage, words(stage), from)) ? stage.said(from) : undefined;
  return { what: bad.map(({ what }) => what).join(', '), believed, next: await stage.isWell(1) };
}
