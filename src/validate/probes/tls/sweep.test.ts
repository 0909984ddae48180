import { execFileSync, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startOpenssl, startTcp, startTls } from '../../testing/listeners.ts';
import { INTACT, MOSQUITTO, startBroker } from '../../testing/mosquitto.ts';
import { NGINX, startNginx } from '../../testing/nginx.ts';
import { answerOldTls, serverFlight, suitesIn } from '../../testing/old-tls.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
import { type OpenDialler, openDialler } from '../dial.ts';
import { LEGACY_SUITES } from './wire/suites.ts';
import { groupName } from './groups.ts';
import { MOST_CONNECTIONS, type Sweep, sweepTls } from './sweep.ts';

let pki: Pki;
const started: { stop(): Promise<void> }[] = [];
const diallers: OpenDialler[] = [];
beforeAll(async () => {
  pki = await createPki();
});
afterEach(async () => {
  for (const dial of diallers.splice(0)) dial.close();
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => pki.remove());

const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const listener = await starting;
  started.push(listener);
  return listener;
};
const sweep = (port: number, connections = 400): Promise<Sweep> => {
  const dial = openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections, seconds: 60, bytes: 5_000_000 },
    signal: new AbortController().signal,
  });
  diallers.push(dial);
  return sweepTls(dial);
};
const rsa = () => pki.issue({ name: 'rsa', san: ['localhost'], key: 'rsa2048' });
const ALL = 'ALL:COMPLEMENTOFALL:eNULL:@SECLEVEL=0';

