/**
 * Does a command move the object when its sender is known, but may not give it? What the server says is
 * recorded, where the object stands decides: a refusal can come too late, and MQTT 3.1.1 acknowledges what it drops.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type Credentials, defineCheck } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { type Stage, onStage } from '../../probes/commands/stage.ts';
import { enrolledCanaries, judgeRefusals, line, outcome } from '../../probes/mqtt/canary.ts';

export const commandAuthorisation = defineCheck({
  id: 'command-authorisation',
  title: 'Is a command refused whose sender may not give it?',
  targets: ['commands'],
  control:
    'the identity that may command the test object moves it to two values, and afterwards back to the first; it reports each',
  attack: 'every other enrolled canary sends the same command',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 250, seconds: 60, bytes: 3_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const others = enrolledCanaries(context).filter(({ name }) => name !== context.target.commands?.by);
    if (others.length === 0)
      return inconclusive('the target declares no enrolled canary that may not command it');
    const played = await onStage(context, async (stage) => {
      const tried: Attempt[] = [];
      for (const one of others) {
        // Whom the object obeyed before has moved it to where the next one wants it.
        if (tried.at(-1)?.outcome === 'accepted')
          await stage.reported(() => stage.tell(stage.entitled, stage.told.permitted[1]));
        tried.push(await command(stage, one));
      }
      return tried;
    });
    if ('verdict' in played) return played;
    const { attack, control, doubt, seen } = played;
    const judged = judgeRefusals(attack);
    const verdict = judged.verdict === 'pass' && doubt !== undefined ? 'inconclusive' : judged.verdict;
    const who = others.map(({ name }) => name).join(' and ');
    const reason = {
      pass: `${played.control.what.split(' ')[0]} moved the test object; ${who} sent it the same command and it did not move: ${attack.map(line).join('; ')}`,
      fail: `a command of one who may not give it was carried out: ${judged.decisive.map(line).join('; ')}`,
      inconclusive: doubt ?? `the attack shows nothing: ${judged.decisive.map(line).join('; ')}`,
    }[verdict];
    const observer: Attempt = {
      what: 'the position that the test object reports during the attack',
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: seen.length === 0 ? 'it reported nothing' : `it reported ${[...new Set(seen)].join(', ')}`,
    };
    return outcome(verdict, reason, { control, attack, observer });
  },
});

/** The object stands at the second permitted value; the command would move it to the first. */
async function command({ told, tell, reported }: Stage, who: Credentials): Promise<Attempt> {
  const [wanted] = told.permitted;
  const what = `${who.name} tells it ${wanted}`;
  const { said, values } = await reported(() => tell(who, wanted));
  if (values.includes(wanted))
    return { what, outcome: 'accepted', refusedBy: null, detail: `${said.detail}; it moved` };
  const detail = `${said.detail}; it did not move`;
  // Taken and not carried out: somebody behind the server's word refused.
  if (said.outcome === 'accepted') return { what, outcome: 'not-seen', refusedBy: 'server', detail };
  return { what, ...said, detail };
}
