/** What only a person can see: a signed statement moves a threat, for as long and by whom it may. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bestride, folder } from './support/bestride.ts';

const THREAT = 'DEV-06@sensor';
const home = folder({ 'report.txt': 'fuses read back on ten units: blown\n' });
const plant = join(home.path, 'plant');

async function status(...more: string[]): Promise<{ status: string; statusReason: string }> {
  const { out, err } = await bestride(plant, ['mitigate', '--format', 'json', ...more]);
  const { threats } = JSON.parse(out) as { threats: { id: string; status: string; statusReason: string }[] };
  const line = threats.find(({ id }) => id === THREAT);
  if (!line) throw new Error(`no ${THREAT}: ${err}`);
  return line;
}

function attest(signer: string, claim = 'debug-port-fused@sensor'): ReturnType<typeof bestride> {
  const says = ['--by', 'A. Jones', '--role', 'hardware lead', '--says', 'the debug fuses are blown'];
  const until = ['--until', '2099-01-01T00:00:00Z', '--key', `.bestride/${signer}.key`];
  return bestride(plant, ['evidence', 'attest', claim, '--document', '../report.txt', ...says, ...until]);
}

describe('a human statement', () => {
  beforeAll(async () => {
    await bestride(home.path, ['init', 'plant']);
    const model = readFileSync(join(plant, 'system.yaml'), 'utf8');
    writeFileSync(
      join(plant, 'system.yaml'),
      model.replace('count: 200', 'count: 200\n    debugPort: locked'),
    );
    await bestride(plant, ['evidence', 'key', '--name', 'machine']);
    await bestride(plant, ['evidence', 'key', '--name', 'lead', '--human']);
  });
  afterAll(home.clean);

  it('is needed: the model alone gives implemented', async () => {
    expect(await status()).toMatchObject({ status: 'implemented' });
  });

  it('by a signer that may only sign runs counts for nothing', async () => {
    expect((await attest('machine')).code).toBe(0);
    expect(await status()).toMatchObject({ status: 'implemented' });
    expect((await bestride(plant, ['evidence', 'verify'])).err).toContain('EVI05');
  });

  it('about what answers no threat there is refused', async () => {
    expect((await attest('lead', 'tls-transport@sensor')).code).toBe(2);
  });

  it('by a signer that may speak for a person validates, with the digest of the document', async () => {
    const { code, err } = await attest('lead');
    expect([code, err]).toEqual([0, '']);
    expect(await status()).toMatchObject({ status: 'validated' });
    const { out } = await bestride(plant, ['explain', THREAT]);
    expect(out).toContain('A. Jones');
    const summary = await bestride(plant, ['mitigate']);
    expect(summary.out.replaceAll(/\s+/g, ' ')).toContain(
      "1 validated (1 of them with a person's signed word)",
    );
    const runs = readdirSync(join(plant, 'evidence')).filter((name) => name.endsWith('.dsse.json'));
    const document = `sha256:${createHash('sha256')
      .update(readFileSync(join(home.path, 'report.txt')))
      .digest('hex')}`;
    const payloads = runs.map((name) => {
      const { payload } = JSON.parse(readFileSync(join(plant, 'evidence', name), 'utf8')) as {
        payload: string;
      };
      return Buffer.from(payload, 'base64').toString('utf8');
    });
    expect(payloads.every((payload) => payload.includes(document))).toBe(true);
  });

  it('grows stale after its date', async () => {
    expect(await status('--now', '2099-01-02T00:00:00Z')).toMatchObject({ status: 'implemented' });
  });

  it('grows stale when the model says something else', async () => {
    const file = join(plant, 'system.yaml');
    const model = readFileSync(file, 'utf8');
    writeFileSync(file, model.replace('debugPort: locked', 'debugPort: none'));
    const line = await status();
    writeFileSync(file, model);
    expect(line.status).toBe('implemented');
    expect(line.statusReason).toContain('debugPort');
  });
});
