import { describe, expect, it } from 'vitest';

import { example } from '../../report/testing/example.ts';
import { type ChainStanding, chainsByThreat, standChains } from './chains.ts';
import { explain } from './explain.ts';
import type { Register, Status } from '../register.ts';

const register = example().register ?? never();

/** The example's register with some statuses changed. */
function withStatuses(statuses: Readonly<Record<string, Status>>): Register {
  const entries = register.entries.map((entry) => ({ ...entry, status: statuses[entry.id] ?? entry.status }));
  return { ...register, entries };
}

function tell(id: string, statuses: Readonly<Record<string, Status>> = {}): ChainStanding {
  return standChains(withStatuses(statuses)).find((chain) => chain.id === id) ?? never();
}

const STORY = 'stolen-key-false-data@valve';
const OPEN = { 'DEV-05@valve': 'open', 'DEV-03@valve': 'open', 'DEV-32@valve': 'open' } as const;

describe('how stories stand', () => {
  it('have the status of every threat in every step', () => {
    const { steps, stoppedAt, trace } = tell(STORY, OPEN);
    expect(steps.map(({ threats }) => threats)).toEqual([
      [{ id: 'DEV-05@valve', status: 'open' }],
      [{ id: 'DEV-03@valve', status: 'open' }],
      [{ id: 'DEV-32@valve', status: 'open' }],
    ]);
    expect(stoppedAt).toBeUndefined();
    expect(trace).toContain('S-43');
  });

  it('stop at the first validated step', () => {
    expect(tell(STORY, { ...OPEN, 'DEV-03@valve': 'validated' }).stoppedAt).toBe(2);
    expect(tell(STORY, { ...OPEN, 'DEV-32@valve': 'validated', 'DEV-03@valve': 'validated' }).stoppedAt).toBe(
      2,
    );
    expect(tell(STORY, { ...OPEN, 'DEV-05@valve': 'validated' }).stoppedAt).toBe(1);
  });

  it.each<Status>([
    'implemented',
    'partly-validated',
    'planned',
    'accepted',
    'transferred',
    'avoided',
    'not-applicable',
  ])('are not stopped by what is only %s', (status) => {
    expect(tell(STORY, { ...OPEN, 'DEV-03@valve': status }).stoppedAt).toBeUndefined();
  });

  it('are not stopped while one way to take the step is left', () => {
    const several = standChains(register).find(({ steps }) =>
      steps.some(({ threats }) => threats.length > 1),
    );
    if (!several) return;
    const ways = several.steps.find(({ threats }) => threats.length > 1)?.threats ?? never();
    const all = Object.fromEntries(ways.map(({ id }) => [id, 'validated' as const]));
    const [, ...allButOne] = ways;
    const most = Object.fromEntries(allButOne.map(({ id }) => [id, 'validated' as const]));
    expect(tell(several.id, most).stoppedAt).toBeUndefined();
    expect(tell(several.id, all).stoppedAt).toBeGreaterThan(0);
  });

  it('are found by each of their threats, and shown by explain', () => {
    const chains = standChains(register);
    const byThreat = chainsByThreat(chains);
    expect(byThreat.get('DEV-03@valve')?.map(({ id }) => id)).toContain(STORY);
    expect(explain(register, 'DEV-03@valve')?.chains).toEqual(byThreat.get('DEV-03@valve'));
    expect(explain(register, 'lighter@smoke')?.chains).toEqual([]);
  });

  it('are none without a catalogue of them', () => {
    expect(standChains({ ...register, catalogue: { ...register.catalogue, chains: new Map() } })).toEqual([]);
  });
});

function never(): never {
  throw new Error('the example has it');
}
