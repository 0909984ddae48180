import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import type { Mitigation } from '../../catalogue/schema.ts';
import { enumerate } from '../index.ts';
import { arbitraryFile } from '../testing/arbitrary-files.ts';
import { type MadeRules, arbitraryRules } from '../testing/arbitrary-rules.ts';
import { type SystemFile, readSystem, withProperty } from '../testing/files.ts';
import { catalogueOf, mitigationOf, ruleOf } from '../testing/vocabulary.ts';
import type { Answer, Threat } from '../threat.ts';

const small = catalogueOf();
const builtin = builtinCatalogue();
const words = (made: MadeRules | undefined) => (made ? small : builtin);

describe('an answer', () => {
  it.each<[string, fc.Arbitrary<MadeRules | undefined>, number]>([
    ['arbitrary rules', arbitraryRules(), 300],
    ['the rules we ship', fc.constant(undefined), 25],
  ])('changes the threat as it says when an author follows it, over %s', (_, rules, numRuns) => {
    let followed = 0;
    fc.assert(
      fc.property(
        rules.chain((made) => fc.tuple(fc.constant(made), arbitraryFile(words(made)))),
        ([made, file]) => {
          const catalogue = made ? catalogueOf(made.rules, made.mitigations) : builtin;
          for (const threat of enumerate(readSystem(file, words(made)), catalogue)) {
            expect(threat.answeredBy.length).toBeLessThanOrEqual(3);
            for (const answer of threat.answeredBy) {
              followed++;
              const system = readSystem(follow(file, answer), words(made));
              const after = enumerate(system, catalogue);
              const index = after.find(threat.id);
              expect(index === undefined ? 'gone' : after.certainty(index)).toBe(answer.becomes);
              expect(answer.claim.length > 0 || answer.becomes === 'stated').toBe(true);
            }
          }
        },
      ),
      { numRuns },
    );
    expect(followed).toBeGreaterThan(100);
  });

  it('sets controls only: no fact is talked away', () => {
    fc.assert(
      fc.property(arbitraryFile(builtin), (file) => {
        for (const { answeredBy } of enumerate(readSystem(file, builtin), builtin)) {
          for (const { property } of answeredBy.flatMap(({ set }) => set)) {
            expect(builtin.properties.get(property)?.role).toBe('control');
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the answers to a threat', () => {
  const zones = { field: { type: 'device' }, backend: { type: 'services' } };
  const elements = { pump: { type: 'device', zone: 'field' }, hub: { type: 'service', zone: 'backend' } };
  const line = { from: 'pump', to: 'hub', protocol: 'mqtt' };
  const tls = mitigationOf('tls', { connection: { property: 'tls.min', atLeast: '1.2' } });

  it('are the fewest steps, properties and claims', () => {
    const pinned = mitigationOf('pinned', {
      connection: {
        all: [
          { property: 'server.verified', has: ['chain', 'name'] },
          { property: 'tls.min', atLeast: '1.3' },
        ],
      },
    });
    const threat = only(
      { zones, elements, connections: { line } },
      [['pinned'], ['monitored', 'tls'], ['tls']],
      pinned,
      tls,
      mitigationOf('monitored'),
    );
    expect(threat.answeredBy).toEqual([
      {
        set: [{ of: 'line', property: 'tls.min', to: '1.2' }],
        claim: [],
        becomes: 'stated',
        text: 'set tls.min of line to 1.2',
      },
      expect.objectContaining({
        becomes: 'stated',
        set: [
          { of: 'line', property: 'server.verified', to: ['chain', 'name'] },
          { of: 'line', property: 'tls.min', to: '1.3' },
        ],
      }),
      {
        set: [{ of: 'line', property: 'tls.min', to: '1.2' }],
        claim: ['monitored@line'],
        becomes: 'stated',
        text: 'set tls.min of line to 1.2 and claim monitored@line in decisions.yaml',
      },
    ]);
    expect(threat.mitigations.map(({ id, byClaim, stated }) => [id, byClaim, stated])).toEqual([
      ['pinned', false, null],
      ['monitored', true, null],
      ['tls', false, null],
    ]);
  });

  it('change what a property implies, when the model says otherwise', () => {
    const verified = mitigationOf('v', {
      connection: {
        all: [
          { property: 'server.verified', has: ['name'] },
          { property: 'server', is: 'certificate' },
        ],
      },
    });
    const threat = only(
      { zones, elements, connections: { line: { ...line, server: 'psk' } } },
      [['v']],
      verified,
    );
    expect(threat.certainty).toBe('stated-bad');
    expect(texts(threat)).toEqual([
      'set server of line to certificate and set server.verified of line to name',
    ]);
  });

  it('never put TLS and DTLS on one connection, which the model refuses', () => {
    const dtls = mitigationOf('dtls', { connection: { property: 'dtls.min', atLeast: '1.2' } });
    const file: SystemFile = { zones, elements, connections: { line: { ...line, 'tls.min': '1.1' } } };
    expect(texts(only(file, [['dtls'], ['tls']], tls, dtls))).toEqual(['set tls.min of line to 1.2']);
  });

  it('name the cohorts that state a property for themselves', () => {
    const cohorts = {
      b1: { count: 2, keyStore: 'file' },
      b2: { count: 3 },
      b3: { count: 1, keyStore: 'tpm' },
    };
    const keys = mitigationOf('keys', { element: { property: 'keyStore', atLeast: 'se' } });
    const threat = only({ zones, elements: { pump: { ...elements.pump, cohorts } } }, [['keys']], keys);
    expect(texts(threat)).toEqual(['set keyStore of pump (cohort b1) to se and set keyStore of pump to se']);
  });

  it('are a claim where nobody is there whose property could state it', () => {
    const everyLine = mitigationOf('lines', {
      element: { every: 'dials', that: { property: 'tls.min', atLeast: '1.2' } },
    });
    const threat = only({ zones, elements: { pump: elements.pump } }, [['lines']], everyLine);
    expect(threat.answeredBy).toEqual([
      { set: [], claim: ['lines@pump'], becomes: 'unstated', text: 'claim lines@pump in decisions.yaml' },
    ]);
    expect(threat.mitigations[0]).toMatchObject({ byClaim: true, stated: null });
  });

  it('are no claim where a property could state it, once a fact is known or though it is much to write', () => {
    const onCoap = mitigationOf('coap', {
      connection: {
        all: [
          { property: 'from.listens', is: true },
          { property: 'dtls.min', atLeast: '1.2' },
        ],
      },
    });
    const unknown = only({ zones, elements, connections: { line } }, [['coap']], onCoap);
    expect(unknown).toMatchObject({ answeredBy: [], mitigations: [{ stated: null, byClaim: false }] });

    const everyLine = mitigationOf('lines', {
      element: { every: 'dials', that: { property: 'tls.min', atLeast: '1.2' } },
    });
    const catalogue = catalogueOf([ruleOf('TST-01', 'element', true, [['lines']])], [everyLine]);
    const connections = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`line-${i}`, line]));
    const many = enumerate(readSystem({ zones, elements, connections }, catalogue), catalogue).at(0);
    expect(many).toMatchObject({ answeredBy: [], mitigations: [{ stated: null, byClaim: false }] });
  });

  it('are none when the threat is answered, or when nothing can answer it', () => {
    expect(
      only({ zones, elements, connections: { line: { ...line, 'tls.min': '1.3' } } }, [['tls']], tls)
        .answeredBy,
    ).toEqual([]);
    const onCoap = mitigationOf('coap', { connection: { property: 'protocol', is: 'coap' } });
    const threat = only({ zones, elements, connections: { line } }, [['coap']], onCoap);
    expect(threat).toMatchObject({ certainty: 'stated-bad', answeredBy: [] });
    expect(threat.mitigations[0]?.byClaim).toBe(false);
  });
});

/** The first threat of a rule that these groups answer. */
function only(file: SystemFile, groups: string[][], ...mitigations: Mitigation[]): Threat {
  const rule = file.connections
    ? ruleOf('TST-01', 'connection', { property: 'protocol', is: 'mqtt' }, groups)
    : ruleOf('TST-01', 'element', { property: 'type', is: 'device' }, groups);
  const catalogue = catalogueOf([rule], mitigations);
  return enumerate(readSystem(file, catalogue), catalogue).at(0);
}

function texts({ answeredBy }: Threat): string[] {
  return answeredBy.map(({ text }) => text);
}

function follow(file: SystemFile, { set }: Answer): SystemFile {
  return set.reduce(withProperty, file);
}
