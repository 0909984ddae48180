/**
 * The monitor: keeps the last message of every kind of every device in `readings.json`, in its own folder. What is
 * not of the right form is set aside, and stands in its audit log. It says how each device is: well, silent, or of a
 * word that cannot be true, which is set aside as well.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { CANARIES } from '../../common/fleet.ts';
import { allMessages, statusOf } from '../../common/topics.ts';
import type { Weakness } from '../../common/weakness.ts';
import { readMessage } from './readings.ts';
import { openWatch } from './watch.ts';

const WITHOUT: Partial<Record<Weakness, 'sender' | 'form'>> = {
  'sender-in-message': 'sender',
  'any-form': 'form',
};
const canaries: ReadonlySet<string> = new Set(CANARIES);

await runPart(async ({ gateway, folder, weaken }, identity, audit) => {
  const link = await connect('monitor', identity, 'cloud-gateway', gateway);
  const readings = new Map<string, { at: string; message: unknown }>();
  const watch = openWatch({
    say: (device, state) => link.send(statusOf(device), { state, at: new Date().toISOString() }),
    ...(weaken === 'no-plausibility' && { without: 'plausibility' }),
    ...(weaken === 'no-loss-alarm' && { without: 'loss-alarm' }),
  });
  const file = join(folder, 'readings.json');

  await link.subscribe([allMessages('+')], (topic, payload) => {
    const reading = readMessage(topic, payload, weaken && WITHOUT[weaken]);
    if (!reading) {
      audit({ who: 'cloud-gateway', what: 'publish', outcome: 'refused', detail: `set aside: ${topic}` });
      return;
    }
    const { obscuration } = reading.content;
    const state = watch.heard(reading.device, typeof obscuration === 'number' ? obscuration : undefined);
    if (state === 'implausible') {
      audit({ who: reading.device, what: 'reading', outcome: 'refused', detail: 'it cannot be true' });
      return;
    }
    if (canaries.has(reading.device)) return;
    readings.set(reading.name, { at: new Date().toISOString(), message: reading.content });
    // Renamed into place: a reader never sees half a file.
    writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(readings), undefined, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(`${file}.new`, file);
  });

  return {
    close() {
      watch.close();
      return link.close();
    },
  };
});
