import { describe, expect, it } from 'vitest';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import { sha256 } from '../../text/digest.ts';
import { EvidenceIndex, NO_EVIDENCE } from './evidence.ts';
import {
  CATALOGUE,
  NOW,
  SYSTEM,
  TARGETS,
  entryOf,
  registerOf,
  resultOn,
  runOf,
  statusIn,
  systemFrom,
  targets,
} from '../testing/project.ts';

const at = (hour: number): string => `2026-11-10T${String(hour).padStart(2, '0')}:00:00Z`;
const pass = (hour: number, over = {}): ReturnType<typeof resultOn> =>
  resultOn('hub-mqtt', { observedAt: at(hour), ...over });
const fail = (hour: number, over = {}): ReturnType<typeof resultOn> =>
  pass(hour, { verdict: 'fail', reason: 'TLS 1.0 was accepted', ...over });
const indexWith = (checks: Catalogue['checks']): EvidenceIndex =>
  new EvidenceIndex({ ...NO_EVIDENCE, targets: TARGETS }, systemFrom(), { ...CATALOGUE, checks }, NOW);
const unclear = (hour: number): ReturnType<typeof resultOn> =>
  pass(hour, { verdict: 'inconclusive', reason: 'the server did not answer', control: null });
const evidenceIn = (
  setting: Parameters<typeof registerOf>[0],
  id = 'COM-02@uplink',
): ReturnType<typeof entryOf>['evidence'][number] => {
  const [first] = entryOf(registerOf(setting), id).evidence;
  if (!first) throw new Error('no evidence');
  return first;
};

