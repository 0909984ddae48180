/** `bestride init`: a small, commented project to start from. */
import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { Command } from 'commander';

import { EXIT, Exit, type Io, writeWhole } from '../io.ts';
import { starter } from '../starter.ts';

export function initCommand(io: Io): Command {
  return new Command('init')
    .summary('Start a project: a small commented model and its files.')
    .description('Start a project: a small commented model and the files that go with it.')
    .argument('[folder]', 'where', '.')
    .addHelpText('after', '\nExample:\n  $ bestride init my-product')
    .action((folder: string) => {
      const root = resolve(io.cwd, folder);
      const files = starter(idFrom(basename(root)));
      const there = Object.keys(files).filter((name) => existsSync(join(root, name)));
      if (there.length > 0) {
        throw new Exit(EXIT.unusable, `"${folder}" already has ${there.join(', ')}; nothing was written`);
      }
      for (const [name, text] of Object.entries(files)) writeWhole(join(root, name), text);
      const shown = relative(io.cwd, root) || '.';
      io.out(
        `Wrote to ${shown}:\n${Object.keys(files)
          .map((name) => `  ${name}\n`)
          .join('')}`,
      );
      io.out(`\nNext:\n  bestride enumerate ${shown}     what can go wrong, and why\n`);
      io.out(`  bestride mitigate ${shown}      what is done about it, and how far that is shown\n`);
      io.out(`  bestride validate ${shown} --dry-run   what would be tried, and where\n`);
    });
}

/** The folder's name as an id. */
function idFrom(name: string): string {
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return id || 'my-system';
}
