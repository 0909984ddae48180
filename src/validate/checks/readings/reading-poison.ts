/**
 * Does one message that cannot be worked on hold up those behind it? That the monitor has its word on the next good one is what counts;
 * what becomes of the bad one is for another check. Only the forms that are sent are tried.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { offerMalformed } from '../../probes/commands/belief.ts';
import { signingKey } from '../../probes/commands/message.ts';
import { withSensor } from '../../probes/commands/sensor.ts';
import { controlFailed, outcome } from '../../probes/mqtt/canary.ts';

export const readingPoison = defineCheck({
  id: 'reading-poison',
  title: 'Are good readings worked on that come after a bad one?',
  targets: ['readings'],
  control: 'a canary sends plausible readings and the monitor calls it well',
  attack:
    'the same canary sends readings with other things in place of the number, and what is no JSON; after them, a good one must still be called well within three seconds',
  observer: 'whoever may read what the monitor says of its sensors',
  // A monitor that it stops would stop at the same message of any device, but then for all of them.
  effect: 'disturbing',
  budget: { connections: 20, seconds: 150, bytes: 1_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    return withSensor(context, async (stage) => {
      const { told } = stage;
      const control = await stage.isWell(2);
      if (control.outcome !== 'accepted') return controlFailed(control);
      const offered = await offerMalformed(stage, signingKey(context, told));
      const attack = offered.map(({ what, next }): Attempt => ({
        what: `${told.by} sends ${what}`,
        outcome: next.outcome === 'accepted' ? 'not-seen' : 'accepted',
        refusedBy: next.outcome === 'accepted' ? 'server' : null,
        detail:
          next.outcome === 'accepted'
            ? 'the next good one is worked on'
            : `the next good one is not worked on (${next.detail})`,
      }));
      const stopped = attack.find((attempt) => attempt.outcome === 'accepted');
      const observer: Attempt = {
        what: `${told.reader} watches ${told.status}`,
        outcome: stopped ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: stopped ? 'nothing is said of good readings any more' : 'every good reading was called well',
      };
      const found = { control, attack, observer };
      const doubt = stage.blind();
      if (doubt !== undefined)
        return outcome('inconclusive', `the monitor can no longer be heard: ${doubt}`, found);
      return stopped
        ? outcome('fail', `${stopped.what}: ${stopped.detail}`, found)
        : outcome(
            'pass',
            `good readings of ${told.by} were worked on after these: ${offered.map(({ what }) => what).join(', ')}`,
            found,
          );
    });
  },
});
