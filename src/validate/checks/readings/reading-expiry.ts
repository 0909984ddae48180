/** Is a reading taken for one of now that comes too late, though it is new and rightly made? */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { judgeIntake, offers } from '../../probes/commands/intake.ts';
import { dayBefore, heldBackMillis, tooLongToHold } from '../../probes/commands/late.ts';
import { inconclusive } from '../../verdict.ts';

export const readingExpiry = defineCheck({
  id: 'reading-expiry',
  title: 'Is a reading set aside that comes too late?',
  targets: ['readings'],
  control:
    'a canary sends plausible readings of the moment and the monitor calls it well for each, before and after; while it is silent, the monitor has no word on it',
  attack:
    'the same canary sends a reading of the moment only when its time is over, nothing newer having been sent, and one with the time of a day before',
  observer: 'whoever may read what the monitor says of its sensors',
  effect: 'active',
  budget: { connections: 20, seconds: 120, bytes: 500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { readings } = context.target;
    const expireSeconds = readings?.expireSeconds;
    if (!readings || expireSeconds === undefined || !readings.body.includes('{time}'))
      return inconclusive(
        'the target’s readings hold no {time}, or it is not declared how old they may be (`expireSeconds`)',
      );
    const held = heldBackMillis(expireSeconds);
    return judgeIntake(
      context,
      async (stage) => {
        const attack: Attempt[] = [];
        const isSetAside = async (what: string, text: string): Promise<void> => {
          attack.push(await offers(stage, what, text, [readings.well]));
        };
        if (held !== undefined) {
          const text = stage.text(readings.plausible);
          await sleep(held, undefined, { signal: context.signal });
          await isSetAside(`a reading held back for ${held / 1000} seconds`, text);
        }
        await isSetAside('a reading a day old', stage.text(readings.plausible, dayBefore(expireSeconds)));
        const unclear = held === undefined && attack.every(({ outcome }) => outcome !== 'accepted');
        return unclear ? inconclusive(tooLongToHold(expireSeconds)) : attack;
      },
      'the monitor called it well for readings of the moment, and for none that came too late',
    );
  },
});
