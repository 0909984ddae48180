import { describe, expect, it } from 'vitest';

import type { Seen } from '../evidence/run.ts';
import { gate } from './gate.ts';
import {
  SYSTEM,
  type Setting,
  inventoryOf,
  registerOf,
  resultOn,
  runOf,
  targets,
} from './testing/project.ts';

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T10:00:00Z`;
const thing = (kind: Seen['kind'], name: string): Seen => ({ kind, name, detail: 'in deploy/edge.json' });
const look = (day: number, seen: readonly Seen[], over: Parameters<typeof resultOn>[1] = {}) =>
  resultOn('hub-mqtt', { observedAt: at(day), seen: [...seen], ...over });
const strangers = (setting: Setting): string[] =>
  registerOf(setting).unmodelled.map(({ kind, name, target }) => `${kind} ${name} on ${target}`);

describe('what was seen', () => {
  it('is a stranger unless the model has it, by id, name, former id or the id it was imported by', () => {
    const seen = ['hub', 'Hub', 'reserve', 'va-lve', 'sniffer'].map((name) => thing('module', name));
    expect(strangers({ results: [look(1, seen)] })).toEqual(['module sniffer on hub-mqtt']);
    const origin = 'hub: { type: iot-hub, zone: cloud, origin: { format: tm7, file: a, id: sniffer } }';
    const system = SYSTEM.replace('hub: { type: iot-hub, zone: cloud }', origin);
    expect(strangers({ system, results: [look(1, seen)] })).toEqual([]);
  });

  it('is known where the target says what it is called in the model', () => {
    const named = targets({
      'hub-mqtt': { kind: 'mqtt', covers: ['uplink'], names: { edgeHub: 'hub', x: 'gone' } },
    });
    const seen = [thing('module', 'edgeHub'), thing('module', 'x'), thing('module', 'toString')];
    expect(strangers({ targets: named, results: [look(1, seen)] })).toEqual([
      'module toString on hub-mqtt',
      'module x on hub-mqtt',
    ]);
  });

  it('among those let in counts units of the inventory and canaries, to the letter', () => {
    const known = targets({ 'hub-mqtt': { kind: 'mqtt', covers: ['uplink'], identities: ['canary-a'] } });
    const seen = ['b2-1', 'b2-2', 'canary-a', 'valve', 'Valve', 'mallory'].map((one) =>
      thing('principal', one),
    );
    const setting = { targets: known, results: [look(1, seen)] };
    const evidence = { inventory: inventoryOf({ b2: 1 }) };
    expect(strangers({ ...setting, evidence })).toEqual(
      ['Valve', 'b2-2', 'mallory'].map((name) => `principal ${name} on hub-mqtt`),
    );
    expect(strangers(setting)).toContain('principal b2-1 on hub-mqtt');
  });

  it('is never a port by the name of an element', () => {
    expect(strangers({ results: [look(1, [thing('listener', 'hub')])] })).toEqual([
      'listener hub on hub-mqtt',
    ]);
  });

  it('is what the newest look saw that saw all', () => {
    const bad = look(1, [thing('module', 'sniffer')]);
    const runs = (...looks: ReturnType<typeof look>[]) => looks.map((one) => runOf([one]));
    expect(strangers({ runs: runs(bad, look(2, [])) })).toEqual([]);
    expect(strangers({ runs: runs(look(2, []), bad) })).toEqual([]);
    const { seen: _, ...unclear } = look(2, [], { verdict: 'inconclusive' });
    expect(strangers({ runs: runs(bad, unclear) })).toHaveLength(1);
    expect(strangers({ runs: runs(bad, look(30, [])) })).toHaveLength(1);
    // Two looks of one run, for points of which the model expects different things.
    expect(strangers({ results: [bad, look(2, [])] })).toHaveLength(1);
    expect(strangers({ results: [bad, look(2, [], { check: 'mqtt-anonymous' })] })).toHaveLength(1);
    expect(strangers({ results: [bad, look(2, [], { environment: 'staging' })] })).toHaveLength(1);
  });

  it('stays when its target is removed, until the look at it is too old', () => {
    const bad = [look(1, [thing('module', 'sniffer')])];
    expect(strangers({ targets: new Map(), results: bad })).toHaveLength(1);
    expect(strangers({ targets: new Map(), results: bad, now: new Date('2027-02-01T00:00:00Z') })).toEqual(
      [],
    );
    expect(strangers({ results: bad, now: new Date('2027-02-01T00:00:00Z') })).toHaveLength(1);
  });

  it('does not count in another environment', () => {
    const run = runOf([look(1, [thing('module', 'sniffer')])], { environment: 'staging' });
    expect(strangers({ runs: [run] })).toEqual([]);
  });

  it('says how to bring it into the model', () => {
    const seen = [thing('module', '$Edge Tap/2'), thing('listener', 'tcp/22')];
    const hints = registerOf({ results: [look(1, seen)] }).unmodelled.map(({ hint }) => hint);
    expect(hints[1]).toContain('elements of system.yaml as "edge-tap-2"');
    expect(hints[1]).toContain('names: { "$Edge Tap/2": <its id> }');
    expect(hints[0]).toMatch(/^Close it, or name it under ports\.open/);
  });

  it('shuts the gate of what is in the field, and of nothing before', () => {
    const decisions = 'claims: { cased@valve: { state: in-place, owner: manufacturer } }';
    const kinds = (stage: string, seen: readonly Seen[]): (string | undefined)[] =>
      gate(
        registerOf({ decisions, system: SYSTEM.replace('fielded', stage), results: [look(10, seen)] }),
      ).reasons.map(({ kind, why }) => `${kind}: ${why}`);
    const bad = [thing('principal', 'mallory')];
    expect(kinds('fielded', bad)).toEqual([
      'unmodelled: the principal "mallory", seen on "hub-mqtt" on 2026-11-10, is not in the model',
    ]);
    expect(kinds('fielded', [])).toEqual([]);
    expect(kinds('development', bad)).toEqual([]);
    expect(kinds('design', bad)).toEqual([]);
  });
});
