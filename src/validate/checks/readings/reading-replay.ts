/**
 * Does a reading count a second time, when somebody sends the recording of it? The sensor itself plays the thief: what
 * keeps strangers from its connection is for other checks. What is sent again was taken in before, byte by byte.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { isTaken, judgeIntake, offers } from '../../probes/commands/intake.ts';
import { controlFailed } from '../../probes/mqtt/canary.ts';
import { inconclusive } from '../../verdict.ts';

export const readingReplay = defineCheck({
  id: 'reading-replay',
  title: 'Does a reading count only once?',
  targets: ['readings'],
  control:
    'a canary sends plausible readings that are new each time and the monitor calls it well for each, before and after; while it is silent, the monitor has no word on it',
  attack:
    'the same canary sends three of those readings again as they were: an earlier one, the last but one, the last',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'active',
  budget: { connections: 20, seconds: 90, bytes: 500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { readings } = context.target;
    if (!readings || !/\{(id|number|time)\}/.test(readings.body))
      return inconclusive(
        'the target’s readings hold no {id}, {number} or {time}: nobody could tell one from its copy',
      );
    return judgeIntake(
      context,
      async (stage) => {
        const recorded: string[] = [];
        for (let count = 0; count < 3; count += 1) {
          const text = stage.text(readings.plausible);
          const taken = await isTaken(stage, text);
          if (taken.outcome !== 'accepted') return controlFailed(taken);
          recorded.push(text);
        }
        const attack: Attempt[] = [];
        for (const [index, what] of ['an earlier reading', 'its last but one', 'its last'].entries())
          attack.push(await offers(stage, `${what} again`, recorded[index] ?? '', [readings.well]));
        return attack;
      },
      'the monitor called it well for new readings, and for none that was sent once more',
    );
  },
});
