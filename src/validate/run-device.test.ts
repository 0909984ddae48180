/** Targets that are a device: where a run binds, where it does not, and what it makes of the result. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checks } from './checks/index.ts';
import { repeatedly } from './checks/client/testing/devices.ts';
import { serverIdentities } from './checks/client/testing/door.ts';
import { describePlan } from './describe.ts';
import { type RunOptions, run } from './run.ts';
import { fakeCheck, runOptions } from './testing/fake-check.ts';
import { answers, freePort } from './testing/mosquitto.ts';
import { type Pki, createPki } from './testing/pki.ts';
import { planFor } from './testing/project.ts';

let root: string;
let pki: Pki;
let env: Record<string, string>;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bestride-device-'));
  pki = await createPki();
  const [server, elsewhere, old] = await serverIdentities(pki);
  env = { CA: pki.ca.cert };
  for (const [name, one] of Object.entries({ SERVER: server, OTHER: elsewhere, OLD: old })) {
    env[`${name}_CERT`] = one?.cert ?? '';
    env[`${name}_KEY`] = one?.key ?? '';
  }
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await pki.remove();
});

const SYSTEM = `bestride: 1
system: { id: line, version: "2", stage: fielded }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements:
  valve:
    type: actuator
    zone: field
    cohorts: { new: { count: 900 }, old: { count: 300 } }
  hub: { type: cloud-gateway, zone: cloud }
connections:
  uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.2" }, server: { verified: [chain, name] } }
`;

const targets = (listen: string): string => `bestride: 1
environments:
  lab:
    valve-dials:
      kind: tls-client
      device: { listen: "${listen}", returnsWithin: 3 }
      covers: [uplink]
      tls: { ca: env:CA, name: localhost }
      identities:
        gateway: { cert: env:SERVER_CERT, key: env:SERVER_KEY }
        other-gateway: { cert: env:OTHER_CERT, key: env:OTHER_KEY }
        old-gateway: { cert: env:OLD_CERT, key: env:OLD_KEY, state: expired }
`;

const options = (over: Partial<RunOptions> = {}): RunOptions =>
  runOptions({ checks, root, env, only: ['valve-dials'], ...over });

describe('a run on a device that dials', () => {
  it('takes its server’s place, and says what came of it for the units that dial', async () => {
    const port = await freePort();
    const plan = planFor(targets(`127.0.0.1:${port}`), SYSTEM);
    expect(describePlan(plan).join('\n')).toContain(`waiting at 127.0.0.1:${port}`);
    const device = repeatedly('curl', ['-s', '--cacert', pki.ca.certFile, `https://localhost:${port}/`], '');
    const record = await run(plan, options()).finally(() => device.stop());
    const verdicts = record.results
      .filter(({ mitigation }) => mitigation === 'server-verified')
      .map(({ check, verdict, coverage }) => [check, verdict, coverage]);
    // One unit of 1200 was tried; the target does not say of which cohort it is.
    expect(verdicts).toEqual(
      ['client-refuses-expired', 'client-refuses-unknown-ca', 'client-refuses-wrong-name'].map((check) => [
        check,
        'pass',
        { of: 1200, covered: 1 },
      ]),
    );
    expect(record.results[0]?.vantage).toContain('over loopback');
    expect(await answers(port)).toBe(false);
    const text = JSON.stringify(record);
    expect(text).not.toContain('PRIVATE KEY');
  }, 60_000);

  it('does not bind beyond loopback without a grant, nor everywhere at once', async () => {
    for (const listen of ['192.0.2.7:8883', '0.0.0.0:8883', '[::]:8883']) {
      const record = await run(planFor(targets(listen), SYSTEM), options());
      expect(record.results).toEqual([]);
      expect(record.notRun.map(({ reason }) => reason.slice(0, 5))).toEqual(record.notRun.map(() => 'TGT04'));
    }
  });

  it('never dials the place where the device calls', async () => {
    const port = await freePort();
    const check = fakeCheck(
      async ({ dial, door }) => {
        expect(door?.declared).toBe(`127.0.0.1:${port}`);
        await dial.connect();
        throw new Error('it was dialled');
      },
      { id: 'client-refuses-expired', targets: ['tls-client'] },
    );
    const plan = planFor(targets(`127.0.0.1:${port}`), SYSTEM);
    const record = await run(plan, options({ checks: [check], only: ['client-refuses-expired'] }));
    expect(record.results[0]?.reason).toContain('the target has no address');
  });
});
