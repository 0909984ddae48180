import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AuditTarget } from '../../targets/commands.ts';
import { tells } from './log.ts';

const AUDIT: AuditTarget = { over: 'mqtt', by: 'reader', log: 'audit', who: '/who', when: '/at' };
const entry = (changes: object = {}): string =>
  JSON.stringify({ who: 'ann', at: new Date().toISOString(), did: 'command 7, allowed', ...changes });
const isTold = (line: string): boolean => tells(line, AUDIT, 'ann', { '/did': 'command' });

describe('an entry of a log', () => {
  it('says who did what, and when', () => {
    expect(isTold(entry())).toBe(true);
  });

  it.each([
    ['of another person', { who: 'bob' }],
    ['of a person whose name begins so', { who: 'ann-other' }],
    ['of something else', { did: 'request' }],
    ['without a name', { who: undefined }],
    ['without a time', { at: undefined }],
    ['of another time', { at: new Date(Date.now() - 3_600_000).toISOString() }],
    ['of a time that is none', { at: 'now' }],
    ['with a list for a name', { who: ['ann'] }],
  ])('is not that entry: one %s', (_what, changes) => {
    expect(isTold(entry(changes))).toBe(false);
  });

  it('is none in whatever text, and nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(isTold(text)).toBe(false);
      }),
    );
  });
});
