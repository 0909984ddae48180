/** The devices of the reference solution against an impostor: the checks take the field gateway's place. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { folderOf } from '../reference/src/common/layout.ts';
import { hostName } from '../reference/src/common/fleet.ts';
import { manufacture } from '../reference/src/factory/manufacture.ts';
import { checks } from '../src/validate/checks/index.ts';
import { repeatedly } from '../src/validate/checks/client/testing/devices.ts';
import { run } from '../src/validate/run.ts';
import { runOptions } from '../src/validate/testing/fake-check.ts';
import { freePort } from '../src/validate/testing/mosquitto.ts';
import { planFor } from '../src/validate/testing/project.ts';

const path = (name: string): string => fileURLToPath(new URL(`../reference/${name}`, import.meta.url));

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'bestride-impostor-'));
  await manufacture(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('the valve hangs up on strangers, on other parts of the solution, and on old TLS', async () => {
  const port = await freePort();
  const of = (part: string, file: string): string => readFileSync(join(folderOf(dir, part), file), 'utf8');
  const env = {
    CA: of('valve', 'ca.pem'),
    GATEWAY_CERT: of('field-gateway', 'cert.pem'),
    GATEWAY_KEY: of('field-gateway', 'key.pem'),
    HUB_CERT: of('cloud-gateway', 'cert.pem'),
    HUB_KEY: of('cloud-gateway', 'key.pem'),
  };
  const targets = `bestride: 1
environments:
  lab:
    valve:
      kind: tls-client
      device: { listen: "127.0.0.1:${port}", returnsWithin: 30 }
      covers: [valve-line]
      tls: { ca: env:CA, name: ${hostName('field-gateway')} }
      identities:
        field-gateway: { cert: env:GATEWAY_CERT, key: env:GATEWAY_KEY }
        cloud-gateway: { cert: env:HUB_CERT, key: env:HUB_KEY }
`;
  const plan = planFor(targets, readFileSync(path('model/system.yaml'), 'utf8'));
  // The program ends when its first connection fails, and is started again.
  const program = path('src/device/valve/main.ts');
  const args = ['--import', 'tsx', program, '--folder', folderOf(dir, 'valve'), '--gateway', String(port)];
  const valve = repeatedly(process.execPath, args, '', 60_000);
  const options = runOptions({ checks, root: dir, env, only: ['valve'] });
  const record = await run(plan, options).finally(() => valve.stop());
  const verdicts = Object.fromEntries(record.results.map(({ check, verdict }) => [check, verdict]));
  expect(verdicts).toEqual({
    // Its factory makes no expired certificate for a gateway.
    'client-refuses-expired': 'inconclusive',
    'client-refuses-old-tls': 'pass',
    'client-refuses-unknown-ca': 'pass',
    'client-refuses-wrong-name': 'pass',
  });
}, 180_000);
