/** Which validations a change makes stale, on signed runs as step 3 reads them. */
import { describe, expect, it } from 'vitest';

import { resultOn, runOf, targets } from '../mitigate/testing/project.ts';
import { sha256 } from '../text/digest.ts';
import { diff } from './index.ts';
import { SYSTEM, sideOf } from './testing/sides.ts';

const recent = { observedAt: '2026-11-14T10:00:00Z', validUntil: '2026-12-14T10:00:00Z' };
const runs = [runOf([resultOn('hub-mqtt', recent), resultOn('spare-mqtt', recent)])];
const weaker = SYSTEM.replace(
  'to: hub, protocol: mqtt, tls: { min: "1.2" }',
  'to: hub, protocol: mqtt, tls: { min: "1.3" }',
);

describe('a validation', () => {
  it('becomes stale when a fact it cites changes, and says which; the other does not', () => {
    const found = diff(sideOf({ runs }), sideOf({ runs, system: weaker }));
    expect(found.validations).toMatchObject([
      {
        change: 'stale',
        check: 'tls-versions',
        target: 'hub-mqtt',
        mitigations: ['transport'],
        threats: ['COM-02@uplink'],
        facts: [
          {
            kind: 'model',
            ref: 'uplink.tls.min',
            from: '1.2',
            to: '1.3',
            fromWhere: { line: 14 },
            toWhere: { line: 14 },
          },
        ],
      },
    ]);
    expect(found.threats.changed).toMatchObject([
      { id: 'COM-02@uplink', status: { from: 'validated', to: 'implemented' } },
    ]);
    expect(found.gate.appeared).toMatchObject([{ kind: 'stale', threat: 'COM-02@uplink' }]);
  });

  it('counts again when the change is taken back', () => {
    const found = diff(sideOf({ runs, system: weaker }), sideOf({ runs }));
    expect(found.validations).toMatchObject([
      { change: 'counts', target: 'hub-mqtt', threats: ['COM-02@uplink'] },
    ]);
  });

  it('does not become stale by a change of what it does not cite', () => {
    const other = SYSTEM.replace(
      'to: hub, protocol: mqtt, tls: { min: "1.2" }, client: x509',
      'to: hub, protocol: mqtt, tls: { min: "1.2" }, client: none',
    );
    const found = diff(sideOf({ runs }), sideOf({ runs, system: other }));
    expect(found.system).toHaveLength(1);
    expect(found.validations).toEqual([]);
  });

  it('that had grown too old before is no matter of the change', () => {
    const old = [runOf([resultOn('hub-mqtt', { validUntil: '2026-11-02T10:00:00Z' })])];
    expect(diff(sideOf({ runs: old }), sideOf({ runs: old, system: weaker })).validations).toEqual([]);
  });

  it('that failed is none: a failure does not go away by a change of the model', () => {
    const failed = [runOf([resultOn('hub-mqtt', { ...recent, verdict: 'fail' })])];
    expect(diff(sideOf({ runs: failed }), sideOf({ runs: failed, system: weaker })).validations).toEqual([]);
  });

  it('is the newest of its kind; what it took the place of is history', () => {
    const both = [
      runOf([resultOn('hub-mqtt')]),
      runOf([resultOn('hub-mqtt', recent)], { startedAt: '2026-11-14T10:00:00Z' }),
    ];
    const found = diff(sideOf({ runs: both }), sideOf({ runs: both, system: weaker }));
    expect(found.validations.map(({ observedAt }) => observedAt)).toEqual([recent.observedAt]);
  });

  it('becomes stale with the declaration of its target, and when that is gone', () => {
    const moved = targets({
      'hub-mqtt': { kind: 'mqtt', covers: ['uplink', 'hub'] },
      'spare-mqtt': { kind: 'mqtt', covers: ['backup'] },
    });
    const found = diff(sideOf({ runs }), sideOf({ runs, targets: moved }));
    expect(found.validations).toMatchObject([
      {
        target: 'hub-mqtt',
        facts: [{ kind: 'target', text: 'the declaration of the target "hub-mqtt" has changed' }],
      },
    ]);
    const gone = diff(sideOf({ runs }), sideOf({ runs, targets: new Map() }));
    expect(gone.validations.map(({ facts }) => facts[0]?.text)).toEqual([
      'the declaration of the target "hub-mqtt" is gone',
      'the declaration of the target "spare-mqtt" is gone',
    ]);
  });

  it('becomes stale with a file it read', () => {
    const fact = { kind: 'file', ref: 'conf/broker.conf', digest: sha256('one') } as const;
    const read = resultOn('hub-mqtt', recent);
    const withFile = [runOf([{ ...read, facts: [...read.facts, fact] }])];
    const files = (text: string): ReadonlyMap<string, string> => new Map([[fact.ref, sha256(text)]]);
    const found = diff(
      sideOf({ runs: withFile, files: files('one') }),
      sideOf({ runs: withFile, files: files('two') }),
    );
    expect(found.validations).toMatchObject([
      { facts: [{ kind: 'file', text: 'the file "conf/broker.conf" has changed' }] },
    ]);
  });

  it('becomes stale with a rename, since what it cites has another name: as it does in the register', () => {
    const system = SYSTEM.replace('  uplink: {', '  line: { formerly: [uplink],');
    const found = diff(sideOf({ runs }), sideOf({ runs, system }));
    expect(found.validations).toMatchObject([
      { threats: ['COM-02@line'], facts: [{ text: 'uplink.tls.min is no longer in the model' }] },
    ]);
    expect(found.threats.changed).toMatchObject([
      { id: 'COM-02@line', was: 'COM-02@uplink', status: { from: 'validated' } },
    ]);
  });

  it('of several mitigations is one line', () => {
    const two = [
      runOf([resultOn('hub-mqtt', recent), resultOn('hub-mqtt', { ...recent, mitigation: 'certificate' })]),
    ];
    const found = diff(sideOf({ runs: two }), sideOf({ runs: two, system: weaker }));
    expect(found.validations.map(({ mitigations }) => mitigations)).toEqual([['certificate', 'transport']]);
  });
});
