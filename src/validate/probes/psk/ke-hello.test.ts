import { expect, it } from 'vitest';

import { readClientHello } from '../client/hello.ts';
import { keHello } from './ke-hello.ts';
import { madeUpIdentity } from './stage.ts';

const key = Buffer.alloc(16, 7);
const said = (name: string) => readClientHello(keHello({ identity: 'canary-a', key }, name))?.extensions;
const like = (identity: string) => madeUpIdentity({ identity, key });

it('names the server, which some refuse to do without', () => {
  expect(said('hub.test')?.get(0)?.toString('latin1')).toContain('hub.test');
  expect(said('127.0.0.1')?.has(0)).toBe(false);
  // The key has to come last.
  expect([...(said('hub.test')?.keys() ?? [])].at(-1)).toBe(41);
});

it('makes up identities of the form of the given one, and no short ones', () => {
  expect(like('urn:imei:490154203237518')).toMatch(/^urn:imei:\d{15}$/);
  expect(like('canary-a')).toMatch(/^canary-[a-f]{8}$/);
  expect(like('Sensor7')).toMatch(/^[A-Z][a-z]{5}\d[A-Z]$/);
  expect(like('')).toHaveLength(8);
});
