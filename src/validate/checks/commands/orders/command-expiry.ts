/**
 * Does a command move the object that is too old, though it is new to it and rightly made? It shows what becomes of one
 * that comes late; what lies on the object and waits for its time is not looked at.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { conclude, ofTheObject, tryToMove } from '../../../probes/commands/conclude.ts';
import { dayBefore, heldBackMillis, tooLongToHold } from '../../../probes/commands/late.ts';
import { onStage } from '../../../probes/commands/stage.ts';
import { inconclusive } from '../../../verdict.ts';

export const commandExpiry = defineCheck({
  id: 'command-expiry',
  title: 'Is a command refused that comes too late?',
  targets: ['commands'],
  control:
    'the identity that may command the test object moves it to permitted values, before and after, by commands of the moment; it reports each',
  attack:
    'the same identity sends a command of the moment only when its time is over, nothing newer having been sent, and one with the time of a day before',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 300, seconds: 150, bytes: 4_000_000 },
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
    const held = heldBackMillis(expireSeconds);
    const played = await onStage(context, async (stage) => {
      const { told, entitled, text, send, obeys } = stage;
      const [one, other] = told.permitted;
      const attempts: Attempt[] = [];
      const refuses = async (what: string, command: string): Promise<void> => {
        if (attempts.at(-1)?.outcome === 'accepted') await obeys(other, '');
        attempts.push(
          await tryToMove(
            stage,
            `${entitled.name} tells it ${one}, by a command ${what}`,
            () => send(entitled, command),
            (value) => value === one,
            'device',
          ),
        );
      };
      if (held !== undefined) {
        const command = text(one);
        await sleep(held, undefined, { signal: context.signal });
        await refuses(`held back for ${held / 1000} seconds`, command);
      }
      await refuses('a day old', text(one, dayBefore(expireSeconds)));
      return attempts;
    });
    if ('verdict' in played) return played;
    const doubt = held === undefined ? tooLongToHold(expireSeconds) : undefined;
    return conclude(ofTheObject({ ...played, doubt: played.doubt ?? doubt }), {
      pass: `commands of the moment moved the test object, and not one that came more than ${expireSeconds} seconds late, nor one of the day before`,
      fail: 'a command was carried out whose time was over',
    });
  },
});
