/** Checks of a host's report, on real ones of this machine and on odd ones. */
import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Check } from '../../check.ts';
import { HostReport } from '../../readers/host/report.ts';
import type { HostTarget } from '../../targets/read/host.ts';
import type { Target } from '../../targets/targets.ts';
import { runAgainst } from '../../testing/context.ts';
import { checks } from '../index.ts';
import { hostListeners } from './network/host-listeners.ts';
import { hostProcessesUnprivileged } from './host-processes-unprivileged.ts';
import { hostProgramsConfined } from './host-programs-confined.ts';
import { hostSecureBoot } from './host-secure-boot.ts';
import { bundle } from './testing/intact.ts';

const ALL = checks.filter(({ targets }) => targets.includes('host-report'));

interface How {
  readonly host?: HostTarget;
  readonly now?: Date;
  readonly files?: Readonly<Record<string, string>>;
  readonly declares?: Partial<Target>;
}

function run(check: Check, text: string, { host = {}, now = NOW, files = {}, declares = {} }: How = {}) {
  return runAgainst(check, {
    port: 0,
    kind: 'host-report',
    identities: [],
    files: { 'report.json': text, ...files },
    declares: { file: 'report.json', host, ...declares },
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
const ON = report({ secureBoot: true });

describe('checks of a host’s report', () => {
  it('says what was not seen', async () => {
    for (const check of ALL.filter(({ id }) => id !== 'host-listeners'))
      expect(await run(check, report({}), { host: { open: [] } })).toMatchObject({ verdict: 'inconclusive' });
    expect((await run(hostListeners, report({}))).reason).toContain('host.open');
    const unseen = { protocol: 'tcp', port: 22, loopback: false, uids: null };
    const found = await run(hostProcessesUnprivileged, report({ listeners: [unseen] }));
    expect(found).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('TCP 22') });
    const listeners = [
      { ...unseen, uids: [0] },
      { ...unseen, port: 80, uids: [33] },
    ];
    const declared = await run(hostProcessesUnprivileged, report({ listeners }), { host: { asRoot: [22] } });
    expect(declared.verdict).toBe('pass');
  });

  it('takes no report that is too old or from the future, and ends with its age', async () => {
    expect(await run(hostSecureBoot, ON)).toMatchObject({
      verdict: 'pass',
      validUntil: new Date('2026-06-16T12:00:00Z'),
    });
    for (const day of ['2026-06-17', '2026-06-01']) {
      const now = new Date(`${day}T12:00:00Z`);
      expect((await run(hostSecureBoot, ON, { now })).verdict).toBe('inconclusive');
    }
  });

  it('shows what runs where the host signed it or a person vouches for it, and else a file', async () => {
    const text = bundle(ON);
    const unsigned = { verdict: 'pass', strength: 'repository-config', facts: [] };
    expect(await run(hostSecureBoot, ON)).toMatchObject(unsigned);
    // A signature that nobody pinned the key of is none.
    expect(await run(hostSecureBoot, text)).toMatchObject(unsigned);
    const vouched = await run(hostSecureBoot, ON, { declares: { taken: '2026-06-09' } });
    expect(vouched).toMatchObject({ verdict: 'pass', strength: 'live-config', facts: [] });
    expect(vouched.reason).toContain('as reported of h on');
  });

  it('reports as seen what the target does not declare, and nothing where it declares nothing', async () => {
    const programs = ['sshd', 'telnetd'].map((program, index) => ({
      program,
      uid: 100 + index,
      user: '',
      capabilities: '0',
      groups: [],
    }));
    const text = report({ programs });
    expect((await run(hostProgramsConfined, text)).seen).toBeUndefined();
    expect((await run(hostProgramsConfined, text, { host: { programs: { sshd: [] } } })).seen).toEqual([
      { kind: 'module', name: 'telnetd', detail: 'talks to a network as user 101' },
    ]);
    expect((await run(hostProgramsConfined, report({}), { host: { programs: {} } })).seen).toBeUndefined();
  });

  it('never throws, and never passes on something else', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const files = { 'k.pem': publicKey.export({ type: 'spki', format: 'pem' }).toString() };
    const odd = fc.record({
      bundle: fc.constant('bestride-host-bundle-1'),
      report: fc.oneof(fc.string(), fc.constant(ON)),
      signer: fc.constant(JSON.parse(bundle(ON)).signer),
      signature: fc.base64String(),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string(), odd), async (one) => {
        const text = typeof one === 'string' ? one : JSON.stringify(one);
        for (const check of ALL) {
          const found = await run(check, text, { host: { key: 'k.pem' }, files });
          expect(found.verdict).toBe('inconclusive');
        }
      }),
      { numRuns: 30 },
    );
  });
});

