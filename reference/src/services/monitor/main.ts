/** The monitor: keeps the last message of every kind of every device in `readings.json`, in its own folder. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { allMessages, partsOf } from '../../common/topics.ts';

await runPart(async ({ gateway, folder }, identity) => {
  const link = await connect('monitor', identity, 'cloud-gateway', gateway);
  const readings = new Map<string, { at: string; message: unknown }>();
  const file = join(folder, 'readings.json');

  await link.subscribe([allMessages('+')], (topic, payload) => {
    const parts = partsOf(topic);
    if (parts?.kind !== 'messages') return;
    const what = `${parts.device}/${parts.what}`;
    readings.set(what, { at: new Date().toISOString(), message: readable(payload) });
    // Renamed into place: a reader never sees half a file.
    writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(readings), undefined, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(`${file}.new`, file);
  });

  return { close: () => link.close() };
});

/** A message as data; a picture, or anything else that is no JSON, by its size. */
function readable(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8')) as unknown;
  } catch {
    return { bytes: payload.length };
  }
}
