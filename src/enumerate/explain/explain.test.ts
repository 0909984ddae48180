import { describe, expect, it } from 'vitest';

import type { Condition } from '../../catalogue/condition.ts';
import type { Rule, SubjectKind } from '../../catalogue/schema.ts';
import { model } from '../../model/index.ts';
import { enumerate } from '../index.ts';
import { catalogueOf, mitigationOf, ruleOf } from '../testing/vocabulary.ts';
import type { Threat } from '../threat.ts';

const TEXT = `bestride: 1
system: { id: tested, stage: fielded }
zones:
  field: { type: device, physicalAccess: public }
  backend: { type: services }
elements:
  pump: { type: sensor, zone: field, cohorts: { a: { count: 2, keyStore: file, listens: true }, b: { count: 3 } } }
  hub: { type: service, zone: backend }
connections:
  line: { from: pump, to: hub, protocol: mqtt, tls: { min: '1.1' } }
  spare: { from: pump, to: hub }
flows:
  up: { from: pump, to: hub, over: line, kind: data, carries: [] }
`;

function threat(subject: SubjectKind, applies: Condition, more: Partial<Rule> = {}): Threat {
  const catalogue = catalogueOf(
    [ruleOf('TST-01', subject, applies, [['tls']], more)],
    [
      mitigationOf('tls', {
        connection: { property: 'tls.min', atLeast: '1.2' },
        element: { property: 'keyStore', atLeast: 'se' },
      }),
    ],
  );
  const { value, problems } = model({ file: 'system.yaml', text: TEXT }, catalogue);
  if (!value) throw new Error(problems.map(({ message }) => message).join('\n'));
  return enumerate(value, catalogue).at(0);
}

const texts = (found: Threat) => found.why.map(({ text }) => text);

describe('why a threat exists', () => {
  it('names the facts, with their places', () => {
    const found = threat('connection', {
      all: [
        { property: 'from.type', is: 'device' },
        { property: 'from.physicalAccess', is: 'public' },
        { property: 'crosses', is: true },
        { property: 'protocol', is: ['mqtt', 'coap'] },
      ],
    });
    expect(found.why).toEqual([
      {
        of: 'pump',
        property: 'type',
        value: 'sensor',
        text: 'pump is a sensor',
        where: { file: 'system.yaml', line: 7, column: 17, length: 6 },
      },
      expect.objectContaining({
        of: 'pump',
        text: 'pump: physicalAccess is public',
        where: expect.objectContaining({ line: 4, column: 42 }),
      }),
      expect.objectContaining({ of: 'line', text: 'line crosses a trust boundary' }),
      expect.objectContaining({
        of: 'line',
        text: 'line: protocol is mqtt',
        where: expect.objectContaining({ line: 10 }),
      }),
    ]);
  });

  it('says which fact is not stated, when that is why', () => {
    const found = threat('element', { property: 'listens', is: true }, { types: ['service'] });
    expect(found.why).toEqual([
      expect.objectContaining({ text: 'hub is a service' }),
      {
        of: 'hub',
        property: 'listens',
        text: 'hub: listens is not stated',
        where: { file: 'system.yaml', line: 8, column: 3, length: 3 },
      },
    ]);
  });

  it('leaves out what does not matter: of alternatives, the one that is so', () => {
    const any = {
      any: [
        { property: 'protocol', is: 'coap' },
        { property: 'to.type', is: 'service' },
        { property: 'crosses', is: true },
      ],
    };
    expect(texts(threat('connection', any))).toEqual(['hub is a service']);
  });

  it('goes through neighbours', () => {
    expect(texts(threat('element', { some: 'dials', that: { property: 'protocol', is: 'mqtt' } }))).toEqual([
      'line: protocol is mqtt',
    ]);
    expect(texts(threat('element', { some: 'dials', that: true }))).toEqual(['line goes from pump to hub']);
    expect(texts(threat('element', { every: 'accepts', that: false }))).toEqual([
      'pump accepts nobody that this is about',
    ]);
    expect(
      texts(threat('element', { count: 'dials', where: { property: 'protocol', is: 'mqtt' }, atLeast: 1 })),
    ).toEqual(['line: protocol is mqtt']);
  });

  it('tells a fleet, a crossing and a difference between cohorts', () => {
    expect(texts(threat('fleet', true))).toEqual(['pump stands for 5 units']);
    expect(texts(threat('crossing', true))).toEqual(['up crosses a trust boundary']);
    expect(texts(threat('connection', { not: { property: 'from.listens', is: false } }))).toEqual([
      'pump: listens differs between its cohorts',
    ]);
  });
});

describe('what a mitigation rests on', () => {
  it('is the control, or that it is not stated', () => {
    const [tls] = threat('connection', true).mitigations;
    expect(tls).toMatchObject({ id: 'tls', stated: false, byClaim: false });
    expect(tls?.why).toEqual([
      expect.objectContaining({
        of: 'line',
        property: 'tls.min',
        value: '1.1',
        text: 'line: tls.min is 1.1',
        where: expect.objectContaining({ line: 10 }),
      }),
    ]);
  });

  it('names the cohort, and points into it', () => {
    const [keys] = threat('element', true).mitigations;
    expect(keys?.why).toEqual([
      {
        of: 'pump',
        cohort: 'a',
        property: 'keyStore',
        value: 'file',
        text: 'pump (cohort a): keyStore is file',
        where: { file: 'system.yaml', line: 7, column: 74, length: 4 },
      },
    ]);
  });
});
