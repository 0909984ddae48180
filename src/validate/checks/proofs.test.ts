/** Every check against real software: intact → pass, each weakened twin → fail, dead → inconclusive. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HUMAN_STATEMENT } from '../../mitigate/evidence.ts';
import { type Pki, createPki } from '../testing/pki.ts';
import { missingKinds, tryRow } from '../testing/proof.ts';
import { checks } from './index.ts';
import { proofs } from './proofs.ts';

let pki: Pki;
beforeAll(async () => {
  pki = await createPki();
});
afterAll(() => pki.remove());

it('there is a proof for every check but the statement of a person, in order', () => {
  const proven = proofs.map(({ check }) => check.id);
  expect(proven).toEqual(checks.map(({ id }) => id).filter((id) => id !== HUMAN_STATEMENT));
});

it.each(proofs.map((one) => [one.check.id, one] as const))('%s has rows of each kind', (_, one) => {
  expect(missingKinds(one)).toEqual([]);
});

describe.each(proofs.map((one) => [one.check.id, one] as const))('%s', (_, { check, rows }) => {
  it.concurrent.each(rows.map((row) => [row.kind, row.name, row.software, row] as const))(
    '%s: %s (%s)',
    async (_kind, _name, _software, row) => {
      expect((await tryRow(check, row, { pki })).surprise).toBeUndefined();
    },
  );
});
