/**
 * Red and green on one threat, on the running reference solution: a dead hub shows nothing, a hub that lets
 * strangers in is found out, an intact one is validated; and nobody gets around the evidence.
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Solution, startSolution } from '../reference/src/solution.ts';
import { bestride } from './support/bestride.ts';

const THREAT = 'BRK-01@cloud-gateway';
const dir = mkdtempSync(join(tmpdir(), 'bestride-four-steps-'));
const key = join(dir, 'signing.key');
let solution: Solution;
let project: string;

interface Line {
  readonly id: string;
  readonly status: string;
  readonly statusReason: string;
}

async function status(folder = project): Promise<Line> {
  const { out, err } = await bestride(folder, ['mitigate', '--format', 'json']);
  const { threats } = JSON.parse(out) as { threats: Line[] };
  const line = threats.find((threat) => threat.id === THREAT);
  if (!line) throw new Error(`no ${THREAT}: ${err}`);
  return line;
}

async function validate(): Promise<{ code: number | null; verdicts: string[] }> {
  const { code, out, err } = await bestride(project, [
    'validate',
    '--key',
    key,
    '--only',
    'mqtt-anonymous',
    '--format',
    'json',
  ]);
  if (code !== 0 && code !== 1) throw new Error(err);
  const { run } = JSON.parse(out) as { run: { results: { target: string; verdict: string }[] } };
  const onHub = run.results.filter((result) => result.target === 'hub').map((result) => result.verdict);
  return { code, verdicts: [...new Set(onHub)] };
}

function runFiles(): string[] {
  return readdirSync(join(project, 'evidence'))
    .filter((name) => name.endsWith('.dsse.json'))
    .toSorted();
}

describe('one threat, red and green', () => {
  let hubPort: number;

  beforeAll(async () => {
    solution = await startSolution({ dir });
    project = solution.files.project;
    hubPort = solution.ports.hub;
    const made = await bestride(project, ['evidence', 'key', '--name', 'tester', '--output', key]);
    if (made.code !== 0) throw new Error(made.err);
  });

  afterAll(async () => {
    await solution.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('before anything was tried: implemented, on the word of the model alone', async () => {
    expect(await status()).toMatchObject({ status: 'implemented' });
  });

  it('hub stopped: inconclusive, and the threat stays implemented', async () => {
    await solution.stopPart('cloud-gateway');
    expect(await validate()).toEqual({ code: 0, verdicts: ['inconclusive'] });
    expect(await status()).toMatchObject({ status: 'implemented' });
    await solution.stop();
  });

  it('hub with anonymous access: fail, the threat is open and the gate closed', async () => {
    solution = await startSolution({ dir, hubPort, weaken: 'anonymous-hub' });
    expect(await validate()).toEqual({ code: 1, verdicts: ['fail'] });
    expect(await status()).toMatchObject({ status: 'open' });
    const gate = await bestride(project, ['gate', '--fail-on', 'high']);
    expect(gate.code).toBe(1);
    expect(gate.out).toContain(THREAT);
  });

  it('stopping the hub after the failure does not make it better', async () => {
    await solution.stopPart('cloud-gateway');
    expect((await validate()).verdicts).toEqual(['inconclusive']);
    expect(await status()).toMatchObject({ status: 'open' });
    await solution.stop();
  });

  it('hub intact: pass, the threat is validated', async () => {
    solution = await startSolution({ dir, hubPort });
    expect(await validate()).toEqual({ code: 0, verdicts: ['pass'] });
    expect(await status()).toMatchObject({ status: 'validated' });
    expect((await bestride(project, ['evidence', 'verify'])).code).toBe(0);
  });

  it('deleting the file of the failing run is noticed, also by the gate', async () => {
    const copy = join(dir, 'without-failure');
    cpSync(project, copy, { recursive: true });
    const failing = runFiles()[1] ?? '';
    rmSync(join(copy, 'evidence', failing));
    const verify = await bestride(copy, ['evidence', 'verify']);
    expect(verify.code).toBe(1);
    expect(verify.err).toContain('EVI04');
    const gate = await bestride(copy, ['gate', '--fail-on', 'critical']);
    expect(gate.code).toBe(1);
    expect(gate.err).toContain('EVI04');
  });

  it('deleting the newest run is noticed as well', async () => {
    const copy = join(dir, 'without-newest');
    cpSync(project, copy, { recursive: true });
    rmSync(join(copy, 'evidence', runFiles().at(-1) ?? ''));
    const verify = await bestride(copy, ['evidence', 'verify']);
    expect(verify.err).toContain('EVI04');
  });

  it('a run signed by an unknown key counts for nothing', async () => {
    const copy = join(dir, 'other-trust');
    cpSync(project, copy, { recursive: true });
    writeFileSync(join(copy, 'trust.yaml'), 'bestride: 1\nsigners: {}\n');
    expect(await status(copy)).toMatchObject({ status: 'implemented' });
    expect((await bestride(copy, ['evidence', 'verify'])).err).toContain('EVI02');
  });

  it('a run that was changed after signing does not verify', async () => {
    const copy = join(dir, 'changed');
    cpSync(project, copy, { recursive: true });
    const file = join(copy, 'evidence', runFiles().at(-1) ?? '');
    const envelope = JSON.parse(readFileSync(file, 'utf8')) as { payload: string };
    const payload = Buffer.from(envelope.payload, 'base64')
      .toString('utf8')
      .replaceAll('mqtt-anonymous', 'mqtt-revocation');
    writeFileSync(file, JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }));
    const verify = await bestride(copy, ['evidence', 'verify']);
    expect(verify.code).toBe(1);
    expect(verify.err).toContain('EVI03');
  });

  it('changing what the model claims makes the evidence stale and says which fact', async () => {
    const copy = join(dir, 'changed-model');
    cpSync(project, copy, { recursive: true });
    const model = readFileSync(join(copy, 'system.yaml'), 'utf8');
    writeFileSync(join(copy, 'system.yaml'), model.replaceAll('client: x509', 'client: tpm'));
    const line = await status(copy);
    expect(line.status).toBe('implemented');
    expect(line.statusReason).toContain('client');
  });

  it('typing a control into the model moves a threat to implemented and no further', async () => {
    const copy = join(dir, 'typed');
    cpSync(project, copy, { recursive: true });
    rmSync(join(copy, 'evidence'), { recursive: true });
    const { out } = await bestride(copy, ['mitigate', '--format', 'json']);
    const { threats } = JSON.parse(out) as { threats: Line[] };
    expect(threats.filter((threat) => threat.status.includes('validated'))).toEqual([]);
  });
});
