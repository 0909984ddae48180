/**
 * Can one who commands test objects move one that is none of their business? Both objects are declared for tests, and
 * the second one obeys somebody else all the while: one that obeys nobody would show nothing.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type Credentials, defineCheck } from '../../../check.ts';
import { conclude, tryToMove } from '../../../probes/commands/conclude.ts';
import { commandAs } from '../../../probes/commands/message.ts';
import { type Stage, onStage } from '../../../probes/commands/stage.ts';
import { inconclusive } from '../../../verdict.ts';

export const commandScope = defineCheck({
  id: 'command-scope',
  title: 'Is a command refused to an object that is none of its sender’s business?',
  targets: ['commands'],
  control:
    'the identity moves the test object that is its business, and another identity moves the second one, before and after; each reports it',
  attack: 'the first identity sends the second object the command that the other one gave',
  observer: 'the position that the second test object reports',
  effect: 'active',
  budget: { connections: 400, seconds: 120, bytes: 5_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const told = context.target.commands;
    if (!told?.outside)
      return inconclusive(
        'the target declares no second object that is none of the sender’s business (`outside`)',
      );
    const sender = context.identities.find(({ name }) => name === told.by);
    if (!sender) return inconclusive(`the target does not declare the identity ${told.by}`);
    const own = await onStage(context, async () => []);
    if ('verdict' in own) return own;
    if (own.doubt !== undefined) return inconclusive(own.doubt, { control: own.control });
    const { by, send: place, observe } = told.outside;
    const second = { ...told, by, send: place, observe };
    const played = await onStage(
      context,
      async (stage) => [await intrude(stage, sender, (value) => commandAs(context, told, sender, value))],
      second,
    );
    if ('verdict' in played) return played;
    return conclude(played, {
      pass: `${told.by} moved the test object that is its business, ${by} moved the second one, and ${told.by} did not move that`,
      fail: `${told.by} moved a test object that is none of its business`,
    });
  },
});

/**
 * The second object stands at the second permitted value; the command would move it to the first. `text`: signed as for
 * the sender's own object, so that nothing but whose it is makes a difference.
 */
function intrude(stage: Stage, sender: Credentials, text: (value: number) => string): Promise<Attempt> {
  const [wanted] = stage.told.permitted;
  return tryToMove(
    stage,
    `${sender.name} tells the second one ${wanted}`,
    () => stage.send(sender, text(wanted)),
    (value) => value === wanted,
  );
}
