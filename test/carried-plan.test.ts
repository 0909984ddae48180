/** A plan that is carried to where the system is, and the run that comes back. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Server, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bestride, folder } from './support/bestride.ts';

const home = folder();
const plant = join(home.path, 'plant');
const away = join(home.path, 'away');
let server: Server;

async function status(): Promise<string | undefined> {
  const { out } = await bestride(plant, ['mitigate', '--format', 'json']);
  const { threats } = JSON.parse(out) as { threats: { id: string; status: string }[] };
  return threats.find(({ id }) => id === 'COM-02@uplink')?.status;
}

beforeAll(async () => {
  const [key, cert] = [join(home.path, 'server.key'), join(home.path, 'server.pem')];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', [...request, '-subj', '/CN=localhost', '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  server = createServer(
    { key: readFileSync(key), cert: readFileSync(cert), minVersion: 'TLSv1.2' },
    (socket) => socket.on('error', () => undefined).end('hello'),
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  await bestride(home.path, ['init', 'plant']);
  await bestride(plant, ['evidence', 'key', '--name', 'me']);
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(plant, 'targets.yaml'),
    `bestride: 1\nenvironments: { lab: { uplink-tls: { kind: tls, address: "127.0.0.1:${port}", covers: [uplink] } } }\n`,
  );
  mkdirSync(away);
});
afterAll(() => {
  server.close();
  home.clean();
});

describe('a carried plan', () => {
  it('is a file that contacts nothing and needs no model where it is run', async () => {
    const written = await bestride(plant, ['validate', '--export', '../away/plan.json']);
    expect([written.code, written.out]).toEqual([0, '']);
    expect(await status()).toBe('implemented');
    const shown = await bestride(away, ['validate', '--plan', 'plan.json', '--dry-run']);
    expect(shown.out).toContain('tls-versions on uplink-tls');
  });

  it('comes back as a signed run that counts at home', async () => {
    const key = join(plant, '.bestride/me.key');
    const { code, out, err } = await bestride(away, ['validate', '--plan', 'plan.json', '--key', key]);
    expect([code, out]).toEqual([0, expect.stringContaining('pass         tls-versions on uplink-tls')]);
    expect(err).toContain('bestride evidence add');
    const [run = ''] = readdirSync(away).filter((name) => name.endsWith('.dsse.json'));
    const taken = await bestride(plant, ['evidence', 'add', `../away/${run}`, '--key', key]);
    expect(taken).toMatchObject({ code: 0, err: '' });
    expect((await bestride(plant, ['evidence', 'verify'])).code).toBe(0);
    expect((await bestride(plant, ['evidence', 'add', `../away/${run}`, '--key', key])).err).toContain(
      'there already',
    );
    expect(await status()).toBe('validated');
  });

  it('is run as it was planned or not at all', async () => {
    const changed = join(home.path, 'changed');
    cpSync(away, changed, { recursive: true });
    const text = readFileSync(join(away, 'plan.json'), 'utf8');
    const tamper = async (from: string | RegExp, to: string): Promise<string> => {
      const other = text.replace(from, to);
      expect(other).not.toBe(text);
      writeFileSync(join(changed, 'plan.json'), other);
      const { code, err } = await bestride(changed, ['validate', '--plan', 'plan.json', '--no-record']);
      expect(code).toBe(2);
      return err;
    };
    expect(await tamper('"uplink"', '"downlink"')).toContain('TGT07');
    expect(await tamper(/"address": "127\.0\.0\.1:\d+"/, '"address": "127.0.0.1:9"')).toContain(
      'not declared as it was planned',
    );
    expect((await bestride(away, ['validate', '../plant', '--plan', 'plan.json'])).code).toBe(2);
  });
});
