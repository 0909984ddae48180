import { describe, expect, it } from 'vitest';

import type { Strength } from '../../catalogue/schema.ts';
import type { Verdict } from '../../evidence/run.ts';
import { CATALOGUE, NOW, inventoryOf, resultOn, runOf, systemFrom, targets } from '../testing/project.ts';
import { type Coverage, CoverageFinder } from './coverage.ts';
import { EvidenceIndex, NO_EVIDENCE } from './evidence.ts';

const at = (hour: number): string => `2026-11-10T${String(hour).padStart(2, '0')}:00:00Z`;

/** The check of the example reads configuration here, and the mitigation asks for no more than that. */
const configured = (
  looks: readonly [target: string, strength: Strength, verdict?: Verdict][],
  declared: Parameters<typeof targets>[0],
  least: Strength,
): Coverage => {
  const catalogue = {
    ...CATALOGUE,
    checks: new Map(CATALOGUE.checks),
    mitigations: new Map(CATALOGUE.mitigations),
  };
  const jtag = CATALOGUE.checks.get('jtag');
  const fused = CATALOGUE.mitigations.get('fused');
  if (!jtag || !fused) throw new Error('no such check, or no such mitigation');
  catalogue.checks.set('jtag', { ...jtag, strength: 'live-config', targets: ['unit', 'host-report'] });
  const known = targets(declared);
  const results = looks.map(([name, strength, verdict = 'pass'], hour) =>
    resultOn(
      name,
      { check: 'jtag', mitigation: 'fused', strength, verdict, control: null, observedAt: at(hour + 1) },
      known,
    ),
  );
  const evidence = {
    ...NO_EVIDENCE,
    environment: 'lab',
    inventory: inventoryOf({ b2: 900, b1: 300 }),
    runs: [runOf(results)],
    targets: known,
  };
  const finder = new CoverageFinder(new EvidenceIndex(evidence, systemFrom(), catalogue, NOW));
  return finder.of({ ...fused, leastStrength: least }, { subject: { kind: 'element', id: 'valve' } });
};

describe('configuration', () => {
  const file = { kind: 'unit', covers: ['valve'] };
  const unit = { ...file, cohort: 'b2', unit: 'b2-7' };

  it('of the repository speaks for all units', () => {
    expect(configured([['f', 'repository-config']], { f: file }, 'repository-config')).toMatchObject({
      state: 'pass',
      coverage: { of: 1200, covered: 1200 },
    });
  });

  it('speaks for one unit where it is the report of one host, though nothing vouches for it', () => {
    const host = { kind: 'host-report', covers: ['valve'] };
    const found = configured([['f', 'repository-config']], { f: host }, 'repository-config');
    expect(found.coverage).toEqual({ of: 1200, covered: 1 });
  });

  it('taken from one unit speaks for that unit, or for its cohort where the inventory places it', () => {
    expect(configured([['f', 'live-config']], { f: file }, 'repository-config').coverage.covered).toBe(1);
    expect(configured([['f', 'live-config']], { f: unit }, 'live-config').coverage.covered).toBe(900);
  });

  it('of the repository is too weak where what runs is asked for, whatever the check could do', () => {
    expect(configured([['f', 'repository-config']], { f: unit }, 'live-config')).toMatchObject({
      state: 'too-weak',
      coverage: { covered: 0 },
    });
  });

  it('of the repository closes no failure that was found in what runs', () => {
    const twice = configured(
      [
        ['f', 'live-config', 'fail'],
        ['f', 'repository-config'],
      ],
      { f: unit },
      'repository-config',
    );
    expect(twice.state).toBe('fail');
  });
});
