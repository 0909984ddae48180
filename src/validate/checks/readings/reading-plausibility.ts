/** Is a reading flagged that is well formed, comes from an enrolled sensor, and cannot be true (S-60)? */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { withSensor } from '../../probes/commands/sensor.ts';
import { controlFailed, outcome } from '../../probes/mqtt/canary.ts';
import { inconclusive } from '../../verdict.ts';

/** By when a flag must be there, in seconds. */
const FLAG_SECONDS = 4;

export const readingPlausibility = defineCheck({
  id: 'reading-plausibility',
  title: 'Is a reading flagged that is genuine and cannot be true?',
  targets: ['readings'],
  control: 'a canary sends plausible readings and the monitor calls it well, before and after',
  attack: 'the same canary sends the declared implausible reading, of the right form and range',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'active',
  budget: { connections: 20, seconds: 60, bytes: 500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    return withSensor(context, async (stage) => {
      const { told } = stage;
      const { implausible, flagged } = told;
      if (implausible === undefined || flagged === undefined)
        return inconclusive('the target does not declare an implausible reading and how it is flagged');
      const before = await stage.isWell(2);
      if (before.outcome !== 'accepted') return controlFailed(before);
      const from = stage.mark();
      await stage.says(implausible);
      const noticed = await stage.hears(flagged, from, FLAG_SECONDS);
      const heard = stage.said(from);
      const what = `${told.by} sends ${implausible} after ${told.plausible}`;
      const attack: Attempt[] = [
        noticed
          ? { what, outcome: 'refused', refusedBy: 'server', detail: `the monitor says ${heard}` }
          : { what, outcome: 'accepted', refusedBy: null, detail: `the monitor says ${heard}` },
      ];
      const control = await stage.isWell(1);
      const observer: Attempt = {
        what: `${told.reader} watches ${told.status}`,
        outcome: noticed ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: `the monitor says ${heard}`,
      };
      const found = { control, attack, observer };
      if (control.outcome !== 'accepted' || stage.blind() !== undefined)
        return controlFailed(control, { attack, observer });
      return noticed
        ? outcome(
            'pass',
            `${what}: the monitor flagged it (${flagged}), and called it well before and after`,
            found,
          )
        : outcome(
            'fail',
            `${what}: the monitor did not flag it within ${FLAG_SECONDS} seconds, it said ${heard}`,
            found,
          );
    });
  },
});
