/** A check made of one function, to test what the runner makes of checks. */
import { type Check, type CheckOutcome, defineCheck } from '../check.ts';
import type { RunOptions } from '../run.ts';

/** A pass in order. */
export const PASS: CheckOutcome = {
  verdict: 'pass',
  reason: 'it held',
  control: { what: 'c', outcome: 'accepted', refusedBy: null, detail: '' },
  attack: [{ what: 'a', outcome: 'refused', refusedBy: 'server', detail: '' }],
  observer: null,
  refusedBy: 'server',
  facts: [],
};

/** A check in the place of tls-versions, with a budget of three connections and two seconds. */
export function fakeCheck(work: Check['run'], over: Partial<Check> = {}): Check {
  return defineCheck({
    id: 'tls-versions',
    title: '',
    targets: ['mqtt'],
    control: '',
    attack: '',
    effect: 'active',
    budget: { connections: 3, seconds: 2, bytes: 10_000 },
    strength: 'probe',
    lifetimeHours: 24,
    expects: {},
    ...over,
    run: work,
  });
}

/** Options of a first run of tls-versions alone. */
export function runOptions(over: Pick<RunOptions, 'checks' | 'root'> & Partial<RunOptions>): RunOptions {
  return {
    env: {},
    previous: null,
    sequence: 1,
    signal: new AbortController().signal,
    vantage: 'a test',
    version: '0.0.0',
    only: ['tls-versions'],
    allowDisturbing: [],
    ...over,
  };
}
