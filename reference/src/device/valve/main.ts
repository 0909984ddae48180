/**
 * The valve: takes set-points through the field gateway, keeps to its own limits, reports where it stands and which
 * configuration and software it runs. It stands for a real one: it moves at once, whatever time it is set to, and its software
 * decides no more than how often it reports.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { RELEASE_KEY_FILE, SIGNERS_FILE } from '../../common/layout.ts';
import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { readSetPoint } from '../../common/set-point.ts';
import { allCommands, commands, messages } from '../../common/topics.ts';
import type { Weakness } from '../../common/weakness.ts';
import { openSettings } from './configuration.ts';
import { LIMITS, clamp } from './limits.ts';
import { openSoftware } from './software.ts';

const WITHOUT: Partial<Record<Weakness, 'signature' | 'bounds' | 'versions'>> = {
  'unsigned-config': 'signature',
  'no-config-bounds': 'bounds',
  'older-config': 'versions',
};

const SOFTWARE_WITHOUT: Partial<Record<Weakness, 'signature' | 'versions' | 'device' | 'recovery'>> = {
  'unsigned-update': 'signature',
  'older-update': 'versions',
  'other-update': 'device',
  'no-recovery': 'recovery',
};

await runPart(async ({ folder, gateway, weaken }, identity, audit) => {
  const link = await connect('valve', identity, 'field-gateway', gateway);
  let position: number = LIMITS.least;
  const settings = openSettings({
    file: join(folder, 'configuration.json'),
    signers: readFileSync(join(folder, SIGNERS_FILE), 'utf8').match(/-----BEGIN[^]*?-----END .*\n/g) ?? [],
    without: weaken && WITHOUT[weaken],
  });
  const software = openSoftware({
    file: join(folder, 'software.json'),
    key: readFileSync(join(folder, RELEASE_KEY_FILE), 'utf8'),
    without: weaken && SOFTWARE_WITHOUT[weaken],
  });
  const report = (command?: string): void => {
    const program = software.running();
    if (!program) return;
    link.send(messages('valve', 'position'), {
      at: new Date().toISOString(),
      position,
      configuration: settings.running(),
      software: program,
      ...(command && { command }),
    });
  };

  await link.subscribe([allCommands('valve')], (topic, payload) => {
    if (topic === commands('valve', 'configuration')) {
      const refusal = settings.take(payload.toString('utf8'));
      const outcome = refusal === undefined ? 'allowed' : 'refused';
      const detail = refusal ?? `runs number ${settings.running().version}`;
      audit({ who: 'field-gateway', what: 'configuration', outcome, detail });
      report();
      return;
    }
    if (topic === commands('valve', 'update')) {
      const refusal = software.take(payload.toString('utf8'));
      const outcome = refusal === undefined ? 'allowed' : 'refused';
      const detail = refusal ?? `runs version ${software.running()?.version}`;
      audit({ who: 'field-gateway', what: 'update', outcome, detail });
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

  let timer: NodeJS.Timeout | undefined;
  const goOn = (): void => {
    report();
    timer = setTimeout(goOn, (software.running()?.everySeconds ?? 2) * 1000);
  };
  goOn();
  return {
    close() {
      clearTimeout(timer);
      return link.close();
    },
  };
});