describe('what counts', () => {
  it('a fresh pass validates', () => {
    expect(statusIn({ results: [pass(1)] })).toBe('validated');
    expect(evidenceIn({ results: [pass(1)] })).toMatchObject({
      state: 'pass',
      coverage: { of: 1, covered: 1 },
    });
  });

  it('no run, no validation', () => {
    expect(statusIn({})).toBe('implemented');
    expect(evidenceIn({ targets: new Map() })).toMatchObject({
      state: 'missing',
      reason: 'no declared target lets "tls-versions" look at "uplink"',
    });
  });

  it('only the chosen environment counts', () => {
    const staging = pass(1, { environment: 'staging' });
    expect(statusIn({ results: [staging] })).toBe('implemented');
    expect(statusIn({ runs: [runOf([pass(1)], { environment: 'staging' })] })).toBe('implemented');
    expect(statusIn({ results: [pass(1)], evidence: { environment: 'staging' } })).toBe('implemented');
    expect(statusIn({ results: [fail(1)], evidence: { environment: 'staging' } })).toBe('implemented');
  });

  it('a pass grows stale with age and says so', () => {
    const old = pass(1, { validUntil: '2026-11-12T00:00:00Z' });
    expect(statusIn({ results: [old] })).toBe('implemented');
    expect(evidenceIn({ results: [old] })).toMatchObject({
      state: 'stale',
      staleSince: '2026-11-12T00:00:00Z',
      reason: 'stale on "hub-mqtt": it counted until 2026-11-12',
    });
    expect(statusIn({ results: [pass(1, { validUntil: NOW.toISOString() })] })).toBe('validated');
  });

  it('a changed property makes a pass stale and is named, with both values', () => {
    const changed = evidenceIn({
      system: SYSTEM.replace(
        'uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.2" }',
        'uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.3" }',
      ),
      results: [pass(1)],
    });
    expect(changed).toMatchObject({
      state: 'stale',
      reason: 'stale on "hub-mqtt": uplink.tls.min was "1.2", is "1.3"',
    });
    expect(changed).not.toHaveProperty('staleSince');
  });

  it('a changed, or undeclared, or uncited target makes a pass stale', () => {
    const moved = targets({ 'hub-mqtt': { kind: 'mqtt', covers: ['uplink', 'backup'] } });
    expect(evidenceIn({ results: [pass(1)], targets: moved }).reason).toMatch(
      /declaration of the target "hub-mqtt" has changed/,
    );
    expect(evidenceIn({ results: [pass(1)], targets: new Map() })).toMatchObject({
      state: 'stale',
      reason: 'stale: the target "hub-mqtt" is no longer declared',
    });
    expect(evidenceIn({ results: [pass(1, { facts: [] })] })).toMatchObject({ state: 'stale' });
  });

  it('a file that changed or was not read makes a pass stale', () => {
    const facts = [...pass(1).facts, { kind: 'file' as const, ref: 'mosquitto.conf', digest: sha256('a') }];
    const results = [pass(1, { facts })];
    expect(statusIn({ results, evidence: { files: new Map([['mosquitto.conf', sha256('a')]]) } })).toBe(
      'validated',
    );
    expect(
      evidenceIn({ results, evidence: { files: new Map([['mosquitto.conf', sha256('b')]]) } }).reason,
    ).toMatch(/"mosquitto.conf" has changed/);
    expect(evidenceIn({ results }).reason).toMatch(/"mosquitto.conf" cannot be compared/);
  });

  it.each([
    ['less than the mitigation asks for', { strength: 'live-config' as const }, 'too-weak'],
    ['no control', { control: null }, 'inconclusive'],
    [
      'a control that did not work',
      { control: { what: 'TLS 1.2', outcome: 'unreachable' as const, refusedBy: null, detail: '' } },
      'inconclusive',
    ],
    ['a refusal by our own library', { refusedBy: 'client-library' as const }, 'inconclusive'],
    ['an accident of the platform', { refusedBy: 'platform-default' as const }, 'inconclusive'],
    ['a date in the future', { observedAt: '2026-11-16T00:00:00Z' }, 'inconclusive'],
  ])('a pass with %s does not count', (_, over, state) => {
    expect(evidenceIn({ results: [pass(1, over)] }).state).toBe(state);
    expect(statusIn({ results: [pass(1, over)] })).toBe('implemented');
  });

  it('takes no run for stronger than its check, and no probe for observed without an observer', () => {
    const read = new Map(
      [...CATALOGUE.checks].map(([id, info]) => [id, { ...info, strength: 'live-config' as const }]),
    );
    expect(indexWith(CATALOGUE.checks).judge(pass(1), 'probe').standing).toBe('pass');
    expect(indexWith(read).judge(pass(1), 'probe')).toMatchObject({
      standing: 'too-weak',
      reason: 'its strength is "live-config", "probe" is asked for',
    });
    const seen = { what: 'observer', outcome: 'not-seen' as const, refusedBy: null, detail: '' };
    const observed = pass(1, { strength: 'observed-probe', check: 'of-a-plugin', observer: seen });
    expect(indexWith(read).judge(observed, 'observed-probe').standing).toBe('pass');
    expect(indexWith(read).judge({ ...observed, observer: null }, 'observed-probe').standing).toBe(
      'too-weak',
    );
  });

  it('a check whose pass does not suffice still opens by failing', () => {
    const declared = targets({
      'hub-mqtt': { kind: 'mqtt', covers: ['uplink'] },
      conf: { kind: 'conf', covers: ['uplink'] },
    });
    const conf = resultOn(
      'conf',
      { check: 'config', strength: 'repository-config', control: null },
      declared,
    );
    const live = resultOn('hub-mqtt', {}, declared);
    expect(statusIn({ targets: declared, results: [conf] })).toBe('implemented');
    expect(statusIn({ targets: declared, results: [live] })).toBe('validated');
    expect(statusIn({ targets: declared, results: [live, { ...conf, verdict: 'fail' }] })).toBe('open');
  });
});

