/** A run on an export: what is planned from a declaration, and what gets into the record. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { run } from '../../run.ts';
import { runOptions } from '../../testing/fake-check.ts';
import { planFor } from '../../testing/project.ts';
import { checks } from '../index.ts';
import { CANARY_KEY, EXPORT, INVENTORY, UNITS, identity, list } from './testing/exports.ts';

const SYSTEM = `bestride: 1
system: { id: line, version: "2", stage: fielded }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements:
  valve: { type: actuator, zone: field, count: 2 }
  hub: { type: iot-hub, zone: cloud }
connections:
  uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.2" }, client: x509, clientRevocation: true }
`;
const taken = new Date(Date.now() - 3_600_000).toISOString();
const TARGETS = `bestride: 1
environments:
  lab:
    registry:
      kind: registry-export
      file: ${EXPORT}
      covers: [uplink]
      taken: "${taken}"
      registry: { inventory: ${INVENTORY} }
`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'bestride-registry-'));
  const text = list(
    identity('valve-0001', 'selfSigned'),
    identity('valve-0002', 'selfSigned'),
    identity('valve-0009', 'sas', { key: CANARY_KEY }),
  );
  writeFileSync(join(root, EXPORT), text);
  writeFileSync(join(root, INVENTORY), UNITS);
});
afterAll(() => rmSync(root, { recursive: true }));

it('has all three checks look at it, for the mitigations they test', async () => {
  const record = await run(
    planFor(TARGETS, SYSTEM),
    runOptions({ checks, root, env: {}, only: ['registry'] }),
  );
  const said = record.results.map(({ check, mitigation, verdict }) => `${check} ${mitigation} ${verdict}`);
  expect(said).toEqual([
    'registry-authentication client-certificate fail',
    'registry-own-keys own-credential fail',
    'registry-retired client-revocation fail',
  ]);
  for (const { facts, seen } of record.results) {
    expect(facts.flatMap(({ kind, ref }) => (kind === 'file' ? [ref] : []))).toEqual([EXPORT, INVENTORY]);
    expect(seen?.map(({ name }) => name)).toEqual(['valve-0001', 'valve-0002', 'valve-0009']);
  }
  expect(JSON.stringify(record)).not.toContain(CANARY_KEY.slice(0, 12));
});
