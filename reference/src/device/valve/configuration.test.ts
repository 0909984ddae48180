import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { openSettings } from './configuration.ts';

const dir = mkdtempSync(join(tmpdir(), 'bestride-settings-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const operator = keys();
const stranger = keys();
let files = 0;
const open = (without?: 'signature' | 'bounds' | 'versions') => {
  const file = join(dir, `${(files += 1)}.json`);
  return { file, settings: openSettings({ file, signers: [operator.publicKey], without }) };
};

describe('openSettings', () => {
  it('runs what an operator signed, and still does after a restart', () => {
    const { file, settings } = open();
    expect(settings.take(signed({ version: 1, travelSeconds: 20 }))).toBeUndefined();
    expect(settings.running()).toMatchObject({ version: 1, travelSeconds: 20 });
    const again = openSettings({ file, signers: [operator.publicKey] });
    expect(again.running()).toEqual(settings.running());
    expect(again.take(signed({ version: 1, travelSeconds: 30 }))).toBe('it is not newer');
  });

  it.each([
    ['an unsigned one', '{"device":"valve","version":9,"travelSeconds":20}', 'no operator signed it'],
    ['one of a stranger', signed({ version: 9, travelSeconds: 20 }, stranger), 'no operator signed it'],
    [
      'one that was changed',
      signed({ version: 9, travelSeconds: 20 }).replace('20', '30'),
      'no operator signed it',
    ],
    ['one too fast', signed({ version: 9, travelSeconds: 0.5 }), 'it is out of bounds'],
    ['one too slow', signed({ version: 9, travelSeconds: 61 }), 'it is out of bounds'],
    ['an old one', signed({ version: 0, travelSeconds: 20 }), 'it is not newer'],
    [
      'one for another device',
      signed({ device: 'pump', version: 9, travelSeconds: 20 }),
      'it is no configuration of this device',
    ],
    ['one without end', `{"x":"${'y'.repeat(600)}"}`, 'it is too long'],
  ])('refuses %s', (_what, text, why) => {
    const { settings } = open();
    const before = settings.running();
    expect(settings.take(text)).toBe(why);
    expect(settings.running()).toEqual(before);
  });

  it('does not run a file that somebody wrote there', () => {
    const { file } = open();
    writeFileSync(file, '{"device":"valve","version":9,"travelSeconds":20}');
    expect(openSettings({ file, signers: [operator.publicKey] }).running()).toMatchObject({ version: 0 });
  });

  it.each([
    ['signature', '{"device":"valve","version":9,"travelSeconds":20}'],
    ['bounds', signed({ version: 9, travelSeconds: 600 })],
    ['versions', signed({ version: 0, travelSeconds: 20 })],
  ] as const)('weakened, does without the %s and nothing else', (without, text) => {
    expect(open(without).settings.take(text)).toBeUndefined();
  });

  it('takes nothing that nobody signed, and never throws', () => {
    const { settings } = open();
    const any = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => `{"device":"valve","signature":"${text}"}`),
    );
    const property = fc.property(any, (text) => settings.take(text) !== undefined);
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});

function keys() {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function signed(
  told: { device?: string; version: number; travelSeconds: number },
  { privateKey } = operator,
): string {
  const text = JSON.stringify({ device: 'valve', ...told }).slice(0, -1);
  return `${text},"signature":"${sign('sha256', Buffer.from(text), privateKey).toString('base64')}"}`;
}
