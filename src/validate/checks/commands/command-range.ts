/**
 * Does a value beyond what the object bears get through, sent by who may command it (S-49, S-67: the valve that
 * must open half way)? Refused or cut off is the same: what it reports decides.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { type Stage, isWithin, onStage } from '../../probes/commands/stage.ts';
import { judgeRefusals, line, outcome } from '../../probes/mqtt/canary.ts';

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
    const { attack, control, doubt, seen } = played;
    const judged = judgeRefusals(attack.map(asServer));
    const verdict = judged.verdict === 'pass' && doubt !== undefined ? 'inconclusive' : judged.verdict;
    const reason = {
      pass: `told ${beyond.join(', ')}, the test object never reported more than its limits (${commands.least ?? 'none'} to ${commands.most ?? 'none'}), and obeyed before and after: ${attack.map(line).join('; ')}`,
      fail: `it went beyond its limits: ${judged.decisive.map(line).join('; ')}`,
      inconclusive: doubt ?? `the attack shows nothing: ${judged.decisive.map(line).join('; ')}`,
    }[verdict];
    const observer: Attempt = {
      what: 'the position that the test object reports during the attack',
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: seen.length === 0 ? 'it reported nothing' : `it reported ${[...new Set(seen)].join(', ')}`,
    };
    const refusedBy = verdict === 'pass' ? (attack[0]?.refusedBy ?? null) : null;
    return { ...outcome(verdict, reason, { control, attack, observer }), refusedBy };
  },
});

async function exceed({ told, entitled, tell, reported }: Stage, value: number): Promise<Attempt> {
  const what = `${entitled.name} tells it ${value}`;
  const { said, values } = await reported(() => tell(entitled, value));
  const over = values.find((one) => !isWithin(one, told));
  if (over !== undefined)
    return { what, outcome: 'accepted', refusedBy: null, detail: `${said.detail}; it reports ${over}` };
  const detail = `${said.detail}; it reports ${values.at(-1) ?? 'nothing new'}`;
  // The command went through; whoever cut it off stands behind the server.
  if (said.outcome === 'accepted') return { what, outcome: 'not-seen', refusedBy: 'device', detail };
  return { what, ...said, detail };
}

/** For the judge of refusals, the device counts as the server does. */
function asServer(attempt: Attempt): Attempt {
  return attempt.refusedBy === 'device' ? { ...attempt, refusedBy: 'server' } : attempt;
}
