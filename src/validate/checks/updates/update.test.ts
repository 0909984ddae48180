import { crc32 } from 'node:zlib';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { textAt } from '../../probes/commands/json.ts';
import { altered, alteredUnderChecksum, cutShort, unsigned } from '../../probes/updates/packages.ts';
import { UpdateTarget } from '../../targets/test-unit/update.ts';
import { defineCheck } from '../../check.ts';
import { tooOld } from '../../probes/updates/judge.ts';
import { createPki } from '../../testing/pki.ts';
import { SOUND_DEVICE, updateDevice } from '../../testing/updates/device.ts';
import { updateAuthentic } from './update-authentic.ts';
import { updateOtherDevice } from './update-other-device.ts';
import { archive } from '../../testing/updates/cpio.ts';
import { isHigher } from '../../testing/updates/releases.ts';

const PARTS = { content: '/content', signature: '/signature' } as const;

describe('what is made of a package of JSON', () => {
  const base64 = fc
    .uint8Array({ minLength: 3, maxLength: 60 })
    .map((one) => Buffer.from(one).toString('base64'));
  const packages = fc
    .record({ version: fc.string(), content: base64, signature: base64.map((one) => `S${one}`) })
    .filter(({ version, content, signature }) => !`${version}${content}`.includes(signature))
    .filter(({ version, content, signature }) => !version.includes(content) && !signature.includes(content))
    .chain((one) =>
      fc
        .tuple(fc.shuffledSubarray(Object.keys(one), { minLength: 3 }), fc.constantFrom(0, 2))
        .map(([keys, indent]) => ({
          one,
          text: JSON.stringify(
            Object.fromEntries(Object.entries(one).toSorted(byPlaceIn(keys))),
            null,
            indent,
          ),
        })),
    );

  it('differs in one part and in nothing else', () => {
    const property = fc.property(packages, fc.constantFrom('content', 'signature'), ({ one, text }, part) => {
      const changed = altered(Buffer.from(text), PARTS[part]);
      const made: typeof one = JSON.parse(Buffer.from(changed ?? []).toString());
      expect(made[part]).not.toBe(one[part]);
      expect(made[part]).toHaveLength(one[part].length);
      expect({ ...made, [part]: one[part] }).toEqual(one);
    });
    fc.assert(property);
  });

  it('has no signature any more, and all else is as it was', () => {
    const property = fc.property(packages, ({ one, text }) => {
      const { signature: _, ...rest } = one;
      const made = unsigned(Buffer.from(text), PARTS);
      expect(JSON.parse(Buffer.from(made ?? []).toString())).toEqual(rest);
    });
    fc.assert(property);
  });

  it('ends in the middle of its content', () => {
    expect(Buffer.from(cutShort(Buffer.from('{"content":"abcdef"}'), PARTS) ?? []).toString()).toBe(
      '{"content":"abc',
    );
  });

  it('keeps escapes whole', () => {
    const text = JSON.stringify({ content: '\n\u0001"\n', signature: 'x' });
    const made = Buffer.from(altered(Buffer.from(text), PARTS.content) ?? []).toString();
    expect(made).not.toBe(text);
    expect(JSON.parse(made)).toMatchObject({ signature: 'x' });
  });

  it.each([
    ['no such part', '{"other":"abc"}'],
    ['a part that is no text', '{"content":7,"signature":[]}'],
    ['a part that is empty', '{"content":"","signature":""}'],
    ['a part of which it is not clear where it stands', '{"content":"abc","signature":"abc"}'],
    ['no JSON', 'abc'],
  ])('is not made where there is %s', (_what, text) => {
    const bytes = Buffer.from(text);
    expect(altered(bytes, PARTS.content)).toBeUndefined();
    expect(unsigned(bytes, PARTS)).toBeUndefined();
    expect(cutShort(bytes, PARTS)).toBeUndefined();
  });
});

