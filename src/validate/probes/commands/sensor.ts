/** A canary that plays a sensor, over MQTT, and somebody who watches what the monitor says of it. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import type { ReadingsTarget } from '../../targets/commands.ts';
import { inconclusive } from '../../verdict.ts';
import { connectAs, controlFailed, leave } from '../mqtt/canary.ts';
import { type MqttConnected, connectAttempt } from '../mqtt/connect.ts';
import type { MqttSession } from '../mqtt/session.ts';
import { textAt } from './json.ts';
import { type Watch, filled, openWay } from './way.ts';

export interface SensorStage {
  readonly told: ReadingsTarget;
  /** One reading. */
  says(value: number): Promise<void>;
  /** Plausible readings, so many, in the sensor's own time; `accepted` when the monitor calls it well after each. */
  isWell(readings: number): Promise<Attempt>;
  /** A mark in what the monitor says. */
  mark(): number;
  /** Whether the monitor says this from the mark on, at most so many seconds. */
  hears(state: string, from: number, seconds: number): Promise<boolean>;
  /** The different things that it said from the mark on. */
  said(from: number): string;
  /** The sensor's line breaks off, and is there again. */
  drops(): void;
  returns(): Promise<boolean>;
  blind(): string | undefined;
}

/** What the monitor may take for its word on a reading, in seconds. */
const WORD_SECONDS = 3;

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
    return await play({
      ...speaking(told, watching, () => session),
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

function speaking(
  told: ReadingsTarget,
  watching: Watch,
  session: () => MqttSession,
): Omit<SensorStage, 'drops' | 'returns'> {
  const says = async (value: number): Promise<void> => {
    await session().publish(told.send, filled(told.body, value), 1);
  };
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
