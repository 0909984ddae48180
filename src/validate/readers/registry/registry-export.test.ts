import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  CANARY_KEY,
  bulkLine,
  identity,
  list,
  thumbprintOf,
  twin,
} from '../../checks/registry/testing/exports.ts';
import { readRegistry } from './registry-export.ts';

const read = (text: string) => readRegistry({ file: 'registry.json', text });
const said = (text: string) =>
  read(text).problems.map(({ code, message, where }) => `${code} ${where?.line}: ${message}`);

describe('each form of an export', () => {
  it.each([
    ['a list of twins', list(twin('a-1', 'selfSigned'))],
    ['a list of identities', list(identity('a-1', 'selfSigned'))],
    ['one identity', identity('a-1', 'selfSigned')],
    ['one identity on many lines', JSON.stringify(JSON.parse(identity('a-1', 'selfSigned')), null, 2)],
    ['a line of a bulk export', `${bulkLine('a-1', 'selfSigned')}\r\n`],
    [
      'a line of an older one, without the type',
      bulkLine('a-1', undefined, { thumbprint: thumbprintOf('a-1') }),
    ],
  ])('%s', (_, text) => {
    const thumbprints = [thumbprintOf('a-1').toLowerCase()];
    expect(read(text)).toMatchObject({
      value: {
        devices: [{ id: 'a-1', enabled: true, by: 'selfSigned', thumbprints, keyDigests: [] }],
        modules: 0,
      },
      problems: [],
    });
  });

  it('an empty list has no devices', () => {
    expect(read('[]').value?.devices).toEqual([]);
  });

  it('leaves modules aside, and does not take them for their device', () => {
    const module = JSON.stringify({ ...JSON.parse(bulkLine('a-1', 'sas')), moduleId: '$edgeAgent' });
    const { value } = read([bulkLine('a-1', 'selfSigned'), module].join('\n'));
    expect([value?.devices.length, value?.modules]).toEqual([1, 1]);
  });

  it('does not guess where a line has both a key and a thumbprint', () => {
    const line = bulkLine('a-1', undefined, { key: CANARY_KEY, thumbprint: thumbprintOf('a-1') });
    expect(read(line).value?.devices[0]?.by).toBeUndefined();
  });
});

describe('what is no export', () => {
  it.each([
    ['', /^TXT04 1: /],
    ['"registry"', /^CFG02 1: /],
    ['{"sku":{"name":"S1"},"properties":{}}', /^CFG01 1: this is no device of a registry/],
    ['[[]]', /^CFG01 1: this is no device/],
    [list(twin('a-1', 'selfSigned'), '{"deviceId":"a-2"}'), /^CFG01 4: /],
    [list(twin('a-1', 'selfSigned'), twin('a-1', 'sas')), /^CFG01 4: the device "a-1" stands twice$/],
    [`${bulkLine('a-1', 'sas')}\n{"id":}`, /^TXT04 2: /],
    [twin('', 'sas'), /"deviceId"/],
    [twin('a-1', 'sas').replace('"enabled"', '"Enabled"'), /"status"/],
    [twin('a-1', 'sas').replace('{', '{"authentication":null,'), /in two ways/],
    ['{"id":"a-1","status":"enabled","status":"disabled"}', /^TXT07 1: /],
  ])('%s', (text, problem) => {
    expect(said(text)[0]).toMatch(problem);
  });

  it('tells a few of many faults', () => {
    expect(said(list(...Array.from({ length: 1000 }, () => '{}'))).length).toBeLessThan(25);
  });

  it('never says a key, wherever it stands', () => {
    const text = list(identity('a-1', 'sas', { key: CANARY_KEY }));
    const broken = [
      text.replace('"type":"sas"', `"type":"${CANARY_KEY}"`),
      text.replaceAll('"', "'"),
      text.slice(0, text.indexOf(CANARY_KEY) + 12),
      text.replace(`"${CANARY_KEY}"`, CANARY_KEY),
      text.replace('"primaryKey"', `"secondaryKey":"${CANARY_KEY}","primaryKey"`),
      text.replace('"primaryThumbprint":null', `"primaryThumbprint":"${CANARY_KEY}"`),
      text.replace('"enabled"', `"${CANARY_KEY}"`),
    ];
    for (const one of broken) {
      expect(read(one).value).toBeUndefined();
      expect(JSON.stringify(read(one))).not.toContain(CANARY_KEY.slice(0, 10));
    }
    expect(JSON.stringify(read(text))).not.toContain(CANARY_KEY);
  });

  it('does not break at any text or data', () => {
    const entry = fc.record(
      {
        deviceId: fc.anything(),
        id: fc.anything(),
        status: fc.anything(),
        authentication: fc.anything(),
        authenticationType: fc.anything(),
        x509Thumbprint: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(entry).map((all) => JSON.stringify(all, plain)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { value, problems } = read(text);
        expect(value === undefined).toBe(problems.length > 0);
      }),
    );
  });
});

/** JSON has no big integers. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
