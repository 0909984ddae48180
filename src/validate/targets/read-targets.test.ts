import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { model } from '../../model/index.ts';
import { readTargets } from './read-targets.ts';
import { environmentOf, targetDigest } from './targets.ts';

const CATALOGUE = builtinCatalogue();
const SYSTEM_TEXT = `bestride: 1
system: { id: line, stage: fielded }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements:
  valve: { type: actuator, zone: field, cohorts: { b2: { count: 9 }, b1: { count: 3 } } }
  hub: { type: iot-hub, zone: cloud }
connections:
  uplink: { from: valve, to: hub, protocol: mqtt }
flows:
  readings: { from: valve, to: hub, over: uplink, kind: data }
`;
const SYSTEM = (() => {
  const { value, problems } = model({ file: 'system.yaml', text: SYSTEM_TEXT }, CATALOGUE);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
})();

const read = (target: string) =>
  readTargets(
    { file: 'targets.yaml', text: `bestride: 1\nenvironments:\n  lab:\n    hub-mqtt: ${target}\n` },
    SYSTEM,
    CATALOGUE,
  );
const GOOD =
  '{ kind: mqtt, address: "127.0.0.1:8883", covers: [uplink], tls: { ca: file:ca.pem }, identities: { canary: { cert: env:CERT, key: file:keys/c.key } } }';
const told = (target: string): [string, string][] =>
  read(target).problems.map(({ code, message }) => [code, message]);

function digest(text: string): string {
  const target = read(text).value?.environments.get('lab')?.get('hub-mqtt');
  return target ? targetDigest(target) : 'none';
}

