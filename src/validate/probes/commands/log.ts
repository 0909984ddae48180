/** A log of who did what, watched while something is done that belongs in it. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { AuditTarget, CommandsTarget } from '../../targets/commands.ts';
import { inconclusive } from '../../verdict.ts';
import { controlFailed, enrolledCanaries } from '../mqtt/canary.ts';
import { textAt } from './json.ts';
import { commandAs } from './message.ts';
import { type Said, type Watch, openWay } from './way.ts';

export interface LogStage {
  readonly audit: AuditTarget;
  readonly commands: CommandsTarget;
  readonly entitled: Credentials;
  /** Enrolled, and not entitled to command; undefined where the target declares none. */
  readonly other: Credentials | undefined;
  /** The lines that were there, or have appeared since the watch began. */
  lines(): readonly string[];
  /** Sends a permitted command as `who`. */
  readonly command: (who: Credentials) => Promise<Said>;
  /** Waits for a line like this beside the `known` ones. A log may let the oldest go, or begin with the newest. */
  readonly appears: (
    isIt: (line: string) => boolean,
    known: readonly string[],
  ) => Promise<string | undefined>;
  /** Why the log can no longer be read. */
  blind(): string | undefined;
}

const APPEARS_MILLIS = 4000;

/** Opens the log and hands it over; an outcome where the target cannot be tried or the log cannot be read. */
export async function withLog(
  context: CheckContext,
  look: (stage: LogStage) => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  const { audit, commands } = context.target;
  if (!audit || !commands)
    return inconclusive('the target declares no log, or no commands that belong in it');
  const named = (name: string): Credentials | undefined =>
    context.identities.find((identity) => identity.name === name);
  const [entitled, reader] = [named(commands.by), named(audit.by)];
  if (!entitled || !reader)
    return inconclusive(`the target does not declare the identities ${commands.by} and ${audit.by}`);
  const way = openWay(context);
  try {
    const watching = await way.watch(reader, audit.over, audit.log);
    if ('what' in watching) return controlFailed(watching);
    const lines = (): readonly string[] => linesOf(watching, audit.over);
    return await look({
      audit,
      commands,
      entitled,
      other: enrolledCanaries(context).find(({ name }) => name !== entitled.name && name !== reader.name),
      lines,
      command: (who) =>
        way.send(who, commands.over, commands.send, commandAs(context, commands, who, commands.permitted[0])),
      appears: async (isIt, known) => {
        await watching.until(() => newLines(lines(), known).some(isIt), 0, APPEARS_MILLIS);
        return newLines(lines(), known).find(isIt);
      },
      blind: () => watching.blind(),
    });
  } finally {
    way.close();
  }
}

/** Over HTTPS the whole log is read each time; over MQTT each message is an entry. */
function linesOf({ texts }: Watch, over: 'https' | 'mqtt'): readonly string[] {
  const all = over === 'https' ? (texts.at(-1) ?? '').split('\n') : texts;
  return all.filter((text) => text.trim() !== '');
}

/** Those beside the known ones; a line that is there more often than it was known is a new one. */
function newLines(lines: readonly string[], known: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of known) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** Clocks may differ by so much. */
const SKEW_MILLIS = 120_000;

/** Whether an entry says that `who` did what holds all of `what`, about now. */
export function tells(
  line: string,
  { who, when }: AuditTarget,
  name: string,
  what: Readonly<Record<string, string>>,
): boolean {
  const at = Date.parse(textAt(line, when));
  return (
    textAt(line, who) === name &&
    Math.abs(at - Date.now()) < SKEW_MILLIS &&
    Object.entries(what).every(([pointer, text]) => textAt(line, pointer).includes(text))
  );
}

/** The control of both checks: a permitted command, sent and taken. */
export function commanded({ entitled, commands }: LogStage, said: Said): Attempt {
  return { what: `${entitled.name} tells it ${commands.permitted[0]}`, ...said };
}
