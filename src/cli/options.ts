/** Options that several commands share, with one wording. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';

import type { LetterProfile, SeverityLevel } from '../enumerate/threat.ts';
import { type RenderInput, type Step, render } from '../report/index.ts';
import { type Io, writeWhole } from './io.ts';
import { version } from './version.ts';

export const LEVELS: readonly SeverityLevel[] = ['low', 'medium', 'high', 'critical'];

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
