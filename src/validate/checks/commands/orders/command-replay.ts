/**
 * Does a command count a second time, when somebody sends the recording of it? Whoever may send commands plays the thief:
 * what keeps strangers out is for other checks. What is sent again is what moved the object before, byte by byte.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { conclude, ofTheObject, tryToMove } from '../../../probes/commands/conclude.ts';
import { onStage } from '../../../probes/commands/stage.ts';

export const commandReplay = defineCheck({
  id: 'command-replay',
  title: 'Does a command count only once?',
  targets: ['commands'],
  control:
    'the identity that may command the test object moves it to permitted values, before and after, by commands that are new each time; it reports each',
  attack:
    'the same identity sends two of those commands again as they were: an earlier one, and the last but one',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 300, seconds: 90, bytes: 4_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const played = await onStage(context, async (stage) => {
      const { told, entitled, text, send, obeys } = stage;
      const [one, other] = told.permitted;
      const recorded = [text(one), text(other), text(one), text(other)];
      const attempts: Attempt[] = [];
      for (const [index, command] of recorded.entries()) {
        const before = await obeys(index % 2 === 0 ? one : other, '', command);
        if (before.outcome !== 'accepted') return [{ ...before, outcome: 'silent', refusedBy: null }];
      }
      for (const [what, again] of [
        ['an earlier command again', recorded[0]],
        ['the last but one again', recorded[2]],
      ] as const) {
        if (attempts.at(-1)?.outcome === 'accepted') await obeys(other, '');
        attempts.push(
          await tryToMove(
            stage,
            `${entitled.name} sends ${what}, which tells it ${one}`,
            () => send(entitled, again ?? ''),
            (value) => value === one,
            'device',
          ),
        );
      }
      return attempts;
    });
    if ('verdict' in played) return played;
    return conclude(ofTheObject(played), {
      pass: 'new commands moved the test object, and the same ones sent once more did not',
      fail: 'a command that was carried out before was carried out again',
    });
  },
});
