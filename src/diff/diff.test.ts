/** What a change does to threats, decisions, claims and the gate, one kind at a time. */
import { describe, expect, it } from 'vitest';

import { diff, newlyOpen } from './index.ts';
import { replaced } from './testing/changes.ts';
import { SYSTEM, sideOf } from './testing/sides.ts';

describe('threats', () => {
  it('open with what they are about, and say so', () => {
    const found = replaced('connections:', '  lamp: { type: actuator, zone: field }\nconnections:');
    expect(found.threats.opened.map(({ id }) => id)).toEqual(['DEV-01@lamp', 'DEV-05@lamp']);
    for (const threat of found.threats.opened) {
      expect(threat).toMatchObject({ certainty: 'unstated', status: 'open' });
      expect(threat.because).toMatchObject([{ kind: 'subject', of: 'lamp', text: 'lamp is new' }]);
    }
    expect(newlyOpen(found, 'low')).toHaveLength(2);
  });

  it('open by a fact, and close by it the other way round', () => {
    const gateway = SYSTEM.replaceAll(
      'hub: { type: iot-hub, zone: cloud }',
      'hub: { type: controller, zone: cloud }',
    );
    const found = diff(sideOf({ system: gateway }), sideOf());
    const com = found.threats.opened.find(({ id }) => id === 'COM-02@uplink');
    expect(com?.because).toMatchObject([
      {
        kind: 'fact',
        of: 'hub',
        property: 'type',
        from: 'controller',
        to: 'iot-hub',
        text: 'type of hub was controller, is iot-hub',
      },
    ]);
    expect(com?.because[0]?.toWhere).toMatchObject({ file: 'system.yaml', line: 11 });
    const back = diff(sideOf(), sideOf({ system: gateway }));
    expect(back.threats.closed.find(({ id }) => id === 'COM-02@uplink')?.because).toMatchObject([
      { kind: 'fact', of: 'hub', from: 'iot-hub', to: 'controller' },
    ]);
  });

  it('by hand: written down, taken out', () => {
    const threats =
      'threats: { lighter: { title: A lighter is held under it, stride: [T], subject: valve } }\n';
    const found = diff(sideOf(), sideOf({ threats }));
    expect(found.threats.opened).toMatchObject([
      {
        id: 'lighter@valve',
        because: [{ kind: 'threats-file', toWhere: { file: 'threats.yaml', line: 1 } }],
      },
    ]);
    expect(diff(sideOf({ threats }), sideOf()).threats.closed).toMatchObject([
      { id: 'lighter@valve', because: [{ kind: 'threats-file' }] },
    ]);
  });

  it('of an imported list are known by their origin when their own id changed', () => {
    const found = diff(sideOf({ threats: imported('one') }), sideOf({ threats: imported('two') }));
    expect(found.threats).toEqual({ opened: [], closed: [], changed: [] });
  });

  it('by a rule that only one catalogue has', () => {
    const side = sideOf();
    const { catalogue } = side.register;
    const rules = new Map([...catalogue.rules].filter(([id]) => id !== 'DEV-05'));
    const found = diff(sideOf({ catalogue: { ...catalogue, rules } }), side);
    expect(found.threats.opened).toMatchObject([{ id: 'DEV-05@valve', because: [{ kind: 'rule' }] }]);
  });

  it('question, accusation, answer: each with the property that made it so', () => {
    const [unsaid, bad, good] = ['', ', tls: { min: "1.0" }', ', tls: { min: "1.2" }'];
    expect(course(unsaid, bad)).toEqual([
      'unstated',
      'stated-bad',
      'tls.min of uplink was not stated, is 1.0',
      undefined,
      0,
    ]);
    expect(course(bad, good)).toEqual([
      'stated-bad',
      'stated',
      'tls.min of uplink was 1.0, is 1.2',
      ['open', 'implemented'],
      0,
    ]);
    expect(course(good, unsaid)).toEqual([
      'stated',
      'unstated',
      'tls.min of uplink was 1.2, is not stated',
      ['implemented', 'open'],
      1,
    ]);
  });

  it('severity, by what is around the subject', () => {
    const found = replaced('hub: { type: iot-hub, zone: cloud }', 'hub: { type: iot-hub, zone: field }');
    const change = found.threats.changed.find(({ id }) => id === 'COM-02@uplink');
    expect(change?.severityChange).toMatchObject({ from: 'critical', to: 'high' });
    expect(change?.severityChange?.because[0]?.text).toBe('zone of hub was cloud, is field');
  });

  it('left out of scope stay, as not applicable', () => {
    const found = replaced('hub: { type: iot-hub,', 'hub: { outOfScope: run by others, type: iot-hub,');
    expect(found.threats.closed).toEqual([]);
    expect(found.threats.changed).toMatchObject([
      { id: 'SVC-01@hub', status: { from: 'open', to: 'not-applicable' } },
    ]);
  });
});

