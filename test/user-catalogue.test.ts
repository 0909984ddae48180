/** docs/catalogue.md, done as a reader does it: its files are written, its commands run in order in one shell. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BIN, ROOT, bestride, command, folder } from './support/bestride.ts';

/** What the page shows, in its order: a file where the block starts with its name, otherwise commands. */
const page = readFileSync(join(ROOT, 'docs/catalogue.md'), 'utf8');
const blocks = [...page.matchAll(/^```(yaml|sh)\n([\s\S]*?)^```$/gm)].map(([, kind, text = '']) => ({
  file: kind === 'yaml' ? (/^# (\S+\.yaml)\n/.exec(text)?.[1] ?? '') : undefined,
  text,
}));

/** The page done up to, and without, its first block that holds `text`. */
function filesBefore(text: string): Record<string, string> {
  const end = blocks.findIndex((block) => block.text.includes(text));
  return Object.fromEntries(
    blocks.slice(0, end).flatMap(({ file, text: content }) => (file === undefined ? [] : [[file, content]])),
  );
}

describe('the page about catalogues of one’s own', () => {
  const home = folder();
  const said: string[] = [];
  afterAll(home.clean);

  beforeAll(async () => {
    for (const { file, text } of blocks) {
      if (file !== undefined) {
        mkdirSync(dirname(join(home.path, file)), { recursive: true });
        writeFileSync(join(home.path, file), text);
        continue;
      }
      const script = `npx() { shift; "$NODE" "$BIN" "$@"; }\n${text}`;
      const { code, out, err } = await command('bash', ['-ec', script], home.path, {
        NODE: process.execPath,
        BIN,
      });
      said.push(`${code}\n${out}${err}`);
    }
  });

  it('its test is green', () => {
    expect(said[0]).toMatch(/^0\n/);
    expect(said[0]).toMatch(/ok +PMP-01 +4 examples, each of \d+ changes noticed/);
    expect(said[0]).toMatch(/ok +dry-run-cutout/);
  });

  it('its broken variant is red, at the place in the file, and says what came out instead', () => {
    expect(said[1]).toContain('the test says: something is wrong');
    expect(said[1]).toContain('FAILED PMP-01');
    expect(said[1]).toContain(
      'error CAT04 example 2 of "PMP-01" says "stated-bad", and "inlet" came out as "stated"',
    );
    expect(said[1]).toMatch(/catalogue\/rules\/PMP-01\.yaml:\d+:\d+/);
    expect(said[1]).toMatch(/\d+ \| {3}- says: stated-bad\n +\| +\^\^\^/);
  });

  it('enumerate shows the new threat, as an accusation', () => {
    expect(said[2]).toMatch(/^0\n/);
    expect(said[2]).toMatch(/PMP-01@inlet +TD +The pump is made to run dry until it breaks/);
    expect(said[2]).toContain('DEV-05@inlet');
  });

  it('an override shows what it changed and why, and the threat stays', () => {
    expect(said[3]).toMatch(/^0\n/);
    expect(said[3]).toContain('This project rates DEV-05 itself: likelihood 1 instead of 3.');
    expect(said[3]).toMatch(/guarded\s+yard/);
  });

  it('no severity is lowered in silence: every step that goes by severities says so', async () => {
    for (const step of ['enumerate', 'mitigate', 'gate']) {
      const { out } = await bestride(home.path, [step]);
      expect(out.replaceAll(/\s+/g, ' ')).toContain('DEV-05 (likelihood 1 instead of 3)');
    }
  });
});

describe('a catalogue of one’s own', () => {
  const project = folder(filesBefore('catalogue test'));
  afterAll(project.clean);

  it('is tested as a project or as a folder, from anywhere, wherever it lies', async () => {
    const elsewhere = folder(
      Object.fromEntries(
        Object.entries(filesBefore('catalogue test')).map(([file, text]) => [`rules/plant/${file}`, text]),
      ),
    );
    for (const path of ['rules/plant', 'rules/plant/catalogue']) {
      const { code, err } = await bestride(elsewhere.path, ['catalogue', 'test', path]);
      expect([code, err]).toEqual([0, '']);
    }
    elsewhere.clean();
  });

  it('test --format json and junit say the same', async () => {
    const json = await bestride(project.path, ['catalogue', 'test', '--format', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: true,
      rules: [
        {
          id: 'PMP-01',
          examples: [{ number: 1, says: 'unstated', subjects: ['inlet'], instead: [] }, {}, {}, {}],
        },
      ],
      mitigations: [{ id: 'dry-run-cutout', unnoticed: [] }],
      problems: [],
    });
    const { out } = await bestride(project.path, ['catalogue', 'test', '--format', 'junit']);
    expect(out).toContain('<testsuites name="bestride" tests="6" failures="0" errors="0" skipped="0">');
  });

  it('list and show have it, of this folder or of a project that is named', async () => {
    const here = await bestride(project.path, ['catalogue', 'list']);
    expect(here.out).toContain('PMP-01');
    const named = await bestride(ROOT, ['catalogue', 'show', 'dry-run-cutout', project.path]);
    expect(named.out).toContain('rusted shut');
    const without = await bestride(ROOT, ['catalogue', 'list']);
    expect(without.out).not.toContain('PMP-01');
  });

  it('exits 2 where it does not compile, in every command, with the place', async () => {
    const files = filesBefore('catalogue test');
    const taken = files['catalogue/rules/PMP-01.yaml']?.replaceAll('PMP-01', 'DEV-05') ?? '';
    const mine = folder({ ...files, 'catalogue/rules/DEV-05.yaml': taken });
    for (const args of [['catalogue', 'test'], ['enumerate'], ['catalogue', 'list']]) {
      const { code, out, err } = await bestride(mine.path, args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('CAT01 the built-in catalogue already has a rule "DEV-05"');
      expect(err).toMatch(/DEV-05\.yaml:2:\d+ error[\s\S]*\^\^\^/);
    }
    mine.clean();
  });

  it('cannot switch a rule off', async () => {
    const mine = folder({
      ...filesBefore('catalogue test'),
      'catalogue/overrides.yaml': 'severity:\n  DEV-05: off\n',
    });
    const { code, err } = await bestride(mine.path, ['gate']);
    expect(code).toBe(2);
    expect(err).toContain('CAT06 the rule "DEV-05" cannot be switched off: nobody types a threat away');
    expect(err).toContain('decisions.yaml');
    mine.clean();
  });
});
