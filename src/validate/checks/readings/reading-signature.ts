/** Is a reading taken in that is not signed by whom it must be, though it comes by way of the sensor's own connection? */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { words } from '../../probes/commands/belief.ts';
import { judgeIntake, offers } from '../../probes/commands/intake.ts';
import { otherSigner, signingKey, wronglySigned } from '../../probes/commands/message.ts';
import { inconclusive } from '../../verdict.ts';

export const readingSignature = defineCheck({
  id: 'reading-signature',
  title: 'Is a reading refused that its sender did not sign?',
  targets: ['readings'],
  control:
    'a canary sends rightly signed readings and the monitor calls it well, before and after; while it is silent, the monitor has no word on it',
  attack:
    'the same canary sends one without a signature, one signed with a key that nobody knows, one with the key of another canary where there is one, and ones of which the value, the number, the time or the id was changed after that',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'active',
  budget: { connections: 20, seconds: 90, bytes: 500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const told = context.target.readings;
    const key = told && signingKey(context, told);
    const { implausible, plausible } = told ?? {};
    if (!told || key === undefined || implausible === undefined || plausible === undefined)
      return inconclusive(
        'the target’s readings are not signed (`signer`), no key of who signs is declared, or no implausible reading',
      );
    return judgeIntake(
      context,
      async (stage) => {
        const attack: Attempt[] = [];
        const values = { wanted: implausible, honest: plausible };
        for (const { what, make } of wronglySigned(key, told.body, values, otherSigner(context, told)))
          attack.push(await offers(stage, what, make(), words(stage)));
        return attack;
      },
      'the monitor took in signed readings, and none of these',
    );
  },
});