const SCRIPT = fileURLToPath(new URL('../../../../collect/host.sh', import.meta.url));
const call = promisify(execFile);
/** Shells to run it with; in CI both are there. */
const SHELLS = (
  [
    ['sh', []],
    ['busybox', ['sh']],
  ] as const
).filter(([program]) => process.env['CI'] !== undefined || !spawnSync(program, ['true']).error);

describe.skipIf(process.platform !== 'linux')('the collector on this machine', () => {
  it.each(SHELLS)(
    'reports what is there, run by %s',
    async (shell, args) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const { stdout, stderr } = await call(shell, [...args, SCRIPT, '--file', '/etc/passwd'], {
          timeout: 100_000,
        });
        expect(stderr).toBe('');
        const { listeners, mounts, files } = HostReport.parse(JSON.parse(stdout));
        const address = server.address();
        const port = typeof address === 'object' ? address?.port : undefined;
        const uids = process.getuid?.() === 0 ? [0] : null;
        expect(listeners).toContainEqual({ protocol: 'tcp', port, loopback: true, uids });
        expect(mounts.length).toBeGreaterThan(0);
        expect(files.map(({ path }) => path)).toEqual(['/', '/etc', '/etc/passwd']);
        for (const check of ALL)
          expect((await run(check, stdout, { now: new Date() })).reason).toContain('as reported of');
      } finally {
        server.close();
      }
    },
    120_000,
  );

  it.skipIf(process.getuid?.() !== 0)(
    'sees less without root, says so, and asks nothing else of the machine',
    async () => {
      const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', 'sh', '-s'];
      const script = await readFile(SCRIPT, 'utf8');
      const running = call('setpriv', nobody, { timeout: 100_000 });
      running.child.stdin?.end(script);
      const { stdout, stderr } = await running;
      expect(stderr).toBe('');
      const found = HostReport.parse(JSON.parse(stdout));
      expect(found).toMatchObject({ programs: null, media: { mounters: null }, console: { readers: null } });
      expect(found.accounts?.every(({ password }) => password === null)).toBe(true);
      expect(found.listeners.every(({ uids }) => uids === null)).toBe(true);
    },
    120_000,
  );

  it.each(['ed25519', 'ec', 'rsa'] as const)(
    'signs with a key of openssl (%s), and leaves nothing',
    async (kind) => {
      const dir = await mkdtemp(join(tmpdir(), 'bestride-host-'));
      try {
        const { publicKey, privateKey } =
          kind === 'ed25519'
            ? generateKeyPairSync(kind)
            : kind === 'ec'
              ? generateKeyPairSync(kind, { namedCurve: 'P-256' })
              : generateKeyPairSync(kind, { modulusLength: 2048 });
        const key = join(dir, 'key.pem');
        await writeFile(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
        const options = ['--nonce', 'a-nonce-of-ours', '--key', key];
        const { stdout } = await call('sh', [SCRIPT, ...options], {
          timeout: 100_000,
          env: { ...process.env, TMPDIR: dir },
        });
        const files = { 'k.pem': publicKey.export({ type: 'spki', format: 'pem' }).toString() };
        const host = { key: 'k.pem', nonce: 'a-nonce-of-ours', open: [] };
        const found = await run(hostListeners, stdout, { host, files, now: new Date() });
        expect(found.reason).toContain('as signed by');
        expect(found).toMatchObject({ strength: 'live-config', facts: [{ ref: 'key of the report' }] });
        expect(stdout).not.toContain('PRIVATE');
        const other = await run(hostListeners, stdout.replace('report\\"', 'Report\\"'), { host, files });
        expect(other).toMatchObject({
          verdict: 'inconclusive',
          reason: expect.stringContaining('signature'),
        });
        expect(await readdir(dir)).toEqual(['key.pem']);
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
    120_000,
  );

  it('refuses options that it does not know', async () => {
    await expect(call('sh', [SCRIPT, '--send', 'x'])).rejects.toMatchObject({ code: 2 });
  });
});
