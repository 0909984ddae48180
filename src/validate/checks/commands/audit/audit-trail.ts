/** Can somebody deny a command, or an attempt at one? Both must stand in the log, with who, what and when. */
import type { Attempt } from '../../../../evidence/run.ts';
import { type Credentials, defineCheck } from '../../../check.ts';
import { type LogStage, commanded, tells, withLog } from '../../../probes/commands/log.ts';
import type { Said } from '../../../probes/commands/way.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../../../probes/mqtt/canary.ts';
import { inconclusive } from '../../../verdict.ts';

export const auditTrail = defineCheck({
  id: 'audit-trail',
  title: 'Does the log name who commanded, and who tried to without the right?',
  targets: ['audit'],
  control: 'the log can be read, and a permitted command is taken',
  attack:
    'a permitted command, and one by an enrolled canary that has no right to it, each to be denied later',
  observer: 'whoever may read the log, at the place that the target declares',
  effect: 'active',
  budget: { connections: 120, seconds: 60, bytes: 20_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    return withLog(context, async (stage) => {
      const { audit, entitled, other } = stage;
      if (!audit.accepted || !audit.refused || !other)
        return inconclusive(
          'the target does not declare what the entries of an accepted and of a refused command hold, and a canary without the right',
        );
      const before = stage.lines();
      const said = await stage.command(entitled);
      const control = commanded(stage, said);
      if (said.outcome !== 'accepted') return controlFailed(control);
      const accepted = await denied(stage, entitled, said, audit.accepted, before);
      const refused = await denied(stage, other, await stage.command(other), audit.refused, before);
      const attack = [accepted, refused];
      const { verdict, decisive } = judgeRefusals(attack);
      const log = stage.lines();
      const observer: Attempt = {
        what: `${audit.by} reads ${audit.log}`,
        outcome: verdict === 'pass' ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: `${log.length} entries, ${before.length} before`,
      };
      const found = { control, attack, observer };
      const blind = stage.blind();
      // On a topic where nothing ever comes, somebody may have looked in the wrong place.
      if (verdict === 'fail' && (blind !== undefined || (audit.over === 'mqtt' && log.length === 0)))
        return outcome('inconclusive', `nothing of the log was seen: ${blind ?? 'no entry came'}`, found);
      const reason = {
        pass: `the log names ${entitled.name} for its command and ${other.name} for its attempt, with the time: ${attack.map(({ detail }) => detail).join('; ')}`,
        fail: `what was done can be denied: ${decisive.map(line).join('; ')}`,
        inconclusive: `not everything was tried: ${decisive.map(line).join('; ')}`,
      }[verdict];
      return outcome(verdict, reason, found);
    });
  },
});

/** Looks for the entry of what was done; without one its doer can deny it. */
async function denied(
  { audit, commands, appears }: LogStage,
  who: Credentials,
  said: Said,
  what: Readonly<Record<string, string>>,
  before: readonly string[],
): Promise<Attempt> {
  const attempt = `${who.name} denies that it sent ${commands.permitted[0]} (${said.detail})`;
  const reached = said.outcome === 'accepted' || said.outcome === 'refused';
  if (!reached) return { what: attempt, ...said };
  const isIt = (text: string): boolean => tells(text, audit, who.name, what);
  const entry = await appears(isIt, before);
  if (entry === undefined && said.outcome === 'accepted' && what === audit.refused) {
    const detail = `${said.detail}: it was not refused, so no entry of a refusal is due`;
    return { what: attempt, outcome: 'silent', refusedBy: null, detail };
  }
  const wanted = Object.values(what).join(', ');
  return entry === undefined
    ? {
        what: attempt,
        outcome: 'accepted',
        refusedBy: null,
        detail: `no entry with ${who.name} and ${wanted}`,
      }
    : {
        what: attempt,
        outcome: 'refused',
        refusedBy: 'server',
        detail: `an entry with ${who.name} and ${wanted}`,
      };
}
