/**
 * The tutorial, done as a reader does it: the packed package is installed into an empty folder, then every
 * command block of docs/tutorial.md is run in order in one shell.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ROOT, command, folder } from './support/bestride.ts';
import { freePort } from './support/ports.ts';

const PATH = `${process.env.PATH}${delimiter}/usr/sbin`;
const needs = ['mosquitto', 'openssl'].filter(
  (program) => spawnSync(program, ['-h'], { env: { ...process.env, PATH } }).error,
);
if (needs.length > 0) {
  console.warn(`skipping the tutorial: ${needs.join(' and ')} not installed`);
  if (process.env.CI) throw new Error('in CI nothing is skipped');
}

const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const home = folder();

describe.skipIf(needs.length > 0)('the tutorial', () => {
  let transcript = '';
  let ended: number | null = null;
  const plant = join(home.path, 'plant');

  beforeAll(async () => {
    const packed = await command(NPM, ['pack', '--silent', '--pack-destination', home.path], ROOT);
    const tarball = packed.out.trim().split('\n').at(-1) ?? '';
    const installed = await command(
      NPM,
      ['install', '--no-save', '--prefer-offline', `./${tarball}`],
      home.path,
      {
        npm_config_loglevel: 'error',
      },
    );
    if (installed.code !== 0) throw new Error(installed.err);
    const port = await freePort();
    const script = blocks(readFileSync(join(ROOT, 'docs/tutorial.md'), 'utf8'))
      .join('\n')
      .replace('cd plant\n', `cd plant\nsed -i 's/:8883/:${port}/' targets.yaml\n`)
      .replaceAll('listener 8883 ', `listener ${port} `);
    const { code, out, err } = await command(
      'bash',
      ['-ec', `trap 'kill $(cat mosquitto.pid) 2>/dev/null || true' EXIT\n${script}`],
      home.path,
    );
    transcript = `${out}\n${err}`;
    ended = code;
  });

  afterAll(home.clean);

  it('runs to its end', () => {
    expect(ended === 0 ? 'ended well' : transcript).toBe('ended well');
  });

  it('draws the diagram and writes the report', () => {
    expect(existsSync(join(plant, 'plant.svg'))).toBe(true);
    expect(readFileSync(join(plant, 'report.html'), 'utf8')).toContain('<svg');
  });

  it('the threat is implemented, then validated, then open, as the text says', () => {
    const told = [...transcript.matchAll(/^COM-02@uplink: .*\n([a-z-]+):/gm)].map((match) => match[1]);
    expect(told).toEqual(['implemented', 'validated', 'open']);
    expect(transcript).toContain('the gate is closed');
    expect(transcript).toContain('validate says: something failed');
  });

  it('keeps three runs and a head, all with signatures that count', () => {
    expect(readdirSync(join(plant, 'evidence'))).toHaveLength(4);
    expect(transcript).toContain('3 runs with a signature that counts');
    expect(transcript).toContain('The chain is whole.');
  });
});

/** The shell blocks of a Markdown text. */
function blocks(text: string): string[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
}
