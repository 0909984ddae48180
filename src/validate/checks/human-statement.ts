/**
 * What only a person can see (a tamper test, a site survey, a review). It is no check that runs: its evidence
 * are runs of kind `human`, signed by a named role, about a document with a digest and an end of validity.
 */
import { defineCheck } from '../check.ts';
import { inconclusive } from '../verdict.ts';

export const humanStatement = defineCheck({
  id: 'human-statement',
  title: 'Does a named person with the role for it state that the mitigation is in place?',
  targets: ['document'],
  control: 'none: nothing is executed',
  attack: 'none: what was tried, if anything, stands in the document',
  effect: 'passive',
  budget: { connections: 0, seconds: 1, bytes: 0 },
  strength: 'document',
  lifetimeHours: 24 * 365,
  expects: {},

  run: () =>
    Promise.resolve(
      inconclusive('a person’s statement is not executed: it is recorded and signed by that person'),
    ),
});
