import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readDecisions } from './decisions.ts';

const read = (text: string): ReturnType<typeof readDecisions> =>
  readDecisions({ file: 'decisions.yaml', text });
const found = (text: string): (string | undefined)[][] =>
  read(text).problems.map(({ code, message }) => [code, message]);

describe('decisions.yaml', () => {
  it('is read with its places', () => {
    const { value, problems } = read(
      'decisions:\n  DEV-05@valve: { status: accepted, owner: safety, reason: locked, until: 2027-06-30 }\nclaims:\n  fused@valve: { state: planned, owner: manufacturer, due: 2027-01-31 }\n',
    );
    expect(problems).toEqual([]);
    expect(value?.decisions.get('DEV-05@valve')).toEqual({
      status: 'accepted',
      owner: 'safety',
      reason: 'locked',
      until: '2027-06-30',
    });
    expect(value?.claims.get('fused@valve')).toEqual({
      state: 'planned',
      owner: 'manufacturer',
      due: '2027-01-31',
    });
    expect(value?.where('decisions', 'DEV-05@valve')).toMatchObject({ line: 2, column: 3 });
    expect(value?.where('claims', 'fused@valve', 'due')).toMatchObject({ line: 4 });
    expect(value?.where('claims', 'no@such')).toBeUndefined();
  });

  it('may hold nothing', () => {
    expect(read('bestride: 1\n').value?.decisions.size).toBe(0);
  });

  it('has no acceptance that nobody stands for', () => {
    expect(found('decisions:\n  DEV-05@valve: { status: accepted, reason: locked }\n')).toEqual([
      ['DEC03', 'the acceptance of "DEV-05@valve" has no owner and no until'],
    ]);
    expect(
      found('decisions: { DEV-05@valve: { status: accepted, owner: o, reason: r, until: someday } }')[0]?.[0],
    ).toBe('TXT10');
    expect(
      found(
        'decisions: { DEV-05@valve: { status: accepted, owner: "", reason: r, until: 2027-01-01 } }',
      )[0]?.[0],
    ).toBe('TXT10');
  });

  it('says what else is wrong', () => {
    expect(found('decisions: { a@b: { status: avoided } }')[0]?.[0]).toBe('TXT11');
    expect(found('decisions: { a@b: { status: avoided, reason: r, until: 2027-01-01 } }')[0]?.[0]).toBe(
      'TXT09',
    );
    expect(found('decisions: { a@b: { status: fixed, reason: r } }')[0]?.[0]).toBe('TXT10');
    expect(
      found(
        'decisions: { a@b: { status: avoided, reason: r }, a@b: { status: avoided, reason: s } }',
      )[0]?.[0],
    ).toBe('TXT07');
    expect(found('claims: { a@b: { state: in-place, owner: o, due: 2027-02-30 } }')[0]?.[0]).toBe('TXT10');
  });

  it('never throws', () => {
    const keys = fc.constantFrom('decisions', 'claims', 'status', 'accepted', 'a@b', 'owner', '__proto__');
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('accepted', null, 1, []),
        fc.dictionary(keys, tie('tree')),
      ),
    }));
    const texts = fc.oneof(
      fc.string(),
      tree.map((data) => JSON.stringify(data)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text).problems).toBeInstanceOf(Array);
      }),
    );
  });
});