describe('decisions and claims', () => {
  it('added, removed, changed; and what that does to the threat', () => {
    const added = diff(sideOf(), sideOf({ decisions: accepted('DEV-05@valve') }));
    expect(added.decisions).toMatchObject([
      { id: 'DEV-05@valve', change: 'added', concerns: { from: null, to: true }, orphaned: false },
    ]);
    expect(added.threats.changed).toMatchObject([
      { id: 'DEV-05@valve', status: { from: 'open', to: 'accepted' } },
    ]);
    const removed = diff(sideOf({ decisions: accepted('DEV-05@valve') }), sideOf());
    expect(removed.decisions).toMatchObject([{ change: 'removed', concerns: { from: true, to: null } }]);
    expect(newlyOpen(removed, 'low').map(({ id }) => id)).toEqual(['DEV-05@valve']);
    const changed = diff(
      sideOf({ decisions: accepted('DEV-05@valve') }),
      sideOf({ decisions: accepted('DEV-05@valve', '2028-06-30') }),
    );
    expect(changed.decisions).toMatchObject([
      { change: 'changed', changes: [{ property: 'until', from: '2027-06-30', to: '2028-06-30' }] },
    ]);
  });

  it('orphaned by the change, and found again the other way round', () => {
    const decisions = accepted('SVC-01@hub');
    const gone = SYSTEM.replace('hub: { type: iot-hub,', 'hub: { type: controller,');
    const found = diff(sideOf({ decisions }), sideOf({ decisions, system: gone }));
    expect(found.decisions).toMatchObject([
      { id: 'SVC-01@hub', change: 'kept', concerns: { from: true, to: false }, orphaned: true },
    ]);
    expect(found.gate.appeared).toContainEqual(expect.objectContaining({ kind: 'orphaned' }));
    const back = diff(sideOf({ decisions, system: gone }), sideOf({ decisions }));
    expect(back.decisions).toMatchObject([
      { change: 'kept', concerns: { from: false, to: true }, orphaned: false },
    ]);
  });

  it('follow a rename, whether or not the file does', () => {
    const renamed = SYSTEM.replace('  hub: {', '  centre: { formerly: [hub],').replace(
      'to: hub,',
      'to: centre,',
    );
    const before = sideOf({ decisions: accepted('SVC-01@hub') });
    const kept = diff(before, sideOf({ system: renamed, decisions: accepted('SVC-01@hub') }));
    expect([kept.decisions, kept.threats.changed]).toEqual([[], []]);
    const rewritten = diff(before, sideOf({ system: renamed, decisions: accepted('SVC-01@centre') }));
    expect([rewritten.decisions, rewritten.threats.changed]).toEqual([[], []]);
  });

  it('a rename by origin alone orphans them, as it does in the register', () => {
    const origin = SYSTEM.replace('  hub: {', '  hub: { origin: { format: tm7, file: a, id: 4f },');
    const renamed = origin.replace('  hub: {', '  centre: {').replace('to: hub,', 'to: centre,');
    const decisions = accepted('SVC-01@hub');
    const found = diff(sideOf({ system: origin, decisions }), sideOf({ system: renamed, decisions }));
    expect(found.decisions).toMatchObject([{ change: 'kept', orphaned: true }]);
    expect(found.threats.changed).toMatchObject([
      { id: 'SVC-01@centre', was: 'SVC-01@hub', status: { from: 'accepted', to: 'open' } },
    ]);
  });

  it('claims: made, and orphaned', () => {
    const claims = 'claims: { fused@valve: { state: planned, owner: manufacturer, due: 2027-01-31 } }\n';
    const added = diff(sideOf(), sideOf({ decisions: claims }));
    expect(added.claims).toMatchObject([
      { id: 'fused@valve', change: 'added', concerns: { from: null, to: true } },
    ]);
    expect(added.threats.changed).toMatchObject([
      { id: 'DEV-05@valve', status: { from: 'open', to: 'planned' } },
    ]);
    const system = SYSTEM.replace('    type: actuator', '    type: field-gateway');
    const found = diff(sideOf({ decisions: claims }), sideOf({ decisions: claims, system }));
    expect(found.claims).toMatchObject([{ id: 'fused@valve', change: 'kept', orphaned: true }]);
  });
});

describe('the gate', () => {
  it('says what it said and says, and which findings are new', () => {
    const found = replaced('connections:', '  lamp: { type: actuator, zone: field }\nconnections:');
    expect(found.gate.appeared.map(({ threat }) => threat)).toEqual(['DEV-01@lamp', 'DEV-05@lamp']);
    expect(found.gate.disappeared).toEqual([]);
    const { from, to } = found.gate;
    expect(to.reasons - from.reasons).toBe(2);
  });
});

function withTls(tls: string): string {
  const before = 'uplink: { from: valve, to: hub, protocol: mqtt';
  return SYSTEM.replace(`${before}, tls: { min: "1.2" }`, `${before}${tls}`);
}

/** From where to where the one threat that `uplink` decides about goes, and why. */
function course(from: string, to: string): unknown {
  const found = diff(sideOf({ system: withTls(from) }), sideOf({ system: withTls(to) }));
  expect(found.threats.opened).toEqual([]);
  expect(found.threats.changed.map(({ id }) => id)).toEqual(['COM-02@uplink']);
  const [{ certainty, status } = {}] = found.threats.changed;
  const fail = newlyOpen(found, 'low').length;
  return [
    certainty?.from,
    certainty?.to,
    certainty?.because[0]?.text,
    status && [status.from, status.to],
    fail,
  ];
}

function imported(id: string): string {
  const origin = '{ format: tm7, file: a, id: "7" }';
  return `threats: { ${id}: { title: x, stride: [T], subject: valve, origin: ${origin} } }\n`;
}

function accepted(id: string, until = '2027-06-30'): string {
  return `decisions: { ${id}: { status: accepted, owner: safety, reason: locked away, until: ${until} } }\n`;
}
