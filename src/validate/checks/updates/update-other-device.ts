/**
 * Does a device install what was made, and signed, for another kind of device? That the package is a good one for that
 * other device is the target's word: this unit cannot show it.
 */
import { defineCheck } from '../../check.ts';
import { concluded, offerAll, tooOld } from '../../probes/updates/judge.ts';
import { UPDATE_BUDGET, withUpdates } from '../../probes/updates/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const updateOtherDevice = defineCheck({
  id: 'update-other-device',
  title: 'Does a device refuse the software of another kind of device, though it is genuine?',
  targets: ['update'],
  control: 'a genuine release for this device is sent afterwards, and the test unit runs it',
  attack: 'the same sender sends a release that the target declares to be genuine and for another device',
  observer: 'the version that the test unit says it runs',
  effect: 'disturbing',
  budget: UPDATE_BUDGET,
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run(context) {
    return withUpdates(context, 1, async (stage) => {
      const [release] = stage.ahead;
      const other = stage.package('other');
      if (!release || !other)
        return inconclusive('the target declares no genuine release for another kind of device (other)');
      const wrongs = [{ what: `release ${other.version}, for another kind of device`, ...other }];
      const old = tooOld(stage.running(), wrongs);
      if (old !== undefined) return inconclusive(old);
      const attack = await offerAll(stage, wrongs);
      return concluded(
        stage,
        attack,
        wrongs,
        release,
        'That the other one is good for the other device is what the target says',
      );
    });
  },
});
