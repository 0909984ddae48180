/** The valve: takes set-points through the field gateway, keeps to its own limits, reports where it stands. */
import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { readSetPoint } from '../../common/set-point.ts';
import { allCommands, messages } from '../../common/topics.ts';
import { LIMITS, clamp } from './limits.ts';

const EVERY_MS = 2000;

await runPart(async ({ gateway, weaken }, identity, audit) => {
  const link = await connect('valve', identity, 'field-gateway', gateway);
  let position: number = LIMITS.least;
  const report = (command?: string): void =>
    link.send(messages('valve', 'position'), {
      at: new Date().toISOString(),
      position,
      ...(command && { command }),
    });

  await link.subscribe([allCommands('valve')], (topic, payload) => {
    const asked = readSetPoint(topic, payload);
    if (!asked) {
      audit({ who: 'field-gateway', what: 'command', outcome: 'refused', detail: 'not a set-point' });
      return;
    }
    position = weaken === 'no-limits' ? asked.position : clamp(asked.position);
    const limited = position === asked.position ? '' : ', held to the limits';
    const detail = `${asked.id}: asked for ${asked.position} %, moved to ${position} %${limited}`;
    audit({ who: 'field-gateway', what: 'command', outcome: 'allowed', detail });
    report(asked.id);
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
