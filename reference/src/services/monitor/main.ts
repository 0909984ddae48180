/**
 * The monitor: keeps the last message of every kind of every device in `readings.json`, in its own folder. What is
 * not of the right form is set aside, and stands in its audit log.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { allMessages } from '../../common/topics.ts';
import { readMessage } from './readings.ts';

await runPart(async ({ gateway, folder }, identity, audit) => {
  const link = await connect('monitor', identity, 'cloud-gateway', gateway);
  const readings = new Map<string, { at: string; message: unknown }>();
  const file = join(folder, 'readings.json');

  await link.subscribe([allMessages('+')], (topic, payload) => {
    const reading = readMessage(topic, payload);
    if (!reading) {
      audit({ who: 'cloud-gateway', what: 'publish', outcome: 'refused', detail: `set aside: ${topic}` });
      return;
    }
    readings.set(reading.name, { at: new Date().toISOString(), message: reading.content });
    // Renamed into place: a reader never sees half a file.
    writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(readings), undefined, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(`${file}.new`, file);
  });

  return { close: () => link.close() };
});