describe('a failure', () => {
  it('opens, whatever else is claimed', () => {
    const { status, statusReason } = entryOf(registerOf({ results: [fail(1)] }), 'COM-02@uplink');
    expect(status).toBe('open');
    expect(statusReason).toBe('"tls-versions" failed on "hub-mqtt" on 2026-11-10: TLS 1.0 was accepted');
  });

  it('is closed by a later pass only', () => {
    expect(statusIn({ results: [fail(1), pass(2)] })).toBe('validated');
    expect(statusIn({ results: [pass(1), fail(2)] })).toBe('open');
    expect(statusIn({ results: [pass(1), fail(1)] })).toBe('open');
    expect(statusIn({ results: [fail(1), unclear(2)] })).toBe('open');
    expect(statusIn({ results: [fail(1, { validUntil: at(2) })] })).toBe('open');
    expect(statusIn({ results: [fail(1), pass(2, { control: null })] })).toBe('open');
  });

  it('is not closed by a pass that looked less closely', () => {
    const seen = { what: 'observer', outcome: 'seen' as const, refusedBy: null, detail: '' };
    const closely = fail(1, { check: 'jtag', observer: seen, strength: 'observed-probe' });
    const loosely = fail(2, { check: 'jtag', verdict: 'pass', strength: 'document' });
    const unit = targets({ u: { kind: 'unit', covers: ['valve'], cohort: 'b2' } });
    const on = (one: typeof closely): typeof closely => ({
      ...resultOn('u', {}, unit),
      ...one,
      target: 'u',
      covers: ['valve'],
    });
    const claims = 'claims: { fused@valve: { state: in-place, owner: developer } }';
    expect(
      statusIn({ decisions: claims, targets: unit, results: [on(closely), on(loosely)] }, 'DEV-05@valve'),
    ).toBe('open');
  });

  it('stays closed when the pass that closed it grows old or rests on something that changed', () => {
    const old = pass(2, { validUntil: at(3) });
    expect(statusIn({ results: [fail(1), old] })).toBe('implemented');
  });

  it('takes earlier passes with it', () => {
    const results = [pass(1), fail(2), pass(3, { validUntil: at(4) })];
    expect(statusIn({ results })).toBe('implemented');
  });

  it('stays while its target is declared, whatever other targets say', () => {
    const two = targets({ a: { kind: 'mqtt', covers: ['uplink'] }, b: { kind: 'mqtt', covers: ['uplink'] } });
    const failed = resultOn('a', { verdict: 'fail', observedAt: at(1) }, two);
    const passed = resultOn('b', { observedAt: at(2) }, two);
    expect(statusIn({ targets: two, results: [failed, passed] })).toBe('open');
    const only = targets({ b: { kind: 'mqtt', covers: ['uplink'] } });
    expect(statusIn({ targets: only, results: [failed, passed] })).toBe('validated');
    expect(statusIn({ targets: only, results: [failed] })).toBe('open');
    expect(statusIn({ targets: new Map(), results: [failed] })).toBe('open');
  });

  it('counts for every mitigation that names the check', () => {
    const results = [fail(1, { mitigation: 'something-else' })];
    expect(statusIn({ results })).toBe('open');
  });

  it('of one unit is not closed from another cohort after its target was removed', () => {
    const claims = 'claims: { fused@valve: { state: in-place, owner: developer } }';
    const both = targets({
      u1: { kind: 'unit', covers: ['valve'], cohort: 'b1' },
      u2: { kind: 'unit', covers: ['valve'], cohort: 'b2' },
    });
    const failed = resultOn('u1', { check: 'jtag', verdict: 'fail', observedAt: at(1) }, both);
    const passed = resultOn('u2', { check: 'jtag', observedAt: at(2) }, both);
    const left = targets({ u2: { kind: 'unit', covers: ['valve'], cohort: 'b2' } });
    expect(statusIn({ decisions: claims, targets: left, results: [failed, passed] }, 'DEV-05@valve')).toBe(
      'open',
    );
  });
});

describe('an inconclusive result', () => {
  it('takes an earlier pass away, a later pass brings it back', () => {
    expect(statusIn({ results: [pass(1), unclear(2)] })).toBe('implemented');
    expect(evidenceIn({ results: [pass(1), unclear(2)] })).toMatchObject({
      state: 'inconclusive',
      reason: 'inconclusive on "hub-mqtt": the server did not answer',
    });
    expect(statusIn({ results: [unclear(1), pass(2)] })).toBe('validated');
  });
});
