/** Is a reading taken in that is not signed by whom it must be, though it comes by way of the sensor's own connection? */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { isQuiet, says, words } from '../../probes/commands/belief.ts';
import { otherSigner, signingKey, wronglySigned } from '../../probes/commands/message.ts';
import { withSensor } from '../../probes/commands/sensor.ts';
import { controlFailed, line, outcome } from '../../probes/mqtt/canary.ts';
import { inconclusive } from '../../verdict.ts';

export const readingSignature = defineCheck({
  id: 'reading-signature',
  title: 'Is a reading refused that its sender did not sign?',
  targets: ['readings'],
  control:
    'a canary sends rightly signed readings and the monitor calls it well, before and after; while it is silent, the monitor has no word on it',
  attack:
    'the same canary sends one without a signature, one signed with a key that nobody knows, one with the key of another canary where there is one, and one changed after it was signed',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'active',
  budget: { connections: 20, seconds: 60, bytes: 500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    return withSensor(context, async (stage) => {
      const { told } = stage;
      const { implausible } = told;
      const key = signingKey(context, told);
      if (key === undefined || implausible === undefined)
        return inconclusive(
          'the target’s readings are not signed (`signer`), no key of who signs is declared, or no implausible reading',
        );
      const before = await stage.isWell(2);
      if (before.outcome !== 'accepted') return controlFailed(before);
      const quiet = await isQuiet(stage);
      if (quiet.outcome !== 'seen') return controlFailed(quiet);
      const attack: Attempt[] = [];
      const values = { wanted: implausible, honest: told.plausible };
      for (const { what, text } of wronglySigned(key, told.body, values, otherSigner(context, told))) {
        const from = stage.mark();
        await stage.sends(text);
        const taken = await says(stage, words(stage), from);
        attack.push({
          what: `${told.by} sends ${what}`,
          outcome: taken ? 'accepted' : 'not-seen',
          refusedBy: taken ? null : 'server',
          detail: taken ? `the monitor says ${stage.said(from)}` : 'the monitor has no word on it',
        });
      }
      const taken = attack.filter((attempt) => attempt.outcome === 'accepted');
      const observer: Attempt = {
        what: `${told.reader} watches ${told.status}`,
        outcome: taken.length > 0 ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: `a word on ${taken.length} of ${attack.length}`,
      };
      const control = await stage.isWell(1);
      const found = { control, attack, observer };
      if (taken.length > 0) return outcome('fail', `taken in: ${taken.map(line).join('; ')}`, found);
      if (control.outcome !== 'accepted' || stage.blind() !== undefined)
        return controlFailed(control, { attack, observer });
      return outcome(
        'pass',
        `the monitor took in signed readings of ${told.by}, and none of these: ${attack.map(({ what }) => what).join('; ')}`,
        found,
      );
    });
  },
});