describe('what is made of bytes', () => {
  const content = Buffer.from('0123456789');
  const { bytes, places } = archive([
    ['description', Buffer.from('abc')],
    ['app', content],
  ]);
  const range = places.get('app') ?? { at: 0, bytes: 0 };
  const parts = { content: range, signature: places.get('description') ?? range };

  it('differs in one bit, within the part', () => {
    const made = altered(bytes, range) ?? bytes;
    const differing = [...made.keys()].filter((at) => made[at] !== bytes[at]);
    expect(differing).toEqual([range.at + 5]);
    expect(Buffer.from(bytes.subarray(range.at, range.at + range.bytes))).toEqual(content);
  });

  it('has the same checksum, where that is wanted, as bytes and as the text that stands for them', () => {
    const made = alteredUnderChecksum(bytes, range) ?? bytes;
    const changed = made.subarray(range.at, range.at + range.bytes);
    expect(Buffer.from(changed)).not.toEqual(content);
    expect(crc32(changed)).toBe(crc32(content));
    const rest = (of: Uint8Array) => [...of.subarray(0, range.at), ...of.subarray(range.at + range.bytes)];
    expect(rest(made)).toEqual(rest(bytes));
    for (const form of ['hex', 'base64'] as const) {
      const text = content.toString(form);
      const packed = Buffer.from(JSON.stringify({ content: text, signature: 'x' }));
      const one: unknown = JSON.parse(Buffer.from(alteredUnderChecksum(packed, '/content') ?? []).toString());
      expect(one).toMatchObject({ content: expect.not.stringMatching(text), signature: 'x' });
      expect(crc32(Buffer.from(textAt(JSON.stringify(one), '/content'), form))).toBe(crc32(content));
    }
    expect(alteredUnderChecksum(Buffer.from('{"content":"plain text"}'), '/content')).toBeUndefined();
    expect(alteredUnderChecksum(bytes, { at: range.at, bytes: 5 })).toBeUndefined();
  });

  it('is cut short in the part', () => {
    expect(cutShort(bytes, parts)).toHaveLength(range.at + 5);
  });

  it('is not made where the package is shorter, and cannot do without its signature', () => {
    expect(altered(bytes, { at: bytes.length - 1, bytes: 2 })).toBeUndefined();
    expect(unsigned(bytes, parts)).toBeUndefined();
  });
});

describe('what a target declares', () => {
  const told = {
    over: 'https',
    by: 'service',
    send: '/update',
    observe: '/state',
    version: '/version',
    newer: [{ file: 'releases/2', version: '2' }],
    older: { file: 'releases/1', version: '1' },
  };

  it('is taken', () => {
    expect(UpdateTarget.safeParse(told).success).toBe(true);
  });

  it.each([
    ['no newer release', { newer: [] }],
    ['two releases of one version', { older: { file: 'releases/1', version: '2' } }],
    ['a file outside of the project', { newer: [{ file: '../2', version: '2' }] }],
    ['a part before the first byte', { parts: { content: { at: -1, bytes: 1 }, signature: '/signature' } }],
  ])('is not taken with %s', (_what, change) => {
    expect(UpdateTarget.safeParse({ ...told, ...change }).success).toBe(false);
  });
});

describe('what a unit may refuse for its age alone', () => {
  it.each([
    ['1.9.0', '1.10.0'],
    ['1.9', '1.9.0'],
    ['v2', 'v2.0.1'],
    ['2.1.0', '2.1.0'],
  ])('is %s where %s runs', (version, running) => {
    expect(tooOld(running, wrong(version))).toContain('is not newer than');
  });

  it.each([
    ['1.10.0', '1.9.0'],
    ['2', '1.9.9'],
    ['blue', 'green'],
  ])('is not %s where %s runs', (version, running) => {
    expect(tooOld(running, wrong(version))).toBeUndefined();
  });

  it('shows nothing of who signed it, or for what it is', async () => {
    const pki = await createPki();
    const checks = [
      [updateAuthentic, 'foreign'],
      [updateOtherDevice, 'other'],
    ] as const;
    for (const [check, kind] of checks) {
      const aged = defineCheck({
        ...check,
        run: (context) => {
          const { update } = context.target;
          const one = update?.[kind];
          if (!update || !one) throw new Error('nothing is declared');
          const old = { ...update, [kind]: { ...one, version: '0.8.0' } };
          return check.run({ ...context, target: { ...context.target, update: old } });
        },
      });
      const found = await updateDevice.judge(aged, SOUND_DEVICE, { pki });
      expect(found.verdict).toBe('inconclusive');
      expect(found.reason).toContain('0.8.0');
    }
    await pki.remove();
  }, 30_000);
});

it('compares versions as numbers', () => {
  expect(isHigher('1.10.0', '1.9.0')).toBe(true);
  expect(isHigher('1.9.0', '1.10.0')).toBe(false);
  expect(isHigher('1.9.0', '1.9.0')).toBe(false);
});

function wrong(version: string) {
  return [{ what: `release ${version}`, version, bytes: new Uint8Array() }];
}

function byPlaceIn(keys: readonly string[]) {
  return ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
    keys.indexOf(one) - keys.indexOf(other);
}
