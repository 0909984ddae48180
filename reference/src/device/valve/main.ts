/**
 * The valve: takes set-points through the field gateway, keeps to its own limits, reports where it stands and which
 * configuration it runs. It stands for a real one: it moves at once, whatever time it is set to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { SIGNERS_FILE } from '../../common/layout.ts';
import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { readSetPoint } from '../../common/set-point.ts';
import { allCommands, commands, messages } from '../../common/topics.ts';
import type { Weakness } from '../../common/weakness.ts';
import { openSettings } from './configuration.ts';
import { LIMITS, clamp } from './limits.ts';

const EVERY_MS = 2000;

const WITHOUT: Partial<Record<Weakness, 'signature' | 'bounds' | 'versions'>> = {
  'unsigned-config': 'signature',
  'no-config-bounds': 'bounds',
  'older-config': 'versions',
};

await runPart(async ({ folder, gateway, weaken }, identity, audit) => {
  const link = await connect('valve', identity, 'field-gateway', gateway);
  let position: number = LIMITS.least;
  const settings = openSettings({
    file: join(folder, 'configuration.json'),
    signers: readFileSync(join(folder, SIGNERS_FILE), 'utf8').match(/-----BEGIN[^]*?-----END .*\n/g) ?? [],
    without: weaken && WITHOUT[weaken],
  });
  const report = (command?: string): void =>
    link.send(messages('valve', 'position'), {
      at: new Date().toISOString(),
      position,
      configuration: settings.running(),
      ...(command && { command }),
    });

  await link.subscribe([allCommands('valve')], (topic, payload) => {
    if (topic === commands('valve', 'configuration')) {
      const refusal = settings.take(payload.toString('utf8'));
      const outcome = refusal === undefined ? 'allowed' : 'refused';
      const detail = refusal ?? `runs number ${settings.running().version}`;
      audit({ who: 'field-gateway', what: 'configuration', outcome, detail });
      report();
      return;
    }
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
