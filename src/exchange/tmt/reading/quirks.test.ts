import { describe, expect, it } from 'vitest';

import type { Problem } from '../../../text/problem.ts';
import { readTemplate } from '../read-template.ts';
import type { Template } from '../template.ts';
import { bytesOf } from '../testing/drawing.ts';
import { tb7, type TemplateSpec } from '../testing/template.ts';

const FILE = 'ours.tb7';

function read(text: string): Template {
  const { value, problems } = readTemplate(bytesOf(text), FILE);
  expect(problems).toEqual([]);
  if (!value) throw new Error('no template');
  return value;
}

function quirksOf(spec: TemplateSpec): readonly Problem[] {
  const { quirks } = read(tb7(spec));
  for (const quirk of quirks) expect(quirk).toMatchObject({ severity: 'warning', where: { file: FILE } });
  // How many attributes no rule reads is said of nearly every template.
  return quirks.filter(({ code }) => code !== 'TMT10');
}

describe('quirks', () => {
  it.each<[string, TemplateSpec, string, string]>([
    [
      'two stencils with one id',
      {
        stencils: [
          { id: 'SE.A', name: 'first', parent: 'GE.P' },
          { id: 'SE.A', name: 'second', parent: 'GE.DS' },
        ],
      },
      'TMT03',
      '"SE.A"',
    ],
    [
      'two attributes of a stencil with one name',
      {
        stencils: [
          {
            id: 'SE.A',
            parent: 'GE.P',
            attributes: [
              { name: 'x', values: ['1'] },
              { name: 'x', values: ['2'] },
            ],
          },
        ],
      },
      'TMT03',
      '"x"',
    ],
    [
      'two rules with one id',
      {
        rules: [
          { id: 'TH1', include: '' },
          { id: 'TH1', include: '' },
        ],
      },
      'TMT03',
      '"TH1"',
    ],
    [
      'two categories with one id',
      {
        categories: [
          { id: 'S', name: 'Spoofing' },
          { id: 'S', name: 'Safety' },
        ],
      },
      'TMT03',
      '"S"',
    ],
    [
      'an ancestor that is not there',
      { stencils: [{ id: 'SE.A', parent: 'SE.GONE' }] },
      'TMT04',
      '"SE.GONE"',
    ],
    ['a category that is not there', { rules: [{ id: 'TH1', include: '', category: 'X' }] }, 'TMT04', '"X"'],
    [
      'an expression that does not parse',
      { rules: [{ id: 'TH1', include: 'source is' }] },
      'TMT06',
      'Include of threat type "TH1"',
    ],
    [
      'a stencil nobody has',
      { rules: [{ id: 'TH1', include: "target is 'SE.GONE'" }] },
      'TMT07',
      '"SE.GONE"',
    ],
    [
      'a boundary nobody has',
      { rules: [{ id: 'TH1', include: "not flow crosses 'SE.GONE'" }] },
      'TMT07',
      '"SE.GONE"',
    ],
    ['an attribute nobody has', { rules: [{ id: 'TH1', include: "flow.gone is 'Yes'" }] }, 'TMT07', '"gone"'],
    [
      'a value nobody has',
      {
        stencils: [{ id: 'SE.A', parent: 'GE.P', attributes: [{ name: 'x', values: ['Yes', 'No'] }] }],
        rules: [{ id: 'TH1', include: "source is 'SE.A'", exclude: "source.x is 'yes'" }],
      },
      'TMT07',
      '"yes"',
    ],
    [
      'an expression that can be read in two ways',
      { rules: [{ id: 'TH1', include: "source is 'GE.P' or target is 'GE.P' and target is 'GE.DS'" }] },
      'TMT08',
      '"TH1"',
    ],
    [
      'a title about the end that the rule does not look at',
      {
        rules: [
          { id: 'TH48', title: 'Services in {TARGET.name} are exploited', include: "source is 'GE.P'" },
        ],
      },
      'TMT09',
      'names the target',
    ],
  ])('tells of %s', (_, spec, code, words) => {
    const [quirk, ...more] = quirksOf(spec);
    expect(more).toEqual([]);
    expect(quirk).toMatchObject({ code });
    expect(quirk?.message).toContain(words);
  });

  it('takes the first of two with one id', () => {
    const { stencils } = read(
      tb7({
        stencils: [
          { id: 'SE.A', name: 'first', parent: 'GE.P' },
          { id: 'SE.A', name: 'second', parent: 'GE.DS' },
        ],
      }),
    );
    expect(stencils.get('SE.A')).toMatchObject({ name: 'first', representation: 'Ellipse' });
  });

  it('places an expression that does not parse where it goes wrong', () => {
    const text = tb7({ rules: [{ id: 'TH1', include: "source is 'GE.P'\n  and nonsense" }] });
    const [quirk] = read(text).quirks;
    const before = text.slice(0, text.indexOf('nonsense')).split('\n');
    expect(quirk).toMatchObject({ code: 'TMT06', where: { line: before.length, column: 7 } });
    const [sameLine] = read(tb7({ rules: [{ id: 'TH1', include: 'nonsense' }] })).quirks;
    const line = tb7({ rules: [{ id: 'TH1', include: 'nonsense' }] }).split('\n')[1] ?? '';
    expect(sameLine?.where).toMatchObject({ line: 2, column: line.indexOf('nonsense') + 1 });
  });

  it.each([1, 2, 3, 200])('ends where %d stencils inherit from each other in a circle', (length) => {
    const stencils = Array.from({ length }, (_, at) => ({
      id: `SE.${at}`,
      parent: `SE.${(at + 1) % length}`,
    }));
    const quirks = quirksOf({ stencils });
    expect(quirks.map(({ code }) => code)).toEqual(stencils.map(() => 'TMT04'));
    expect(read(tb7({ stencils })).stencils.get('SE.0')?.representation).toBe('None');
  });
});
