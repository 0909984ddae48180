/** Checks of a host's report, on a real one of this machine and on odd ones. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Check } from '../../check.ts';
import type { Target } from '../../targets/targets.ts';
import { runAgainst } from '../../testing/context.ts';
import { hostDiskEncrypted } from './host-disk-encrypted.ts';
import { hostFirewallDefaultDrop } from './host-firewall-default-drop.ts';
import { hostListeners } from './host-listeners.ts';
import { hostProcessesUnprivileged } from './host-processes-unprivileged.ts';
import { hostSecureBoot } from './host-secure-boot.ts';

const ALL = [
  hostDiskEncrypted,
  hostFirewallDefaultDrop,
  hostListeners,
  hostProcessesUnprivileged,
  hostSecureBoot,
];

function run(check: Check, text: string, host: Target['host'] = { open: [] }, now = new Date()) {
  return runAgainst(check, {
    port: 0,
    kind: 'host-report',
    identities: [],
    files: { 'report.json': text },
    declares: { file: 'report.json', host },
    now,
  });
}

const NOW = new Date('2026-06-10T12:00:00Z');
const report = (changes: object): string =>
  JSON.stringify({
    report: 'bestride-host-1',
    taken: '2026-06-09T12:00:00Z',
    host: 'h',
    listeners: [],
    mounts: [],
    secureBoot: null,
    firewall: { ipv4: null, ipv6: 'drop' },
    ...changes,
  });

describe('checks of a host’s report', () => {
  it('says what was not seen', async () => {
    for (const check of ALL.filter(({ id }) => id !== 'host-listeners'))
      expect((await run(check, report({}), {}, NOW)).verdict).toBe('inconclusive');
    expect((await run(hostListeners, report({}), {}, NOW)).reason).toContain('host.open');
    const unseen = { protocol: 'tcp', port: 22, loopback: false, uids: null };
    const found = await run(hostProcessesUnprivileged, report({ listeners: [unseen] }), {}, NOW);
    expect(found).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('TCP 22') });
    const declared = {
      listeners: [
        { ...unseen, uids: [0] },
        { ...unseen, port: 80, uids: [33] },
      ],
    };
    expect((await run(hostProcessesUnprivileged, report(declared), { asRoot: [22] }, NOW)).verdict).toBe(
      'pass',
    );
  });

  it('takes no report that is too old or from the future, and ends with its age', async () => {
    const on = report({ secureBoot: true });
    const found = await run(hostSecureBoot, on, {}, NOW);
    expect(found).toMatchObject({ verdict: 'pass', validUntil: new Date('2026-06-16T12:00:00Z') });
    expect((await run(hostSecureBoot, on, {}, new Date('2026-06-17T12:00:00Z'))).verdict).toBe(
      'inconclusive',
    );
    expect((await run(hostSecureBoot, on, {}, new Date('2026-06-01T12:00:00Z'))).verdict).toBe(
      'inconclusive',
    );
  });

  it('never throws, and never passes on something else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        for (const check of ALL) expect((await run(check, text)).verdict).toBe('inconclusive');
      }),
      { numRuns: 50 },
    );
  });
});

describe.skipIf(process.platform !== 'linux')('the collector on this machine', () => {
  it('reports what is there', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const script = fileURLToPath(new URL('../../../../collect/host.sh', import.meta.url));
      const { stdout, stderr } = await promisify(execFile)('sh', [script], { timeout: 30_000 });
      expect(stderr).toBe('');
      const { listeners, mounts } = JSON.parse(stdout);
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const uid = process.getuid?.();
      expect(listeners).toContainEqual({
        protocol: 'tcp',
        port,
        loopback: true,
        uids: uid === 0 ? [0] : null,
      });
      expect(mounts.length).toBeGreaterThan(0);
      for (const check of ALL) expect((await run(check, stdout)).reason).toContain('as reported of');
    } finally {
      server.close();
    }
  }, 60_000);
});
