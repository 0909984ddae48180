/**
 * Does a command move the object that is not signed by whom it must be, sent by one who may send to it? Only the object
 * can know: whoever passes it on took it from a known sender.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { conclude, ofTheObject, tryToMove } from '../../../probes/commands/conclude.ts';
import { otherSigner, signingKey, wronglySigned } from '../../../probes/commands/message.ts';
import { onStage } from '../../../probes/commands/stage.ts';
import { inconclusive } from '../../../verdict.ts';

export const commandSignature = defineCheck({
  id: 'command-signature',
  title: 'Is a command refused that its sender did not sign?',
  targets: ['commands'],
  control:
    'rightly signed commands move the test object to permitted values, before and after; it reports each',
  attack:
    'the same sender sends one without a signature, one signed with a key that nobody knows, one with the key of another canary where there is one, and ones of which the value, the number, the time or the id was changed after that',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 500, seconds: 150, bytes: 6_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { commands } = context.target;
    const key = commands && signingKey(context, commands);
    if (!commands || key === undefined)
      return inconclusive(
        'the target’s commands are not signed (`signer`), or no key of who signs is declared',
      );
    const played = await onStage(context, async (stage) => {
      const { told, entitled, send, obeys } = stage;
      const [one, other] = told.permitted;
      const attempts: Attempt[] = [];
      const values = { wanted: one, honest: other };
      const stranger = otherSigner(context, told);
      for (const { what, make } of wronglySigned(key, told.body, values, stranger)) {
        if (attempts.at(-1)?.outcome === 'accepted') await obeys(other, '');
        attempts.push(
          await tryToMove(
            stage,
            `${entitled.name} tells it ${one} by ${what}`,
            () => send(entitled, make()),
            (value) => value === one,
            'device',
          ),
        );
      }
      return attempts;
    });
    if ('verdict' in played) return played;
    return conclude(ofTheObject(played), {
      pass: 'signed commands moved the test object, and none of those that were not rightly signed did',
      fail: 'a command was carried out that was not rightly signed',
    });
  },
});
