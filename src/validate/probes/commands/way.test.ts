import { expect, it } from 'vitest';

import { saidOver } from './way.ts';

it.each([
  [200, 'accepted', null],
  [400, 'refused', 'server'],
  [403, 'refused', 'server'],
  // A proxy's own question, a lapse of time, and a limit on how often one asks.
  [407, 'silent', null],
  [408, 'silent', null],
  [429, 'silent', null],
  [302, 'silent', null],
  [500, 'silent', null],
  [503, 'silent', null],
])('takes HTTP %i for what it is', (status, outcome, refusedBy) => {
  expect(saidOver({ kind: 'answered', status, body: '' })).toMatchObject({ outcome, refusedBy });
});
