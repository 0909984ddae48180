import { describe, expect, it } from 'vitest';

import type { CatalogueTest } from '../enumerate/test-catalogue/test-catalogue.ts';
import { CATALOGUE_TEST_REPORTS } from './catalogue-test.ts';

const TEST: CatalogueTest = {
  ok: false,
  rules: [
    {
      id: 'LMP-01',
      title: 'A lamp burns',
      examples: [
        { number: 1, says: 'unstated', subjects: ['a'], instead: [] },
        {
          number: 2,
          says: 'absent',
          subjects: ['b'],
          why: 'a < b',
          instead: ['"b" came out as "\u001b[31mstated"'],
        },
      ],
      changes: null,
      unnoticed: [],
    },
    { id: 'LMP-02', title: 'It falls', examples: [], changes: 3, unnoticed: ['no example says "absent"'] },
  ],
  mitigations: [{ id: 'fuse', title: 'A fuse', changes: 1, unnoticed: [] }],
  standards: [
    { id: 'plant', name: 'Plant rules', points: 2, missing: ['the standard "plant" has no point "P-3"'] },
  ],
  chains: ['lamp-falls'],
  matrix: 1,
  problems: [],
};

describe('the test of a catalogue', () => {
  it('as text: a line an entry, and below it what is wrong', () => {
    expect(CATALOGUE_TEST_REPORTS.text(TEST))
      .toBe(`FAILED LMP-01  2 examples, changes not tried, since an example fails
         example 2 says "absent", and "b" came out as "·[31mstated"
FAILED LMP-02  0 examples, 3 changes tried
         no example says "absent"
ok     fuse  each of 1 change noticed
FAILED plant  2 points
         the standard "plant" has no point "P-3"
ok     lamp-falls  each step lies where the one before leads
ok     matrix  1 reason, each about things there are

Something is wrong: 2 rules with 2 examples, 1 mitigation, 4 changes tried.
`);
  });

  it('as JUnit: a case an example, what could not be tried is skipped and never passed', () => {
    const text = CATALOGUE_TEST_REPORTS.junit(TEST);
    expect(text).toContain('tests="7" failures="3" errors="0" skipped="1"');
    expect(text).toContain('<testcase classname="LMP-01" name="example 2 is absent: a &lt; b"><failure');
    expect(text).not.toContain('\u001b');
  });

  it('as JSON: the data', () => {
    expect(JSON.parse(CATALOGUE_TEST_REPORTS.json(TEST))).toEqual(TEST);
  });
});
