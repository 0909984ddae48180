import { expect, it } from 'vitest';

import { runAgainst } from '../../testing/context.ts';
import { inventoryOwnKeys } from './inventory-own-keys.ts';

const unit = (id: string, pair?: string): string =>
  `  - { id: ${id}, element: valve${pair === undefined ? '' : `, thumbprint: ${pair.repeat(32)}`} }`;
const look = (units: readonly string[], client = 'x509') =>
  runAgainst(inventoryOwnKeys, {
    port: 0,
    kind: 'inventory',
    identities: [],
    declares: { file: 'inventory.yaml' },
    files: { 'inventory.yaml': ['bestride: 1', 'units:', ...units].join('\n') },
    expects: { client },
  });

it('says how many of those listed it compared', async () => {
  const { verdict, reason } = await look([unit('a', 'a1'), unit('b', 'b2'), unit('c')]);
  expect([verdict, reason]).toEqual([
    'pass',
    'in inventory.yaml no two units have the same thumbprint; 2 of 3 listed units have one',
  ]);
});

it('names the units that share a key', async () => {
  const { verdict, reason } = await look([unit('a', 'a1'), unit('b', 'b2'), unit('c', 'a1')]);
  expect([verdict, reason]).toEqual([
    'fail',
    'units in inventory.yaml share a key: a; c (a1a1a1a1a1a1a1a1…)',
  ]);
});

it('says nothing of credentials that have no thumbprint', async () => {
  const { verdict, reason } = await look([unit('a', 'a1'), unit('b', 'b2')], 'psk');
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(/by psk/);
});

it('compares a fleet in no time', async () => {
  const rows = Array.from(
    { length: 50_000 },
    (_, index) => `u-${index},valve,${index.toString(16).padStart(64, '0')}`,
  );
  const { verdict } = await runAgainst(inventoryOwnKeys, {
    port: 0,
    kind: 'inventory',
    identities: [],
    declares: { file: 'inventory.csv' },
    files: { 'inventory.csv': ['id,element,thumbprint', ...rows].join('\n') },
  });
  expect(verdict).toBe('pass');
}, 5000);
