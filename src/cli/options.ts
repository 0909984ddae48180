/** Options that several commands share, with one wording. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';

import { type ByStandard, type Register, groupByStandard } from '../mitigate/index.ts';
import { SEVERITY_ORDER } from '../enumerate/index.ts';
import type { LetterProfile, Threat } from '../enumerate/threat.ts';
import { partsOf, type System } from '../model/index.ts';
import { type RenderInput, type Step, render } from '../report/index.ts';
import { suggestion } from '../text/suggest.ts';
import { EXIT, Exit, type Io, writeWhole } from './io.ts';
import { version } from './version.ts';

export const LEVELS = SEVERITY_ORDER;

export interface OutputOptions {
  readonly format: string;
  readonly output?: string;
}

export interface AssessOptions {
  readonly letters: LetterProfile;
  readonly environment?: string;
  readonly evidence?: string;
  readonly now?: Date;
}

/** Adds `--format` with the given names (the first is the default) and `--output`. */
export function withOutput(command: Command, formats: readonly [string, ...string[]]): Command {
  return command
    .addOption(
      new Option('-f, --format <name>', 'how to print the result').choices([...formats]).default(formats[0]),
    )
    .option('-o, --output <file>', 'write the result to a file instead of the terminal');
}

/** Adds the options that decide which evidence counts, and when. */
export function withAssessment(command: Command): Command {
  return withLetters(command)
    .option('-e, --environment <name>', 'whose evidence counts (the only one in targets.yaml by default)')
    .option('--evidence <folder>', 'where the signed runs are', 'evidence')
    .option('--now <time>', 'work out statuses as of this ISO time', isoTime);
}

export function withLetters(command: Command): Command {
  return command.addOption(
    new Option('--letters <profile>', 'source: no repudiation for physical attacks; originals: with it')
      .choices(['source', 'originals'])
      .default('source'),
  );
}

/** The options of {@link withAssessment} in the shape that the project takes. */
export function assessment(options: AssessOptions): {
  profile: LetterProfile;
  environment?: string;
  evidence?: string;
  now?: Date;
} {
  const { letters, environment, evidence, now } = options;
  return {
    profile: letters,
    ...(environment !== undefined && { environment }),
    ...(evidence !== undefined && { evidence }),
    ...(now && { now }),
  };
}

/** Ends the command when a view is asked for in a format that has no form for it. */
export function refuseFormats({ format }: OutputOptions, formats: readonly string[], option: string): void {
  if (formats.includes(format)) throw new Exit(EXIT.unusable, `${option} has no form in ${format}`);
}

/** Adds `--by`, a standard whose points group the register. */
export function withStandards(command: Command): Command {
  return command.option(
    '--by <standard>',
    'group by the points of cwe, capec, emb3d, attack-ics, en303645, iec62443, cra or d3fend',
  );
}

/** The register by the standard asked for; undefined where none was. Ends the command for one that is not known. */
export function grouped(register: Register, standard: string | undefined): ByStandard | undefined {
  if (standard === undefined) return undefined;
  const by = groupByStandard(register, standard);
  if (by) return by;
  const known = [...register.catalogue.standards.keys()];
  throw new Exit(EXIT.unusable, `there is no standard "${standard}"; there are ${known.join(', ')}`);
}

/** Adds `--of`, by which whoever builds a part sees the threats to that part (S-01). */
export function withParts(command: Command): Command {
  return command.option(
    '--of <id...>',
    'only the threats to these elements, or those of a zone or view, and to what ends there',
  );
}

/** The threats to the parts asked for; all where none were. Ends the command for a part that is not in the model. */
export function narrowed<T extends Threat>(
  system: System,
  threats: Iterable<T>,
  ids: readonly string[] | undefined,
): {
  readonly kept: Iterable<T>;
  readonly shown?: { readonly ids: readonly string[]; readonly of: number };
} {
  if (!ids) return { kept: threats };
  const all = [...threats];
  const { parts, unknown } = partsOf(system, ids);
  const [stranger] = unknown;
  if (stranger !== undefined) {
    const known = [system.elements, system.zones, system.views, system.connections, system.flows];
    const hint = suggestion(
      stranger,
      known.flatMap((named) => [...named.keys()]),
    );
    throw new Exit(
      EXIT.unusable,
      `there is no "${stranger}" in the model${hint === undefined ? '' : `. ${hint}`}`,
    );
  }
  return { kept: all.filter(({ subject }) => parts.has(subject.id)), shown: { ids, of: all.length } };
}

/** Renders what a command found, in the format asked for, and delivers it. */
export function present(io: Io, step: Step, options: OutputOptions, found: RenderInput): void {
  const toTerminal = options.output === undefined;
  const text = render(step, options.format, {
    ...found,
    color: toTerminal && io.resultColor,
    width: toTerminal ? io.width : 100,
    version: version(),
  });
  deliver(io, options, text);
}

/** Prints the result, or writes it whole to the file that `--output` names. */
export function deliver(io: Io, { output }: Pick<OutputOptions, 'output'>, text: string): void {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (output === undefined) {
    io.out(whole);
    return;
  }
  writeWhole(resolve(io.cwd, output), whole);
  io.err(`wrote ${output}\n`);
}

export function isoTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('it must be an ISO time such as 2026-11-22T12:00:00Z.');
  return time;
}
