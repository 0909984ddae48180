import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { type System, model } from '../model/index.ts';
import { dataDigest, factDigest, modelFact } from './facts.ts';

const SYSTEM = `bestride: 1
system: { id: valve-line }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements:
  valve: { type: actuator, zone: field, cohorts: { b2: { count: 900 }, b1: { count: 300 } } }
  hub: { type: iot-hub, zone: cloud }
connections:
  uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.2" }, client: x509 }
`;

function systemFrom(text: string): System {
  const { value, problems } = model({ file: 'system.yaml', text }, builtinCatalogue());
  if (!value) throw new Error(problems.map(({ message }) => message).join('; '));
  return value;
}

const system = systemFrom(SYSTEM.replace('b1: { count: 300 }', 'b1: { count: 300, keyStore: file }'));

const valueOf = (ref: string): unknown => factDigest(system, ref)?.value;
const verified = (list: string): ReturnType<typeof modelFact> =>
  modelFact(
    systemFrom(SYSTEM.replace('client: x509', `client: x509, server: { verified: [${list}] }`)),
    'uplink',
    'server.verified',
  );

describe('model facts', () => {
  it('are properties, the ends of a connection, and what a cohort states for itself', () => {
    expect(valueOf('uplink.tls.min')).toBe('1.2');
    expect(valueOf('uplink.to')).toBe('hub');
    expect(valueOf('field.type')).toBe('device');
    expect(valueOf('valve.zone')).toBe('field');
    expect(valueOf('valve/b1.keyStore')).toBe('file');
    expect(valueOf('valve.keyStore')).toBeNull();
    expect(valueOf('uplink.name')).toBeNull();
  });

  it('are undefined for what is not there', () => {
    for (const ref of ['nowhere.tls.min', 'valve/b9.keyStore', 'uplink', ''])
      expect(factDigest(system, ref)).toBeUndefined();
  });

  it('cite and recompute to the same digest, whatever the order of a list', () => {
    expect(verified('chain, name')).toEqual({ ...verified('name, chain'), value: ['chain', 'name'] });
    expect(verified('chain').digest).not.toBe(verified('name').digest);
    expect(modelFact(system, 'uplink', 'tls.min')).toMatchObject({
      kind: 'model',
      ref: 'uplink.tls.min',
      digest: factDigest(system, 'uplink.tls.min')?.digest,
    });
  });

  it('tell no value from a false one', () => {
    expect(dataDigest(null)).not.toBe(dataDigest(false));
    expect(dataDigest({ a: 1, b: 2 })).toBe(dataDigest({ b: 2, a: 1 }));
  });
});
