/**
 * Is a reading counted as another sensor's because it says so itself? A canary sends, as itself, what names another
 * canary; nothing may be said of that one, which is silent meanwhile. Both are played, so no live device is slandered.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { isQuiet, says, words } from '../../probes/commands/belief.ts';
import { filled, signedBy, signingKey } from '../../probes/commands/message.ts';
import { type Sensor, withSensor } from '../../probes/commands/sensor.ts';
import { controlFailed, line, outcome } from '../../probes/mqtt/canary.ts';
import { inconclusive } from '../../verdict.ts';

export const readingOrigin = defineCheck({
  id: 'reading-origin',
  title: 'Is a reading counted as its true sender’s, whoever it says that it is from?',
  targets: ['readings'],
  control:
    'two canaries send plausible readings as themselves and the monitor calls each well, before and after; it flags an implausible one of the second, and has no word on it while it is silent',
  attack:
    'the first canary sends, as itself, a plausible and an implausible reading that say they are the second’s',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'active',
  budget: { connections: 20, seconds: 90, bytes: 500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    return withSensor(context, async (stage) => {
      const { told, other } = stage;
      const { implausible, flagged } = told;
      if (!told.other || !other || implausible === undefined || flagged === undefined)
        return inconclusive(
          'the target does not declare a second sensor (`other`), an implausible reading and how it is flagged',
        );
      for (const sensor of [stage, other]) {
        const before = await sensor.isWell(1);
        if (before.outcome !== 'accepted') return controlFailed(before);
      }
      const shows = await isFlagged(other, implausible, flagged);
      if (shows.outcome !== 'seen') return controlFailed(shows);
      const well = await other.isWell(1);
      if (well.outcome !== 'accepted') return controlFailed(well);
      const quiet = await isQuiet(other);
      if (quiet.outcome !== 'seen') return controlFailed(quiet);

      const key = signingKey(context, told);
      const attack: Attempt[] = [];
      for (const value of [told.plausible, implausible]) {
        const [from, own] = [other.mark(), stage.mark()];
        await stage.sends(signedBy(key, filled(told.other.body, value)));
        const blamed = await says(other, words(other), from);
        const said = blamed ? `${told.other.by} is ${other.said(from)}` : `${told.by} is ${stage.said(own)}`;
        attack.push({
          what: `${told.by} sends ${value}, which says that it is from ${told.other.by}`,
          outcome: blamed ? 'accepted' : 'not-seen',
          refusedBy: blamed ? null : 'server',
          detail: `the monitor says that ${said}`,
        });
      }
      const blamed = attack.filter((attempt) => attempt.outcome === 'accepted');
      const observer: Attempt = {
        what: `${told.reader} watches ${told.other.status}`,
        outcome: blamed.length > 0 ? 'seen' : 'not-seen',
        refusedBy: null,
        detail:
          blamed.length > 0
            ? 'it speaks of the one that was silent'
            : 'it says nothing of the one that was silent',
      };
      const control = await wellAgain([other, stage], shows);
      const found = { control, attack, observer };
      if (blamed.length > 0)
        return outcome('fail', `counted as another’s: ${blamed.map(line).join('; ')}`, found);
      if (control.outcome !== 'accepted' || stage.blind() !== undefined)
        return controlFailed(control, { attack, observer });
      return outcome(
        'pass',
        `readings that ${told.by} sent in the name of ${told.other.by} changed nothing of what the monitor says of that: ${attack.map(line).join('; ')}`,
        found,
      );
    });
  },
});

/** That the monitor's word on a sensor moves by its own readings. */
async function isFlagged(sensor: Sensor, implausible: number, flagged: string): Promise<Attempt> {
  const from = sensor.mark();
  await sensor.says(implausible);
  return {
    what: `${sensor.told.by} sends ${implausible}, the monitor calls it ${flagged}`,
    outcome: (await sensor.hears(flagged, from, 4)) ? 'seen' : 'not-seen',
    refusedBy: null,
    detail: `the monitor says ${sensor.said(from)}`,
  };
}

async function wellAgain(sensors: readonly Sensor[], first: Attempt): Promise<Attempt> {
  let last = first;
  for (const sensor of sensors) {
    last = await sensor.isWell(1);
    if (last.outcome !== 'accepted') break;
  }
  return last;
}
