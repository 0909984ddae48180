import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { covers, readMosquittoAcl } from './mosquitto-acl.ts';

const read = (text: string) => readMosquittoAcl({ file: 'acl', text });

it('reads for whom each rule is', () => {
  const { rules, problems } = read(
    '# c\ntopic read $SYS/#\n\nuser roger the first\ntopic a b\npattern write d/%u/#\ntopic x',
  );
  expect(problems.map(({ where }) => where?.line)).toEqual([5]);
  expect(rules.map(({ for: whose, user, access, filter }) => [whose, user, access, filter])).toEqual([
    ['anonymous', undefined, 'read', '$SYS/#'],
    ['everybody', undefined, 'write', 'd/%u/#'],
    ['user', 'roger the first', 'readwrite', 'x'],
  ]);
});

it('places lines that are none, and never throws', () => {
  expect(read('grant everything\nuser\ntopic\npattern read').problems).toHaveLength(3);
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const { where } of read(text).problems)
        expect(where?.line).toBeLessThanOrEqual(text.split('\n').length);
    }),
  );
});

it('matches filters as MQTT does', () => {
  expect(covers('#', 'a/b')).toBe(true);
  expect(covers('a/#', 'a/b/c')).toBe(true);
  expect(covers('a/+/c', 'a/b/c')).toBe(true);
  expect(covers('a/+', 'a/b/c')).toBe(false);
  expect(covers('a/b/c', 'a/b')).toBe(false);
  expect(covers('a/b', 'a/b')).toBe(true);
});