const hasNmap = ((): boolean => {
  try {
    execFileSync('nmap', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('skipped: nmap, the outside oracle, is not installed');
    return false;
  }
})();

describe.skipIf(!hasNmap)(
  'the sweep finds what nmap’s ssl-enum-ciphers finds, suite by suite, with the same groups',
  () => {
    it.each([
      ['node:tls as it is', async () => keep(startTls(pki.server))],
      [
        'node:tls from TLS 1.0 on with all it has, RSA',
        async () =>
          keep(startTls(await rsa(), { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0', dhparam: 'auto' })),
      ],
      [
        'OpenSSL with all it has, without encryption too',
        async () => keep(startOpenssl(await rsa(), '-cipher', ALL, '-min_protocol', 'TLSv1')),
      ],
      ['OpenSSL with TLS 1.3 only', async () => keep(startOpenssl(pki.server, '-tls1_3'))],
      [
        'OpenSSL with pre-shared keys',
        async () =>
          keep(
            startOpenssl(
              pki.server,
              '-nocert',
              '-psk',
              '00112233445566778899',
              '-tls1_2',
              '-cipher',
              'PSK:@SECLEVEL=0',
            ),
          ),
      ],
      ...(NGINX === undefined
        ? []
        : [
            [
              'nginx that demands client certificates',
              async () =>
                keep(startNginx(pki, ['ssl_client_certificate PKI/ca.pem', 'ssl_verify_client on'])),
            ] as const,
          ]),
      ...(MOSQUITTO === undefined
        ? []
        : [
            [
              'mosquitto that demands client certificates',
              async () => keep(startBroker(pki, INTACT)),
            ] as const,
          ]),
    ] as const)(
      '%s',
      async (_, start) => {
        const { port } = await start();
        const [ours, theirs] = [await sweep(port), await nmap(port)];
        expect(theirs.size).toBeGreaterThan(0);
        const found = listed(ours);
        expect([...found.keys()]).toEqual([...theirs.keys()]);
        // nmap names the exchange of some suites, and of others the key in the certificate.
        const named = [...theirs].filter(([, exchange]) => exchange !== undefined);
        expect(named.map(([suite]) => [suite, found.get(suite)])).toEqual(named);
      },
      60_000,
    );
  },
);

describe('sweepTls', () => {
  it('strikes out what was taken until nothing is left, and asks the first hello again', async () => {
    const { port } = await keep(
      startTls(pki.server, { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' }),
    );
    const found = await sweep(port);
    const [modern, twelve, ...older] = found.versions;
    expect(modern).toMatchObject({ taken: [], end: { kind: 'alert', alert: 70 } });
    expect(twelve?.taken).toMatchObject([{ suite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', group: 0x1d }]);
    expect(older.map(({ taken }) => taken)).toEqual([[], [], []]);
    expect(found.again).toMatchObject({ kind: 'accepted', version: 'TLS 1.2' });
  });

  it('finds a suite that stands in the last of the hellos, which an old server would not read to its end', async () => {
    for (const suite of [LEGACY_SUITES.at(-1) ?? 0, LEGACY_SUITES[0] ?? 0]) {
      const { port } = await keep(startTcp((socket) => answerOldTls(socket, [suite], 128)));
      const taken = (await sweep(port)).versions.flatMap((one) => one.taken);
      expect(taken.map(({ suiteId }) => suiteId)).toEqual([suite]);
    }
  });

  it('does not go on for ever where everything is taken', async () => {
    const listener = await keep(startTcp((socket) => answerOldTls(socket, LEGACY_SUITES)));
    const found = await sweep(listener.port);
    expect(listener.connections()).toBeLessThanOrEqual(MOST_CONNECTIONS);
    expect(found.versions.at(-1)?.version).toBe('SSL 3.0');
  });

  it('stops at its own bound, and at the budget', async () => {
    const listener = await keep(startTcp(takesAll));
    const { port } = listener;
    const found = await sweep(port);
    expect(listener.connections()).toBe(MOST_CONNECTIONS);
    expect(found.versions.at(-1)?.end).toMatchObject({ kind: 'stopped' });
    expect((await sweep(port, 5)).versions.at(-1)?.end).toMatchObject({ kind: 'stopped' });
  });

  it('believes no suite that it did not offer', async () => {
    const { port } = await keep(startTcp((socket) => answerOldTls(socket, [0xfafa], 999, true)));
    const found = await sweep(port);
    expect(found.versions.flatMap(({ taken }) => taken)).toEqual([]);
  });

  it('gives up on a silent port after two questions', async () => {
    const listener = await keep(startTcp(() => undefined));
    expect((await sweep(listener.port)).versions).toHaveLength(2);
    expect(listener.connections()).toBe(2);
  }, 10_000);
});

/** Takes the first suite of whatever is offered, in whatever version up to TLS 1.2. */
function takesAll(socket: Socket): void {
  socket.once('data', (hello: Buffer) => {
    socket.write(serverFlight(suitesIn(hello)[0] ?? 0, hello.toString('hex', 9, 11)));
  });
}

/** By `TLS 1.2 TLS_DHE_…`, in order, the exchange as nmap words it. */
type Suites = ReadonlyMap<string, string | undefined>;

function listed({ versions }: Sweep): Suites {
  const all = versions.flatMap(({ version, taken }) =>
    taken.map(({ suite, group, primeBits }): [string, string | undefined] => {
      const curve = group === undefined ? undefined : `ecdh_${groupName(group)}`;
      return [`${version} ${suite}`, primeBits === undefined ? curve : `dh ${primeBits}`];
    }),
  );
  return new Map(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

async function nmap(port: number): Promise<Suites> {
  const child = spawn('nmap', ['-Pn', '-p', String(port), '--script', '+ssl-enum-ciphers', '127.0.0.1']);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  const all: [string, string | undefined][] = [];
  let version = '';
  for (const line of said.split('\n')) {
    const head = /^\|\s+(SSLv3|TLSv1\.\d):/.exec(line)?.[1];
    if (head !== undefined) version = head.replace('v', ' ').replace('SSL 3', 'SSL 3.0');
    const [, suite, how = ''] = /^\|\s+(TLS_\w+) ?(?:\(([^)]+)\))? - \w/.exec(line) ?? [];
    if (suite === undefined) continue;
    const name = suite.replace('TLS_AKE_WITH_', 'TLS_');
    all.push([`${version} ${name}`, /^(ecdh_|dh )/.test(how) ? how : undefined]);
  }
  return new Map(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
