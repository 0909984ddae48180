/**
 * Does a value beyond what the object bears get through, sent by who may command it (S-49, S-67: the valve that
 * must open half way)? Refused or cut off is the same: what it reports decides.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { inconclusive } from '../../../verdict.ts';
import { conclude, ofTheObject, unmoved } from '../../../probes/commands/conclude.ts';
import { type Stage, isWithin, onStage } from '../../../probes/commands/stage.ts';

export const commandRange = defineCheck({
  id: 'command-range',
  title: 'Does the device hold its limits, whoever commands it?',
  targets: ['commands'],
  control:
    'the identity that may command the test object moves it to permitted values, before and after; it reports each',
  attack: 'the same identity sends the declared values beyond the limits',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 250, seconds: 60, bytes: 3_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { commands } = context.target;
    const beyond = commands?.beyond ?? [];
    if (!commands || beyond.length === 0 || beyond.some((value) => isWithin(value, commands)))
      return inconclusive(
        'the target declares no values beyond its limits, with `beyond`, `least` and `most`',
      );
    const played = await onStage(context, async (stage) => {
      const tried: Attempt[] = [];
      for (const value of beyond) tried.push(await exceed(stage, value));
      return tried;
    });
    if ('verdict' in played) return played;
    return conclude(ofTheObject(played), {
      pass: `told ${beyond.join(', ')}, the test object never reported more than its limits (${commands.least ?? 'none'} to ${commands.most ?? 'none'}), and obeyed before and after`,
      fail: 'it went beyond its limits',
    });
  },
});

async function exceed({ told, entitled, tell, reported }: Stage, value: number): Promise<Attempt> {
  const what = `${entitled.name} tells it ${value}`;
  const { said, values } = await reported(() => tell(entitled, value));
  const over = values.find((one) => !isWithin(one, told));
  if (over !== undefined)
    return { what, outcome: 'accepted', refusedBy: null, detail: `${said.detail}; it reports ${over}` };
  const detail = `${said.detail}; it reports ${values.at(-1) ?? 'nothing new'}`;
  // Where the command went through, whoever cut it off stands behind the server.
  return { what, ...unmoved(told, said, values, detail, 'device') };
}
