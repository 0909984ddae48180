import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { admit, isLoopback } from './address.ts';
import { type Grant, readGrant } from './grants.ts';

const NOW = new Date('2026-11-15T12:00:00Z');
const TEXT = `bestride: 1
authorisedBy: Ada, plant operator
from: 2026-11-15T08:00:00Z
until: 2026-11-15T18:00:00Z
targets: { lab/hub: ["192.0.2.7:8883", "[2001:db8::7]:8883"] }
budget: { connections: 50, seconds: 100, bytes: 1000000 }
`;
let dir: string;
let project: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'bestride-grant-'));
  project = join(dir, 'checkout', 'threat-model');
  mkdirSync(join(dir, 'checkout', '.git'), { recursive: true });
  mkdirSync(project);
  writeFileSync(join(dir, 'grant.yaml'), TEXT);
  for (const place of ['checkout/grant.yaml', 'checkout/threat-model/grant.yaml'])
    writeFileSync(join(dir, place), TEXT);
  symlinkSync(join(dir, 'grant.yaml'), join(project, 'link.yaml'));
  symlinkSync(join(project, 'grant.yaml'), join(dir, 'back.yaml'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function granted(): Grant {
  const { value, problems } = readGrant(join(dir, 'grant.yaml'), project);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}

describe('a grant', () => {
  it('is read from outside the checkout', () => {
    expect(granted()).toMatchObject({
      authorisedBy: 'Ada, plant operator',
      digest: expect.stringMatching(/^sha256:/),
    });
  });

  it.each([
    'checkout/grant.yaml',
    'checkout/threat-model/grant.yaml',
    'checkout/threat-model/link.yaml',
    'back.yaml',
  ])('is refused inside the checkout: %s', (path) => {
    expect(readGrant(join(dir, path), project)).toMatchObject({ problems: [{ code: 'TGT05' }] });
  });

  it('may permit a range of ports, all of which a look at several needs', async () => {
    const ranged: Grant = { ...granted(), targets: { 'lab/valve': ['192.0.2.7:20-80'] } };
    const at = (port: number, ports: readonly number[]) =>
      admit('lab/valve', `192.0.2.7:${port}`, ranged, NOW, async () => [], ports);
    expect(await at(22, [20, 80])).toMatchObject({ host: '192.0.2.7', port: 22, byGrant: true });
    expect(await at(22, [20, 81])).toMatchObject({ code: 'TGT05' });
    expect(await at(19, [])).toMatchObject({ code: 'TGT05' });
  });

  it('is refused when it names names, or is none', () => {
    const bad = join(dir, 'bad.yaml');
    writeFileSync(bad, TEXT.replace('192.0.2.7', 'hub.example'));
    expect(readGrant(bad, project).problems).toMatchObject([{ code: 'TGT05' }]);
    writeFileSync(bad, 'bestride: 1\n');
    expect(readGrant(bad, project).value).toBeUndefined();
    expect(readGrant(join(dir, 'absent.yaml'), project).problems).toMatchObject([{ code: 'TXT01' }]);
  });
});

/** Asks for admission; the resolver answers with `answers`. */
function ask(
  declared: string,
  answers: readonly string[] | Error = [],
  grant?: Grant,
  target = 'lab/hub',
  now = NOW,
): ReturnType<typeof admit> {
  const lookup = (): Promise<readonly string[]> =>
    answers instanceof Error ? Promise.reject(answers) : Promise.resolve(answers);
  return admit(target, declared, grant, now, lookup);
}

describe('admission', () => {
  it('knows loopback by number only', () => {
    for (const address of ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1'])
      expect([address, isLoopback(address)]).toEqual([address, true]);
    for (const address of [
      '0.0.0.0',
      '::',
      '128.0.0.1',
      '10.0.0.1',
      'localhost',
      '127.1',
      '169.254.169.254',
      '',
    ]) {
      expect([address, isLoopback(address)]).toEqual([address, false]);
    }
  });

  it('takes loopback without a grant, and dials the number', async () => {
    expect(await ask('127.0.0.1:1883')).toMatchObject({ host: '127.0.0.1', port: 1883, byGrant: false });
    expect(await ask('[::1]:1883')).toMatchObject({ host: '::1', name: '::1' });
    expect(await ask('hub.test:1883', ['::1', '127.0.0.1'])).toMatchObject({
      host: '127.0.0.1',
      name: 'hub.test',
    });
  });

  it('refuses everything else, and a name with one foot outside', async () => {
    expect(await ask('192.0.2.7:8883')).toMatchObject({ code: 'TGT04' });
    expect(await ask('hub.test:1', ['127.0.0.1', '192.0.2.7'])).toMatchObject({ code: 'TGT04' });
    expect(await ask('hub.test:1', [])).toMatchObject({ code: 'TGT04' });
    expect(await ask('hub.test:1', new Error('ENOTFOUND'))).toMatchObject({ code: 'TGT04' });
    expect(await ask('hub.test:1', ['elsewhere.test'])).toMatchObject({ code: 'TGT04' });
    expect(await ask('0.0.0.0:1')).toMatchObject({ code: 'TGT04' });
  });

  it('goes where the grant says, by target, address, port and time', async () => {
    const grant = granted();
    expect(await ask('hub.test:8883', ['192.0.2.7'], grant)).toMatchObject({
      host: '192.0.2.7',
      byGrant: true,
    });
    expect(await ask('[2001:db8:0::7]:8883', [], grant)).toMatchObject({ byGrant: true });
    for (const refused of [
      ask('hub.test:8883', ['192.0.2.7', '192.0.2.8'], grant),
      ask('192.0.2.7:8884', [], grant),
      ask('192.0.2.7:8883', [], grant, 'lab/other'),
      ask('192.0.2.7:8883', [], grant, 'plant/hub'),
      ask('192.0.2.7:8883', [], grant, 'lab/hub', new Date('2026-11-15T07:59:00Z')),
      ask('192.0.2.7:8883', [], grant, 'lab/hub', new Date('2026-11-15T18:01:00Z')),
    ]) {
      expect(await refused).toMatchObject({ code: 'TGT05' });
    }
  });
});
