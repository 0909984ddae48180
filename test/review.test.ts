/** The word of several people on the model as it is (S-12): asked for in trust.yaml, signed, taken back by a change. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bestride, folder } from './support/bestride.ts';

const home = folder({});
const plant = join(home.path, 'plant');

/** What the gate says of reviews; undefined where it says nothing. */
async function unreviewed(...more: string[]): Promise<string | undefined> {
  const { out } = await bestride(plant, ['gate', '--fail-on', 'critical', '--format', 'json', ...more]);
  const { reasons } = JSON.parse(out) as { reasons: { kind: string; why: string }[] };
  return reasons.find(({ kind }) => kind === 'unreviewed')?.why;
}

function review(signer: string, by: string): ReturnType<typeof bestride> {
  const who = ['--by', by, '--role', 'architect', '--until', '2099-01-01T00:00:00Z'];
  return bestride(plant, ['evidence', 'review', ...who, '--key', `.bestride/${signer}.key`]);
}

describe('reviews of the whole model', () => {
  beforeAll(async () => {
    await bestride(home.path, ['init', 'plant']);
    await bestride(plant, ['evidence', 'key', '--name', 'machine']);
    await bestride(plant, ['evidence', 'key', '--name', 'jones', '--human']);
    await bestride(plant, ['evidence', 'key', '--name', 'smith', '--human']);
  });
  afterAll(home.clean);

  it('are asked for by trust.yaml alone', async () => {
    expect(await unreviewed()).toBeUndefined();
    appendFileSync(join(plant, 'trust.yaml'), 'review: { people: 2 }\n');
    expect(await unreviewed()).toBe('trust.yaml asks that 2 people have read the model as it is; 0 have');
  });

  it('count by the people who gave them, not by their keys or by machines', async () => {
    const first = await review('jones', 'A. Jones');
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toContain('A. Jones (architect) has read system.yaml');
    await review('machine', 'M. Achine');
    await review('smith', 'a. jones');
    expect(await unreviewed()).toBe('trust.yaml asks that 2 people have read the model as it is; 1 has');
    await review('smith', 'B. Smith');
    expect(await unreviewed()).toBeUndefined();
    const { out } = await bestride(plant, ['mitigate']);
    expect(out).toMatch(
      /^Reviewed\s+2 of 2 people that trust\.yaml asks for\. A\. Jones \(architect\) has read/m,
    );
  });

  it('lapse with their date, and with any change of what was read', async () => {
    expect(await unreviewed('--now', '2099-01-02T00:00:00Z')).toContain('it counted until 2099-01-01');
    const file = join(plant, 'decisions.yaml');
    appendFileSync(file, '\n# one more line\n');
    expect(readFileSync(file, 'utf8')).toContain('one more line');
    expect(await unreviewed()).toContain(
      'the word of A. Jones does not count: decisions.yaml has changed since',
    );
  });

  it('stand in the chain like any other run', async () => {
    const { out } = await bestride(plant, ['evidence', 'verify']);
    expect(out).toContain('signed by jones  A. Jones has read the threat model');
  });
});
