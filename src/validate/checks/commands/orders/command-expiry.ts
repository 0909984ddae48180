/**
 * Does a command move the object that is too old, though it is new to it and rightly made? It shows what becomes of one
 * that comes late; what lies on the object and waits for its time is not looked at.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { conclude, ofTheObject, tryToMove } from '../../../probes/commands/conclude.ts';
import { onStage } from '../../../probes/commands/stage.ts';
import { inconclusive } from '../../../verdict.ts';

/** So much over the limit, in milliseconds: clocks differ. */
const MARGIN = 5000;
const DAY = 24 * 3_600_000;

export const commandExpiry = defineCheck({
  id: 'command-expiry',
  title: 'Is a command refused that comes too late?',
  targets: ['commands'],
  control:
    'the identity that may command the test object moves it to permitted values, before and after, by commands of the moment; it reports each',
  attack:
    'the same identity sends commands that the object has not had, with a time in them that is past the declared limit: by a little, and by a day',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 300, seconds: 90, bytes: 4_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { commands } = context.target;
    const expireSeconds = commands?.expireSeconds;
    if (expireSeconds === undefined || !commands?.body.includes('{time}'))
      return inconclusive(
        'the target’s commands hold no {time}, or it is not declared how old they may be (`expireSeconds`)',
      );
    const limit = expireSeconds * 1000;
    const played = await onStage(context, async (stage) => {
      const { told, entitled, text, send, obeys } = stage;
      const [one, other] = told.permitted;
      const attempts: Attempt[] = [];
      for (const age of [limit + MARGIN, limit + DAY]) {
        if (attempts.at(-1)?.outcome === 'accepted') await obeys(other, '');
        attempts.push(
          await tryToMove(
            stage,
            `${entitled.name} tells it ${one}, by a command ${Math.round(age / 1000)} seconds old`,
            () => send(entitled, text(one, new Date(Date.now() - age))),
            (value) => value === one,
            'device',
          ),
        );
      }
      return attempts;
    });
    if ('verdict' in played) return played;
    return conclude(ofTheObject(played), {
      pass: `commands of the moment moved the test object, and others that were more than ${expireSeconds} seconds old did not`,
      fail: 'a command was carried out whose time was over',
    });
  },
});
