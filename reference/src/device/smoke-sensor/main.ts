/** The smoke sensor: reports a reading through the field gateway, time and again. The readings are made up. */
import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { messages } from '../../common/topics.ts';

const EVERY_MS = 2000;

await runPart(async ({ gateway }, identity) => {
  const link = await connect('smoke-sensor', identity, 'field-gateway', gateway);
  /** Obscuration in percent per metre; clean air is below 0.3. */
  const report = (): void =>
    link.send(messages('smoke-sensor', 'reading'), {
      at: new Date().toISOString(),
      obscuration: Math.round((0.1 + 0.1 * Math.random()) * 1000) / 1000,
    });
  report();
  const timer = setInterval(report, EVERY_MS);
  return {
    close() {
      clearInterval(timer);
      return link.close();
    },
  };
});
