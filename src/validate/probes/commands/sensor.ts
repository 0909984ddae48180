/** A canary that plays a sensor, over MQTT, and somebody who watches what the monitor says of it. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { ReadingsTarget } from '../../targets/commands.ts';
import { inconclusive } from '../../verdict.ts';
import { connectAs, controlFailed, leave } from '../mqtt/canary.ts';
import { type MqttConnected, connectAttempt } from '../mqtt/connect.ts';
import type { MqttSession } from '../mqtt/session.ts';
import { textAt } from './json.ts';
import { filled, signedBy, signingKey } from './message.ts';
import { type Watch, type Way, openWay } from './way.ts';

/** One sensor, and what the monitor says of it. */
export interface Sensor {
  readonly told: Told;
  /** One reading. */
  says(value: number): Promise<void>;
  /** Anything in place of a reading. */
  sends(text: string): Promise<void>;
  /** What it would send for a reading, rightly signed where readings are; `at`: as if it were sent then. */
  text(value: number, at?: Date): string;
  /** Plausible readings, so many, in the sensor's own time; `accepted` when the monitor calls it well after each. */
  isWell(readings: number): Promise<Attempt>;
  /** A mark in what the monitor says. */
  mark(): number;
  /** Whether the monitor says this from the mark on, at most so many seconds. */
  hears(state: string, from: number, seconds: number): Promise<boolean>;
  /** The different things that it said from the mark on. */
  said(from: number): string;
  /** Why the monitor can no longer be heard. */
  blind(): string | undefined;
}

/** What a sensor is told of itself. */
type Told = Omit<ReadingsTarget, 'other'>;

export interface SensorStage extends Sensor {
  readonly told: ReadingsTarget;
  /** The second sensor; undefined where the target declares none. */
  readonly other: Sensor | undefined;
  /** The sensor's line breaks off, and is there again. */
  drops(): void;
  returns(): Promise<boolean>;
}

/** What the monitor may take for its word on a good reading, in seconds. */
export const WORD_SECONDS = 3;

/** Connects both; an outcome where the target cannot be tried. */
export async function withSensor(
  context: CheckContext,
  play: (stage: SensorStage) => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  const told = context.target.readings;
  if (!told) return inconclusive('the target declares no readings');
  const sensor = context.identities.find(({ name }) => name === told.by);
  const reader = context.identities.find(({ name }) => name === told.reader);
  if (!sensor || !reader)
    return inconclusive(`the target does not declare the identities ${told.by} and ${told.reader}`);
  const way = openWay(context);
  let connected: MqttConnected | undefined;
  try {
    const watching = await way.watch(reader, 'mqtt', told.status);
    if ('what' in watching) return controlFailed(watching);
    connected = await connectAs(context, sensor, 4);
    if (connected.kind !== 'accepted')
      return controlFailed(connectAttempt(`${sensor.name}, enrolled, connects`, connected));
    let session = connected.session;
    const key = signingKey(context, told);
    const second = told.other && (await secondSensor(context, way, reader, { ...told, ...told.other }, key));
    if (second && 'what' in second) return controlFailed(second);
    return await play({
      ...speaking(told, watching, () => session, key),
      told,
      other: second,
      drops: () => session.drop(),
      returns: async () => {
        connected = await connectAs(context, sensor, 4);
        if (connected.kind === 'accepted') session = connected.session;
        return connected.kind === 'accepted';
      },
    });
  } finally {
    leave(connected);
    way.close();
  }
}

/** Connects the second sensor, by the way that the first one's reader has already; it ends with that way. */
async function secondSensor(
  context: CheckContext,
  way: Way,
  reader: Credentials,
  told: Told,
  key: string | undefined,
): Promise<Sensor | Attempt> {
  const who = context.identities.find(({ name }) => name === told.by);
  const what = `${told.by}, enrolled, connects`;
  if (!who) return { what, outcome: 'local-failure', refusedBy: null, detail: 'it is not declared' };
  const watching = await way.watch(reader, 'mqtt', told.status);
  if ('what' in watching) return watching;
  const session = await way.session(who);
  return 'what' in session ? session : speaking(told, watching, () => session, key);
}

function speaking(told: Told, watching: Watch, session: () => MqttSession, key: string | undefined): Sensor {
  const sends = async (message: string): Promise<void> => {
    await session().publish(told.send, message, 1);
  };
  const reading = (value: number, at?: Date): string => signedBy(key, filled(told.body, value, at));
  const says = (value: number): Promise<void> => sends(reading(value));
  const hears = (state: string, from: number, seconds: number): Promise<boolean> =>
    watching.until((text) => textAt(text, told.pointer) === state, from, seconds * 1000);
  const mark = (): number => watching.texts.length;
  const said = (from: number): string => {
    const words = watching.texts.slice(from).map((text) => textAt(text, told.pointer));
    return words.length === 0 ? 'nothing' : [...new Set(words)].join(', ');
  };
  return {
    told,
    says,
    sends,
    text: reading,
    hears,
    mark,
    said,
    blind: () => watching.blind(),
    isWell: async (readings) => {
      const what = `${told.by} sends plausible readings, the monitor calls it ${told.well}`;
      const begin = mark();
      for (let count = 0; count < readings; count += 1) {
        if (count > 0) await sleep(told.everySeconds * 1000);
        const from = mark();
        await says(told.plausible);
        if (!(await hears(told.well, from, WORD_SECONDS)))
          return { what, outcome: 'not-seen', refusedBy: null, detail: `the monitor says ${said(from)}` };
      }
      return { what, outcome: 'accepted', refusedBy: null, detail: `the monitor says ${said(begin)}` };
    },
  };
}
