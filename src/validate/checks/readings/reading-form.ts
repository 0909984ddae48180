/** Is a reading of the wrong form or range taken for one? What counts is whether the monitor has a word on it. */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { isQuiet, offerMalformed } from '../../probes/commands/belief.ts';
import { signingKey } from '../../probes/commands/message.ts';
import { withSensor } from '../../probes/commands/sensor.ts';
import { controlFailed, line, outcome } from '../../probes/mqtt/canary.ts';
import { inconclusive } from '../../verdict.ts';

export const readingForm = defineCheck({
  id: 'reading-form',
  title: 'Is a reading of the wrong form or range set aside?',
  targets: ['readings'],
  control:
    'a canary sends plausible readings and the monitor calls it well, before and after; while it is silent, the monitor has no word on it',
  attack:
    'the same canary sends the declared values out of range, and readings with other things in place of the number: texts, lists, objects, numbers that none can hold, lists in one another, and what is no JSON',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'active',
  budget: { connections: 20, seconds: 150, bytes: 1_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    return withSensor(context, async (stage) => {
      const { told } = stage;
      if (!told.beyond) return inconclusive('the target declares no values out of range (`beyond`)');
      const before = await stage.isWell(2);
      if (before.outcome !== 'accepted') return controlFailed(before);
      const quiet = await isQuiet(stage);
      if (quiet.outcome !== 'seen') return controlFailed(quiet);
      const offered = await offerMalformed(stage, signingKey(context, told));
      const attack = offered.map(({ what, believed }): Attempt => ({
        what: `${told.by} sends ${what}`,
        outcome: believed === undefined ? 'not-seen' : 'accepted',
        refusedBy: believed === undefined ? 'server' : null,
        detail: believed === undefined ? 'the monitor has no word on it' : `the monitor says ${believed}`,
      }));
      const taken = attack.filter((attempt) => attempt.outcome === 'accepted');
      const observer: Attempt = {
        what: `${told.reader} watches ${told.status}`,
        outcome: taken.length > 0 ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: `a word on ${taken.length} of ${attack.length}`,
      };
      const control = offered.at(-1)?.next ?? before;
      const found = { control, attack, observer };
      if (taken.length > 0)
        return outcome('fail', `taken for a reading: ${taken.map(line).join('; ')}`, found);
      if (control.outcome !== 'accepted' || stage.blind() !== undefined)
        return controlFailed(control, { attack, observer });
      return outcome(
        'pass',
        `the monitor had a word on each good reading of ${told.by}, and on none of these: ${offered.map(({ what }) => what).join(', ')}`,
        found,
      );
    });
  },
});
