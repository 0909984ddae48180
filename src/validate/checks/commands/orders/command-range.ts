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
  budget: { connections: 500, seconds: 120, bytes: 6_000_000 },
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
      const [home, begin] = stage.told.permitted;
      let stands = begin;
      for (const value of beyond) {
        const { attempt, last } = await exceed(stage, value, stands);
        tried.push(attempt);
        stands = last;
      }
      // The way back from a limit may be a longer one than between the values of the control.
      if (stands !== begin) await comesBack(stage, home);
      return tried;
    });
    if ('verdict' in played) return played;
    return conclude(ofTheObject(played), {
      pass: `told ${beyond.join(', ')}, the test object never reported more than its limits (${commands.least ?? 'none'} to ${commands.most ?? 'none'}), and obeyed before and after`,
      fail: 'it went beyond its limits',
    });
  },
});

/** So often it is watched for longer, while it comes closer to what it was told. */
const PATIENCE = 10;
/** So often it is told to come back from where it was sent. */
const RETURNS = 3;

async function comesBack({ obeys }: Stage, home: number): Promise<void> {
  for (let tries = 0; tries < RETURNS; tries += 1) if ((await obeys(home, '')).outcome === 'accepted') return;
}

/** `stands`: where it is to begin with; `last`: where it was seen last. */
async function exceed(
  { told, entitled, tell, reported }: Stage,
  value: number,
  stands: number,
): Promise<{ readonly attempt: Attempt; readonly last: number }> {
  const what = `${entitled.name} tells it ${value}`;
  const { said, values: first } = await reported(() => tell(entitled, value));
  const values = [...first];
  const away = (): number => Math.min(...values.map((one) => Math.abs(value - one)));
  const isOver = (): boolean => values.some((one) => !isWithin(one, told));
  // What is on its way has not come to its limit yet.
  let before = Math.abs(value - stands);
  for (let more = 0; !isOver() && away() < before && more < PATIENCE; more += 1) {
    before = away();
    values.push(...(await reported(async () => said)).values);
  }
  const isOnItsWay = away() < before;
  const last = values.at(-1) ?? stands;
  const over = values.find((one) => !isWithin(one, told));
  if (over !== undefined) {
    const detail = `${said.detail}; it reports ${over}`;
    return { attempt: { what, outcome: 'accepted', refusedBy: null, detail }, last };
  }
  const detail = `${said.detail}; it reports ${values.at(-1) ?? 'nothing new'}`;
  if (isOnItsWay)
    return {
      attempt: { what, outcome: 'silent', refusedBy: null, detail: `${detail}, and is still on its way` },
      last,
    };
  // Where the command went through, whoever cut it off stands behind the server.
  return { attempt: { what, ...unmoved(told, said, values, detail, 'device') }, last };
}
