/**
 * Does a device go back to an older release? It is offered the very package that it took a little before, so that nothing
 * but its age can be what is wrong with it. That a device starts no older one which somebody put there otherwise is not
 * seen.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { controlFailed } from '../../probes/mqtt/canary.ts';
import { type Wrong, concluded, offerAll } from '../../probes/updates/judge.ts';
import { type Package, UPDATE_BUDGET, type UpdateStage, withUpdates } from '../../probes/updates/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const updateOlder = defineCheck({
  id: 'update-older',
  title: 'Does a device refuse an older release, though it is genuine?',
  targets: ['update'],
  control:
    'the test unit takes two genuine releases, one after the other, before the attack, and a third, still newer, after it',
  attack:
    'the first of these is sent again, byte for byte as it was taken, and the genuine older one, where one is declared',
  observer: 'the version that the test unit says it runs',
  effect: 'disturbing',
  budget: UPDATE_BUDGET,
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run(context) {
    return withUpdates(context, 3, async (stage) => {
      const [first, second, third] = stage.ahead;
      if (!first || !second || !third) return inconclusive('the target declares too few newer releases');
      const failed = await takenInTurn(stage, [first, second]);
      if (failed) return controlFailed(failed);
      const older = stage.package('older');
      const wrongs: Wrong[] = [
        { what: `release ${first.version} again, after ${second.version}`, ...first },
        ...(older ? [{ what: `release ${older.version}, which is older than all`, ...older }] : []),
      ];
      const attack = await offerAll(stage, wrongs);
      return concluded(
        stage,
        attack,
        wrongs,
        third,
        `It had taken ${first.version} before. That it starts no older one that was put there otherwise was not tried`,
      );
    });
  },
});

/** The first that it does not take; undefined where it takes them all. */
async function takenInTurn(stage: UpdateStage, releases: readonly Package[]): Promise<Attempt | undefined> {
  for (const release of releases) {
    const taken = await stage.takes(release, ', genuine, before');
    if (taken.outcome !== 'accepted') return taken;
  }
  return undefined;
}
