/** The command line: wires the commands, maps every ending to an exit code. */
import { Command, CommanderError, type OutputConfiguration } from 'commander';

import { EXIT, Exit, type Io } from './io.ts';
import { catalogueCommand } from './commands/catalogue.ts';
import { diffCommand } from './commands/diff.ts';
import { enumerateCommand } from './commands/enumerate.ts';
import { evidenceCommand } from './commands/evidence.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { gateCommand } from './commands/gate.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { mitigateCommand } from './commands/mitigate.ts';
import { modelCommand } from './commands/model.ts';
import { reportCommand } from './commands/report.ts';
import { validateCommand } from './commands/validate.ts';
import { version } from './version.ts';

/** Runs one command line; resolves to the exit code. Prints no stack trace for what a user can cause. */
export async function main(argv: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.clean);
  });
  const io: Io = {
    cwd: process.cwd(),
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    color: wantsColor(process.env, process.stderr.isTTY),
    resultColor: wantsColor(process.env, process.stdout.isTTY),
    width: process.stdout.isTTY ? process.stdout.columns : 100,
    watched: process.stderr.isTTY && !process.env.CI,
    signal: interrupt.signal,
  };
  try {
    await program(io).parseAsync([...argv], { from: 'user' });
    return interrupt.signal.aborted ? EXIT.interrupted : EXIT.clean;
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted;
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.unusable;
    if (error instanceof Exit) {
      if (error.message) io.err(`bestride: ${error.message}\n`);
      return error.code;
    }
    io.err(
      `bestride: this is a mistake in bestride itself: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    if (process.env.BESTRIDE_DEBUG && error instanceof Error) io.err(`${error.stack}\n`);
    else io.err('Set BESTRIDE_DEBUG=1 to see where, and please report it.\n');
    return EXIT.unusable;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

function program(io: Io): Command {
  const root = new Command('bestride')
    .description('Threat modelling for IoT solutions, validated: model → enumerate → mitigate → validate.')
    .version(version())
    .exitOverride()
    .configureOutput(outputOf(io))
    .showSuggestionAfterError()
    .helpCommand(false)
    .addHelpText(
      'after',
      `
A project is a folder with system.yaml (and threats, decisions, targets, trust .yaml, evidence/).
Every command takes the folder or the system file; without one, the current folder.

Example:
  $ bestride init my-product && cd my-product
  $ bestride enumerate
  $ bestride validate --dry-run
  $ bestride gate --fail-on high`,
    );
  for (const make of [
    initCommand,
    importCommand,
    exportCommand,
    modelCommand,
    enumerateCommand,
    mitigateCommand,
    validateCommand,
    gateCommand,
    explainCommand,
    diffCommand,
    reportCommand,
    evidenceCommand,
    catalogueCommand,
  ]) {
    root.addCommand(settle(make(io), io));
  }
  return root;
}

/** Help is 100 columns wide everywhere, so that it is the same in a terminal and in a pipe. */
function outputOf(io: Io): OutputConfiguration {
  return {
    writeOut: (text) => io.out(text),
    writeErr: (text) => io.err(text),
    getOutHelpWidth: () => 100,
    getErrHelpWidth: () => 100,
  };
}

/** Sub-commands do not inherit these from the root when added whole. */
function settle(command: Command, io: Io): Command {
  command.exitOverride().configureOutput(outputOf(io)).showSuggestionAfterError();
  for (const child of command.commands) settle(child, io);
  return command;
}

function wantsColor(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return isTTY;
}
