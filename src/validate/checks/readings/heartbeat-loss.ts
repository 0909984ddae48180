/**
 * A drill: is silence noticed? The device that falls silent is a canary of ours, whose line breaks off without a
 * goodbye. A pass shows that the monitor notices this canary's silence; that it listens for other devices as well is
 * for the declaration of the target to say.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { withSensor } from '../../probes/commands/sensor.ts';
import { controlFailed, outcome } from '../../probes/mqtt/canary.ts';
import { inconclusive } from '../../verdict.ts';

export const heartbeatLoss = defineCheck({
  id: 'heartbeat-loss',
  title: 'Does an alarm say so when a device falls silent?',
  targets: ['readings'],
  control: 'while a canary speaks there is no alarm of its silence; when it speaks again it is well again',
  attack: 'its line breaks off without a goodbye, as from a cut cable',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'disturbing',
  budget: { connections: 20, seconds: 90, bytes: 500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run(context) {
    return withSensor(context, async (stage) => {
      const { told } = stage;
      const { silent, alarmSeconds } = told;
      if (silent === undefined || alarmSeconds === undefined)
        return inconclusive('the target does not declare the alarm of silence and by when it comes');
      const begin = stage.mark();
      const before = await stage.isWell(3);
      if (before.outcome !== 'accepted') return controlFailed(before);
      if (await stage.hears(silent, begin, 0))
        return controlFailed({
          ...before,
          outcome: 'not-seen',
          detail: 'an alarm came while the canary spoke',
        });
      const from = stage.mark();
      const since = Date.now();
      stage.drops();
      const noticed = await stage.hears(silent, from, alarmSeconds);
      const seconds = ((Date.now() - since) / 1000).toFixed(1);
      const heard = stage.said(from);
      const what = `${told.by} falls silent`;
      const attack: Attempt[] = [
        noticed
          ? { what, outcome: 'refused', refusedBy: 'server', detail: `an alarm after ${seconds} seconds` }
          : { what, outcome: 'accepted', refusedBy: null, detail: `the monitor says ${heard}` },
      ];
      const observer: Attempt = {
        what: `${told.reader} watches ${told.status}`,
        outcome: noticed ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: `the monitor says ${heard}`,
      };
      const back = await stage.returns();
      const control = back
        ? await stage.isWell(1)
        : { ...before, outcome: 'not-seen' as const, detail: `${told.by} could not connect again` };
      const found = { control, attack, observer };
      if (control.outcome !== 'accepted' || stage.blind() !== undefined)
        return controlFailed(control, { attack, observer });
      return noticed
        ? outcome(
            'pass',
            `the monitor noticed the silence of ${told.by} after ${seconds} seconds, and called it well before and after`,
            found,
          )
        : outcome(
            'fail',
            `nobody was told of the silence of ${told.by} within ${alarmSeconds} seconds; the monitor said ${heard}`,
            found,
          );
    });
  },
});
