import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { openSoftware } from './software.ts';
import type { SoftwareOptions } from './software.ts';

const dir = mkdtempSync(join(tmpdir(), 'bestride-software-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const factory = keys();
const stranger = keys();
let files = 0;
const open = (without?: SoftwareOptions['without']) => {
  const file = join(dir, `${(files += 1)}.json`);
  return { file, software: openSoftware({ file, key: factory.publicKey, without }) };
};

describe('openSoftware', () => {
  it('runs what the factory released, and still does after a restart', () => {
    const { file, software } = open();
    expect(software.running()).toMatchObject({ version: 1, everySeconds: 2 });
    expect(software.take(release({ version: 2, everySeconds: 3 }))).toBeUndefined();
    expect(software.running()).toMatchObject({ version: 2, everySeconds: 3 });
    const again = openSoftware({ file, key: factory.publicKey });
    expect(again.running()).toEqual(software.running());
    expect(again.take(release({ version: 2 }))).toBe('it is not newer');
  });

  it.each([
    ['one without a signature', unsigned({ version: 9 }), 'the factory did not sign it'],
    ['one of a stranger', release({ version: 9 }, stranger), 'the factory did not sign it'],
    [
      'one that was changed',
      release({ version: 9 }).replace('"version":9', '"version":8'),
      'the factory did not sign it',
    ],
    ['one cut short', release({ version: 9 }).slice(0, 60), 'the factory did not sign it'],
    ['the one that it has', release({ version: 1 }), 'it is not newer'],
    ['an older one', release({ version: 0 }), 'it is not newer'],
    ['one for another device', release({ version: 9, device: 'pump' }), 'it is for another device'],
    ['one without end', `{"x":"${'y'.repeat(5000)}"}`, 'it is too long'],
  ])('refuses %s', (_what, text, why) => {
    const { software } = open();
    const before = software.running();
    expect(software.take(text)).toBe(why);
    expect(software.running()).toEqual(before);
  });

  it('goes on with the one before, and says so, when one does not work', () => {
    const { file, software } = open();
    software.take(release({ version: 2 }));
    expect(software.take(release({ version: 3, everySeconds: 0 }))).toBe('it does not work');
    expect(software.running()).toMatchObject({ version: 2, failed: expect.stringMatching(/^3 at /) });
    expect(openSoftware({ file, key: factory.publicKey }).running()).toMatchObject({ version: 2 });
    expect(software.take(release({ version: 3 }))).toBeUndefined();
  });

  it('does not run a file that somebody wrote there', () => {
    const { file } = open();
    writeFileSync(file, unsigned({ version: 9 }));
    expect(openSoftware({ file, key: factory.publicKey }).running()).toMatchObject({ version: 1 });
  });

  it.each([
    ['signature', unsigned({ version: 9 })],
    ['versions', release({ version: 0 })],
    ['device', release({ version: 9, device: 'pump' })],
  ] as const)('weakened, does without the %s and nothing else', (without, text) => {
    expect(open(without).software.take(text)).toBeUndefined();
  });

  it('weakened, does not come back from one that does not work', () => {
    const { software } = open('recovery');
    software.take(release({ version: 2, everySeconds: 0 }));
    expect(software.running()).toBeUndefined();
  });

  it('takes nothing that nobody signed, and never throws', () => {
    const { software } = open();
    const any = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => `{"device":"valve","signature":"${text}"}`),
    );
    const property = fc.property(any, (text) => software.take(text) !== undefined);
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});

interface Told {
  readonly version: number;
  readonly device?: string;
  readonly everySeconds?: number;
}

function unsigned({ version, device = 'valve', everySeconds = 2 }: Told): string {
  const content = Buffer.from(JSON.stringify({ everySeconds })).toString('base64');
  return JSON.stringify({ device, version, content });
}

function release(told: Told, { privateKey } = factory): string {
  const text = unsigned(told).slice(0, -1);
  return `${text},"signature":"${sign('sha256', Buffer.from(text), privateKey).toString('base64')}"}`;
}

function keys() {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
