/**
 * Does the object carry out a command that it does not know, or whose argument has another form; and does it go on
 * working? Somebody on the way who refuses shows nothing of the object, so it must have gone through to it.
 *
 * What is seen is whether it moves and still obeys. What else a crafted argument might start, nobody watches.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { conclude, ofTheObject, tryToMove } from '../../../probes/commands/conclude.ts';
import { malformed } from '../../../probes/commands/malformed.ts';
import { filled, signedBy, signingKey } from '../../../probes/commands/message.ts';
import { type Stage, onStage } from '../../../probes/commands/stage.ts';
import type { CommandsTarget } from '../../../targets/commands.ts';
import { inconclusive } from '../../../verdict.ts';

export const commandInput = defineCheck({
  id: 'command-input',
  title: 'Does the object carry out only commands it knows, with arguments of the right form?',
  targets: ['commands'],
  control:
    'the identity that may command the test object moves it to a permitted value, before the attack and after each attempt; it reports each',
  attack:
    'the same identity sends the declared commands that the object does not know, and its own with other things in place of the number: texts, lists, objects, numbers that none can hold, lists in one another, and what is no JSON',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 900, seconds: 180, bytes: 12_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const told = context.target.commands;
    if (!told?.unknown)
      return inconclusive('the target declares no commands that its object does not know (`unknown`)');
    const key = signingKey(context, told);
    const { unknown } = told;
    const played = await onStage(context, async (stage) => {
      const attempts: Attempt[] = [];
      // Where it stands: each attempt wants it at the other of the two.
      let [wanted, home] = told.permitted;
      for (const make of [...formsOf(told), ...unknown.map(asUnknown)]) {
        const { what, text, place } = make(wanted);
        const attempt = await wrong(stage, `${stage.entitled.name} sends ${what}`, home, () =>
          stage.send(stage.entitled, signedBy(key, text), place),
        );
        attempts.push(attempt);
        [wanted, home] = [home, wanted];
        const obeyed = await stage.obeys(home, '');
        if (obeyed.outcome === 'accepted') continue;
        const detail = `${attempt.detail}; after that it no longer obeys, which it did before (${obeyed.detail})`;
        attempts[attempts.length - 1] = { ...attempt, outcome: 'accepted', refusedBy: null, detail };
        break;
      }
      return attempts;
    });
    if ('verdict' in played) return played;
    return conclude(ofTheObject(played), {
      pass: `the test object obeyed its own commands all the while, and moved at none of these ${played.attack.length}`,
      fail: 'what is no command it knows had an effect',
    });
  },
});

type Making = (wanted: number) => { readonly what: string; readonly text: string; readonly place?: string };

function formsOf({ body }: CommandsTarget): Making[] {
  return malformed(body).map(({ what, text }) => (wanted) => ({ what, text: text(wanted) }));
}

function asUnknown({ body, send }: NonNullable<CommandsTarget['unknown']>[number], index: number): Making {
  return (wanted) => ({
    what: `the unknown command ${index + 1}`,
    text: filled(body, wanted),
    ...(send !== undefined && { place: send }),
  });
}

/** The object stands at `home`; anything else that it reports is an effect. */
function wrong(stage: Stage, what: string, home: number, send: () => ReturnType<Stage['send']>) {
  return tryToMove(stage, what, send, (value) => value !== home, 'device');
}
