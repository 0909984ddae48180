/** From a file to the register: what a file shows that was taken from what runs, and what one of the repository shows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { enumerate } from '../enumerate/index.ts';
import type { Run } from '../evidence/run.ts';
import { type Evidence, mitigate, NO_EVIDENCE, type RegisterEntry } from '../mitigate/index.ts';
import { type Inventory, model, readInventory } from '../model/index.ts';
import { sha256 } from '../text/digest.ts';
import type { Outcome } from '../text/problem.ts';
import { inspectedFiles } from './checks/compose/testing/inspected.ts';
import { AGENT, HUB, running } from './checks/iotedge/testing/twins.ts';
import { deployment } from './checks/iotedge/testing/manifest.ts';
import { checks } from './checks/index.ts';
import { plan } from './plan.ts';
import { run } from './run.ts';
import { readTargets } from './targets/read-targets.ts';
import { runOptions } from './testing/fake-check.ts';

const system = (more = ''): string => `bestride: 1
system: { id: line, version: "2", stage: fielded }
zones: { site: { type: field-gateway } }
elements:
  broker: { type: edge-module, zone: site, moduleLimits: true${more} }
  edge: { type: field-gateway, zone: site${more} }
`;

const COMPOSE = 'deploy/compose.yaml';
const BOUNDED = 'services: { broker: { image: mosquitto, mem_limit: 64m, cpus: 0.5 } }';
const files: Readonly<Record<string, string>> = {
  ...inspectedFiles,
  ...running(),
  ...deployment(),
  [COMPOSE]: BOUNDED,
};
const [wanted = ''] = Object.keys(deployment());
const catalogue = builtinCatalogue();
const TODAY = new Date();

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bestride-live-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

interface Looked {
  readonly run: Run;
  readonly entry: RegisterEntry | undefined;
}

/** Runs the checks of bounds on one target, and makes the register of what came of it. */
async function look(target: string, text = system(), inventory?: Inventory, later = 0): Promise<Looked> {
  const read = valueOf(model({ file: 'system.yaml', text }, catalogue));
  const declared = `bestride: 1\nenvironments:\n  lab:\n    it: { covers: [broker], ${target} }\n`;
  const targets = valueOf(readTargets({ file: 'targets.yaml', text: declared }, read, catalogue));
  const none: Evidence = { ...NO_EVIDENCE, ...(inventory && { inventory }) };
  const threats = enumerate(read, catalogue);
  const planned = plan(mitigate(threats, undefined, none, catalogue, TODAY), targets, 'lab', TODAY);
  const record = await run(planned, runOptions({ checks, root, only: ['it'] }));
  const evidence: Evidence = {
    ...none,
    environment: 'lab',
    runs: [{ file: 'run.json', digest: 'sha256:0', signer: 'ci', run: record }],
    targets: targets.digests('lab'),
    files: new Map(Object.entries(files).map(([path, one]) => [path, sha256(one)])),
  };
  const now = new Date(TODAY.getTime() + later * 24 * 3_600_000);
  const { entries } = mitigate(threats, undefined, evidence, catalogue, now);
  return { run: record, entry: entries.find(({ id }) => id === 'EDG-18@broker') };
}

const inspect = (taken: string): string =>
  `kind: docker-inspect, file: plant/containers.json, includes: [plant/volumes.json]${taken}`;
const today = `, taken: "${TODAY.toISOString()}"`;
const daysAgo = (days: number): string =>
  `, taken: "${new Date(TODAY.getTime() - days * 24 * 3_600_000).toISOString()}"`;

describe('what was taken from what runs', () => {
  it('validates, and says so', async () => {
    const { run: record, entry } = await look(inspect(today));
    expect(record.results).toMatchObject([
      { check: 'compose-limits', mitigation: 'module-limits', verdict: 'pass', strength: 'live-config' },
    ]);
    expect(record.results[0]?.reason).toContain('as exported on');
    expect(entry?.status).toBe('validated');
  });

  it('counts for seven days from then on, not from the run', async () => {
    expect((await look(inspect(daysAgo(5)))).entry?.status).toBe('validated');
    expect((await look(inspect(daysAgo(5)), system(), undefined, 1)).entry?.status).toBe('validated');
    expect((await look(inspect(daysAgo(5)), system(), undefined, 3)).entry?.status).toBe('implemented');
    const old = await look(inspect(daysAgo(8)));
    expect(old.run.results[0]?.verdict).toBe('inconclusive');
    expect(old.entry?.status).toBe('implemented');
  });

  it('shows nothing of what runs without its date', async () => {
    const { run: record, entry } = await look(inspect(''));
    expect(record.results).toMatchObject([{ verdict: 'pass', strength: 'repository-config' }]);
    const days = Date.parse(record.results[0]?.validUntil ?? '') - TODAY.getTime();
    expect(Math.round(days / 24 / 3_600_000)).toBe(90);
    expect(entry?.status).toBe('implemented');
    expect(entry?.statusReason).toContain('"repository-config", "live-config" is asked for');
  });

  it('of one gateway does not speak for the fleet, unless the inventory places it', async () => {
    const fleet = system(', cohorts: { b1: { count: 30 }, b2: { count: 10 } }');
    const read = valueOf(model({ file: 'system.yaml', text: fleet }, catalogue));
    const rows = Array.from({ length: 40 }, (_, one) => `u-${one},broker,${one < 30 ? 'b1' : 'b2'}`);
    const csv = ['id,element,cohort', ...rows].join('\n');
    const inventory = valueOf(readInventory({ file: 'inventory.csv', text: csv }, read, catalogue));
    const alone = await look(inspect(today), fleet, inventory);
    expect(alone.entry?.status).toBe('partly-validated');
    expect(alone.entry?.statusReason).toContain('1 of 40');
    const placed = await look(`${inspect(today)}, unit: { cohort: b1, id: u-3 }`, fleet, inventory);
    expect(placed.entry?.statusReason).toContain('30 of 40');
  });
});

describe('compose files', () => {
  it('show what is wanted, whenever they were taken', async () => {
    for (const taken of ['', today]) {
      const { run: record, entry } = await look(`kind: compose, file: ${COMPOSE}${taken}`);
      expect(record.results).toMatchObject([
        { check: 'compose-limits', verdict: 'pass', strength: 'repository-config' },
      ]);
      expect(record.results[0]?.reason.includes('docker inspect tells what runs')).toBe(taken !== '');
      expect(record.results[0]?.reason).not.toContain('as exported on');
      expect(entry?.status).toBe('implemented');
    }
  });
});

describe('IoT Edge', () => {
  const twins = `kind: iotedge-manifest, file: ${AGENT}, includes: [${HUB}]`;

  it('shows what runs by the word of the gateway', async () => {
    const { run: record, entry } = await look(twins + today);
    expect(record.results).toMatchObject([{ check: 'iotedge-module-limits', strength: 'live-config' }]);
    expect(record.results[0]?.reason).toContain('as edge-7 reported it');
    expect(entry?.status).toBe('validated');
  });

  it('shows what is wanted by a deployment, whenever it was taken', async () => {
    const { run: record, entry } = await look(`kind: iotedge-manifest, file: ${wanted}${today}`);
    expect(record.results).toMatchObject([{ verdict: 'pass', strength: 'repository-config' }]);
    expect(record.results[0]?.reason).toContain('what runs is in the twins');
    expect(entry?.status).toBe('implemented');
  });
});

function valueOf<T>({ value, problems }: Outcome<T>): T {
  if (value === undefined)
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  return value;
}
