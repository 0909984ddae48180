import { describe, expect, it } from 'vitest';

import type { Condition } from './condition.ts';
import { mutantsOf } from './mutants.ts';
import { placeOfSubject } from './paths.ts';
import { conditionInWords, propertiesRead } from './prose.ts';
import { SubjectKind } from './schema.ts';
import { builtinCatalogue } from './testing/builtin.ts';

const catalogue = builtinCatalogue();

/** Every condition of the catalogue, with what it is about. */
const conditions: [string, SubjectKind, Condition][] = [
  ...[...catalogue.rules.values()].map((rule): [string, SubjectKind, Condition] => [
    rule.id,
    rule.subject,
    rule.applies,
  ]),
  ...[...catalogue.mitigations.values()].flatMap(({ id, statedBy }) =>
    SubjectKind.options.flatMap((kind): [string, SubjectKind, Condition][] => {
      const condition = statedBy?.[kind];
      return condition === undefined ? [] : [[id, kind, condition]];
    }),
  ),
];

describe('conditionInWords', () => {
  it.each<[SubjectKind, Condition, string]>([
    ['element', true, 'always'],
    ['element', { not: true }, 'never'],
    ['element', { property: 'listens', is: true }, '“listens” holds of it'],
    ['element', { property: 'type', is: 'iot-hub' }, 'it is an IoT hub'],
    ['element', { property: 'type', is: ['mqtt-broker', 'web-api'] }, 'it is an MQTT broker or a web API'],
    ['element', { property: 'zone.type', is: 'field-gateway' }, 'its zone is a field-gateway zone'],
    [
      'connection',
      { property: 'to.type', is: ['sensor', 'actuator'] },
      'the accepting end is a sensor or an actuator',
    ],
    ['connection', { property: 'tls.min', atLeast: '1.2' }, '“tls.min” of it is at least 1.2'],
    ['connection', { not: { property: 'tls.min', atLeast: '1.2' } }, '“tls.min” of it is less than 1.2'],
    [
      'flow',
      { property: 'from.zone.physicalAccess', is: 'public' },
      '“physicalAccess” of the zone of the sender is public',
    ],
    [
      'flow',
      { property: 'over.server.verified', has: ['chain', 'name'] },
      '“server.verified” of the connection it goes over includes chain and name',
    ],
    [
      'connection',
      {
        not: {
          any: [
            { property: 'radio', is: true },
            { property: 'broadcast', is: true },
          ],
        },
      },
      '“radio” does not hold of it, and “broadcast” does not hold of it',
    ],
    [
      'connection',
      {
        all: [
          { property: 'radio', is: true },
          {
            any: [
              { property: 'broadcast', is: true },
              { property: 'crosses', is: false },
            ],
          },
        ],
      },
      '“radio” holds of it, and (either “broadcast” holds of it, or “crosses” does not hold of it)',
    ],
    [
      'element',
      { some: 'dials', where: { property: 'radio', is: true }, that: { property: 'client', is: 'none' } },
      'for a connection that it dials (of those where “radio” holds of that connection), “client” of that connection is none',
    ],
    ['element', { not: { count: 'accepts', atLeast: 3 } }, 'it accepts fewer than 3 connections'],
  ])('%s %j', (kind, condition, text) => {
    expect(conditionInWords(condition, kind, catalogue)).toBe(text);
  });

  it.each(conditions)('%s about a %s: every change of it reads differently', (_, kind, condition) => {
    const text = conditionInWords(condition, kind, catalogue);
    const same = mutantsOf(condition, placeOfSubject(kind), catalogue.properties).filter(
      (mutant) => conditionInWords(mutant.condition, kind, catalogue) === text,
    );
    expect(same).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object/);
  });
});

describe('propertiesRead', () => {
  it('names each property once, through every form', () => {
    const condition: Condition = {
      all: [
        { property: 'type', is: 'device' },
        { not: { property: 'zone.physicalAccess', is: 'locked' } },
        {
          every: 'dials',
          where: { property: 'radio', is: true },
          that: { property: 'to.type', is: 'service' },
        },
      ],
    };
    const names = propertiesRead(condition, 'element', catalogue).map(({ name }) => name);
    expect(names).toEqual(['type', 'physicalAccess', 'radio']);
  });
});
