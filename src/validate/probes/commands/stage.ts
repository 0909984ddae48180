/** A test object that obeys who may command it, before and after what is tried, and reports all the while. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { CommandsTarget } from '../../targets/commands.ts';
import { inconclusive } from '../../verdict.ts';
import { controlFailed } from '../mqtt/canary.ts';
import { numberAt } from './json.ts';
import { commandAs } from './message.ts';
import { type Said, type Watch, type Way, openWay } from './way.ts';

export interface Stage {
  readonly told: CommandsTarget;
  readonly entitled: Credentials;
  /** Tells the object a value, as `who`; the server's word on it. */
  readonly tell: (who: Credentials, value: number) => Promise<Said>;
  /** What the entitled one would send to have it move to a value; `at`: as if it were sent then. */
  readonly text: (value: number, at?: Date) => string;
  /** Sends any text as `who`, to where commands go or to another place. */
  readonly send: (who: Credentials, text: string, place?: string) => Promise<Said>;
  /** Tells it a value as the entitled one, with this text or one of its own; accepted when it then reports it. */
  readonly obeys: (value: number, when: string, text?: string) => Promise<Attempt>;
  /** Watches for so long as the object may take to move, or has taken; every value that it reported in the time. */
  readonly reported: (
    during: () => Promise<Said>,
  ) => Promise<{ readonly said: Said; readonly values: readonly number[] }>;
}

/** What a check found on the stage; `findings` judge themselves. */
export interface Played {
  readonly attack: readonly Attempt[];
  readonly control: Attempt;
  /** Why the observer's word does not count; undefined: it does. */
  readonly doubt: string | undefined;
  readonly seen: readonly number[];
}

/**
 * Proves that the object obeys and reports, plays, and proves it again; then puts the object back to where it
 * stood. An outcome where the target cannot be tried or the legitimate use does not work.
 */
export async function onStage(
  context: CheckContext,
  play: (stage: Stage) => Promise<readonly Attempt[]>,
  told = context.target.commands,
): Promise<Played | CheckOutcome> {
  if (!told) return inconclusive('the target declares no commands');
  const entitled = context.identities.find(({ name }) => name === told.by);
  if (!entitled) return inconclusive(`the target does not declare the identity ${told.by}`);
  const way = openWay(context);
  try {
    const watching = await way.watch(entitled, told.over, told.observe);
    if ('what' in watching) return controlFailed(watching);
    return await played({ context, way, told, entitled, watching }, play);
  } finally {
    way.close();
  }
}

interface Set {
  readonly context: CheckContext;
  readonly way: Way;
  readonly told: CommandsTarget;
  readonly entitled: Credentials;
  readonly watching: Watch;
}

async function played(
  { context, way, told, entitled, watching }: Set,
  play: (stage: Stage) => Promise<readonly Attempt[]>,
): Promise<Played | CheckOutcome> {
  const settleMillis = (told.settleSeconds ?? 2) * 1000;
  /** The longest that it took to obey: whoever looked away sooner would miss what it does. */
  let slowest = 0;
  const send = (who: Credentials, text: string, place = told.send): Promise<Said> =>
    way.send(who, told.over, place, text);
  const tell = (who: Credentials, value: number): Promise<Said> =>
    send(who, commandAs(context, told, who, value));
  const values = (from: number): number[] =>
    watching.texts.slice(from).flatMap((text) => numberAt(text, told.pointer) ?? []);
  const obeys: Stage['obeys'] = async (value, when, message) => {
    const what = `${entitled.name} tells it ${value}${when}`;
    const from = watching.texts.length;
    const since = performance.now();
    const said = await (message === undefined ? tell(entitled, value) : send(entitled, message));
    if (said.outcome !== 'accepted') return { what, ...said };
    const moved = await watching.until(
      (text) => numberAt(text, told.pointer) === value,
      from,
      settleMillis + 2000,
    );
    if (moved) slowest = Math.max(slowest, performance.now() - since);
    return moved
      ? { what, outcome: 'accepted', refusedBy: null, detail: `${said.detail}; it reports ${value}` }
      : { what, outcome: 'not-seen', refusedBy: null, detail: `${said.detail}; it does not report ${value}` };
  };

  const [first] = values(0);
  const [one, other] = told.permitted;
  for (const value of [one, other]) {
    const before = await obeys(value, '');
    if (before.outcome !== 'accepted') return controlFailed(before);
  }
  const from = watching.texts.length;
  const attack = await play({
    told,
    entitled,
    tell,
    text: (value, at) => commandAs(context, told, entitled, value, at),
    send,
    obeys,
    reported: async (during) => {
      const begin = watching.texts.length;
      const said = await during();
      // Never met: it looks all the time through.
      await watching.until(() => false, begin, Math.max(settleMillis, 2 * slowest));
      return { said, values: values(begin) };
    },
  });
  const seen = values(from);
  const control = await obeys(one, ' afterwards');
  const doubt =
    control.outcome === 'accepted' ? undefined : `it no longer obeys: ${control.what}, ${control.detail}`;
  // Where it stood before, if anybody but us may have left it there.
  if (first !== undefined && first !== one && isWithin(first, told)) await tell(entitled, first);
  return { attack, control, doubt: doubt ?? watching.blind(), seen };
}

/** Whether the object may report this value. */
export function isWithin(value: number, { least, most }: Pick<CommandsTarget, 'least' | 'most'>): boolean {
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}