describe('targets.yaml', () => {
  it('is read into environments of targets', () => {
    const { value, problems } = read(GOOD);
    expect(problems).toEqual([]);
    expect(value?.environments.get('lab')?.get('hub-mqtt')).toMatchObject({
      kind: 'mqtt',
      covers: ['uplink'],
    });
    expect(value?.digests('lab').get('hub-mqtt')).toMatchObject({ kind: 'mqtt', covers: ['uplink'] });
    expect(value?.digests('nowhere').size).toBe(0);
  });

  it('covers only what exists, and helps with slips', () => {
    const { value, problems } = read('{ kind: mqtt, address: "h:1", covers: [uplnik, readings] }');
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([
      { code: 'TGT01', hint: 'Did you mean "uplink"?', where: { line: 4 } },
      { code: 'TGT01', hint: 'A flow is covered by its connection: "uplink".' },
    ]);
    expect(told('{ kind: mqtt, address: "h:1", covers: [valve], unit: { cohort: b3 } }')[0]?.[0]).toBe(
      'TGT01',
    );
    expect(told('{ kind: mqtt, address: "h:1", covers: [valve], unit: { cohort: b2 } }')).toEqual([]);
  });

  it('says which unit of a fleet a target is, and what is called otherwise there', () => {
    const text =
      '{ kind: mqtt, address: "h:1", covers: [uplink], unit: { cohort: b2, id: valve-0001 }, names: { edgeHub: hub }, identities: { a: { username: anna } } }';
    const { value, problems } = read(text);
    expect(problems).toEqual([]);
    const declared = value?.digests('lab').get([...(value.environments.get('lab')?.keys() ?? [])][0] ?? '');
    expect(declared).toMatchObject({ cohort: 'b2', unit: 'valve-0001', names: { edgeHub: 'hub' } });
    expect(declared?.identities).toEqual(['a', 'anna']);
    // Naming things anew makes nobody look again; another unit does.
    const digestOf = (of: string): string | undefined =>
      [...(read(of).value?.digests('lab').values() ?? [])][0]?.digest;
    expect(digestOf(text.replace('edgeHub: hub', 'edgeHub: valve'))).toBe(declared?.digest);
    expect(digestOf(text.replace('valve-0001', 'valve-0002'))).not.toBe(declared?.digest);
    expect(told(text.replace('edgeHub: hub', 'edgeHub: hubb'))[0]?.[0]).toBe('TGT01');
  });

  it.each([
    [
      '{ kind: mqtt, address: "h:1", covers: [uplink], identities: { c: { password: hunter22-in-clear } } }',
      'hunter22',
    ],
    [
      '{ kind: mqtt, address: "h:1", covers: [uplink], identities: { c: { key: "-----BEGIN PRIVATE KEY-----" } } }',
      'BEGIN',
    ],
    [
      '{ kind: mqtt, address: "h:1", covers: [uplink], identities: { c: { key: file:../../home/key } } }',
      'home',
    ],
    [
      '{ kind: mqtt, address: "h:1", covers: [uplink], identities: { c: { password: 12345678 } } }',
      '12345678',
    ],
    ['{ kind: mqtt, address: "h:1", covers: [uplink], tls: { ca: ca-secret.pem } }', 'ca-secret'],
  ])('refuses secrets written out, once and without repeating them', (target, secret) => {
    const { value, problems } = read(target);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'TGT02' }]);
    // No place: a code frame would print the line.
    expect(problems[0]?.where).toBeUndefined();
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  it.each(['127.0.0.1', 'hub:', 'hub:0', 'hub:65536', 'http://hub:1', '::1:8883', 'hub:1x', '8883'])(
    'refuses the address %s',
    (address) => {
      expect(read(`{ kind: mqtt, address: "${address}", covers: [uplink] }`).problems).toMatchObject([
        { code: 'TGT03' },
      ]);
    },
  );

  it('wants a place to look, inside the project, and a service it knows', () => {
    expect(told('{ kind: mqtt, covers: [uplink] }')[0]?.[0]).toBe('TXT11');
    expect(told('{ kind: mosquitto-conf, file: ../other.conf, covers: [uplink] }')[0]?.[0]).toBe('TXT10');
    expect(told('{ kind: mqtt, address: "h:1", taken: 2026-11-20, covers: [uplink] }')[0]?.[0]).toBe('TXT10');
    expect(told('{ kind: mosquitto-conf, file: a.conf, taken: 2026-11-20, covers: [uplink] }')).toEqual([]);
    const topics = 'topics: { publish: "a/{identity}", subscribe: "b/{identity}", service: servcie }';
    const { problems } = read(
      `{ kind: mqtt, address: "h:1", covers: [uplink], ${topics}, identities: { service: {} } }`,
    );
    expect(problems).toMatchObject([{ code: 'TXT10', hint: 'Did you mean "service"?' }]);
  });

  it('warns of a kind that no check looks at', () => {
    const { value, problems } = read('{ kind: mqqt, address: "h:1", covers: [uplink] }');
    expect(value).toBeDefined();
    expect(problems).toMatchObject([{ severity: 'warning', hint: 'Did you mean "mqtt"?' }]);
  });

  it('digests what identifies a target, and leaves out where secrets are kept', () => {
    const same = digest(GOOD);
    expect(digest(GOOD.replace('env:CERT', 'env:OTHER').replace('keys/c.key', 'elsewhere.key'))).toBe(same);
    expect(digest(GOOD.replace('8883', '8884'))).not.toBe(same);
    expect(digest(GOOD.replace('canary:', 'other:'))).not.toBe(same);
    expect(digest(GOOD.replace('key: file:keys/c.key', 'key: file:keys/c.key, state: revoked'))).not.toBe(
      same,
    );
  });

  it('finds the environment meant', () => {
    const { value } = read(GOOD);
    if (!value) throw new Error('no targets');
    expect(environmentOf(value)).toEqual({ value: 'lab', problems: [] });
    expect(environmentOf(value, 'lba').problems).toMatchObject([
      { code: 'TGT06', hint: 'Did you mean "lab"?' },
    ]);
    const two = {
      ...value,
      environments: new Map(
        [...value.environments].flatMap(([name, one]) => [[name, one] as const, ['plant', one] as const]),
      ),
    };
    expect(environmentOf(two).problems).toMatchObject([{ code: 'TGT06', hint: 'Name one: lab, plant.' }]);
  });

  it('takes a device that dials, whose place must be an address as well', () => {
    expect(told(device('127.0.0.1:8883'))).toEqual([]);
    expect(told(device('127.0.0.1:0'))).toEqual([['TGT03', 'the address is not of the form host:port']]);
    expect(told(device('somewhere'))).toEqual([['TGT03', 'the address is not of the form host:port']]);
  });
});

function device(listen: string): string {
  return `{ kind: tls-client, covers: [uplink], device: { listen: "${listen}" }, tls: { ca: file:ca.pem } }`;
}
