/** `bestride model`: step 1. What the system is, what the model leaves open, and its diagram. */
import { resolve } from 'node:path';
import { Command } from 'commander';

import { drawSystem } from '../../diagram/index.ts';
import { type Io, writeWhole } from '../io.ts';
import { openAny } from '../open-any.ts';
import { type OutputOptions, present, withOutput } from '../options.ts';

interface Options extends OutputOptions {
  readonly diagram?: string;
}

export function modelCommand(io: Io): Command {
  const command = new Command('model')
    .summary('Step 1: check the model; say what it holds and leaves open.')
    .description('Step 1: read and check the model; say what it holds and what it leaves open.')
    .argument('[project]', 'folder, system file, or a file that can be imported')
    .option('--diagram <file>', 'draw the data-flow diagram as SVG')
    .addHelpText('after', '\nExample:\n  $ bestride model --diagram system.svg');
  return withOutput(command, ['text', 'json']).action((path: string | undefined, options: Options) => {
    const project = openAny(io, path);
    const system = project.system();
    if (options.diagram !== undefined) {
      writeWhole(resolve(io.cwd, options.diagram), drawSystem(system, project.catalogue));
      io.err(`wrote ${options.diagram}\n`);
    }
    present(io, 'model', options, { system, catalogue: project.catalogue });
  });
}
