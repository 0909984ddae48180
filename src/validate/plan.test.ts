import { describe, expect, it } from 'vitest';

import { modelFact } from '../evidence/facts.ts';
import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { model } from '../model/index.ts';
import { describePlan } from './describe.ts';
import { type Plan, planDigest, planItem } from './plan.ts';
import { SYSTEM, planFor, targetsText } from './testing/project.ts';

const TARGETS = targetsText('127.0.0.1:8883');
const item = (plan: Plan, check = 'tls-versions') => plan.items.filter((one) => one.check === check);

describe('a plan', () => {
  it('runs a check once for all the points and mitigations it speaks for', () => {
    const [one, ...others] = item(planFor(TARGETS));
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      target: 'hub-mqtt',
      mitigations: expect.arrayContaining(['tls-transport']),
      covers: ['second', 'uplink'],
      expects: { min: '1.2' },
      coverage: { of: 2, covered: 2 },
    });
  });

  it('runs it apart where the model expects different things', () => {
    const system = SYSTEM.replace(
      'probe, to: hub, protocol: mqtt, tls: { min: "1.2" }',
      'probe, to: hub, protocol: mqtt, tls: { min: "1.3" }',
    );
    expect(item(planFor(TARGETS, system)).map(({ covers, expects }) => [covers, expects])).toEqual([
      [['uplink'], { min: '1.2' }],
      [['second'], { min: '1.3' }],
    ]);
  });

  it('cites the facts it relies on, as the evidence view digests them again', () => {
    const [one] = item(planFor(TARGETS));
    const refs = one?.facts.map(({ ref }) => ref) ?? [];
    expect(refs).toEqual(
      expect.arrayContaining([
        'hub-mqtt',
        'uplink.from',
        'uplink.to',
        'uplink.protocol',
        'uplink.tls.min',
        'second.tls.min',
      ]),
    );
    expect(refs.filter((ref) => ref === 'uplink.client')).toEqual([]);
    const { value: system } = model({ file: 'system.yaml', text: SYSTEM }, builtinCatalogue());
    if (!system) throw new Error('no system');
    expect(one?.facts).toContainEqual(modelFact(system, 'uplink', 'tls.min'));
  });

  it('has a digest that follows its items, and nothing else', () => {
    const plan = planFor(TARGETS);
    expect(plan.digest).toBe(planFor(TARGETS).digest);
    expect(planDigest(plan.items.map(planItem))).toBe(plan.digest);
    const changed = SYSTEM.replaceAll('min: "1.2"', 'min: "1.3"');
    expect(planFor(TARGETS, changed).digest).not.toBe(plan.digest);
    expect(planFor(targetsText('127.0.0.1:8884')).digest).not.toBe(plan.digest);
    // Display text is nobody's reason to look again.
    expect(
      planFor(TARGETS, SYSTEM.replace('elements:', 'assumptions: { a: { text: x } }\nelements:')).digest,
    ).toBe(plan.digest);
  });

  it('plans nothing for what nobody claims, nor where no target covers', () => {
    const unclaimed = planFor(TARGETS, SYSTEM.replaceAll('tls: { min: "1.2" }, ', ''));
    expect(item(unclaimed)).toEqual([]);
    const uncovered = planFor(TARGETS.replace('uplink, second', 'uplink'));
    expect(item(uncovered)).toMatchObject([{ covers: ['uplink'] }]);
    expect(uncovered.untestable).toContainEqual({
      mitigation: 'tls-transport',
      subject: 'second',
      reason: 'no target of "lab" covers "second"',
    });
  });

  it('says which kind of target is missing', () => {
    const { untestable, items } = planFor(TARGETS.replace('kind: mqtt', 'kind: arm'));
    expect(items).toEqual([]);
    const reason = untestable.find(({ mitigation }) => mitigation === 'tls-transport')?.reason;
    expect(reason).toContain('"hub-mqtt" (arm)');
    expect(reason).toContain('tls-versions (a target of kind amqp or http or mqtt or tls)');
  });

  it('does not execute what people have to state', () => {
    expect(
      item(
        planFor(`${TARGETS}    paper: { kind: document, file: a.pdf, covers: [valve] }\n`),
        'human-statement',
      ),
    ).toEqual([]);
  });

  it('can be read before anything is contacted', () => {
    const text = describePlan(planFor(TARGETS)).join('\n');
    expect(text).toContain('tls-versions on hub-mqtt (127.0.0.1:8883)');
    expect(text).toContain('speaks for  second, uplink (2 of 2)');
    expect(text).toContain('at most     20 connections, 45 s');
  });
});
