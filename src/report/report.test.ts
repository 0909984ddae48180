/** What holds for every format. */
import { describe, expect, it } from 'vitest';

import { readXml } from '../diagram/testing/xml.ts';
import { gate } from '../mitigate/index.ts';
import { CATALOGUE, registerOf, resultOn, runOf } from '../mitigate/testing/project.ts';
import { render, REPORTS } from './index.ts';
import type { RenderInput, Step } from './index.ts';
import { example } from './testing/example.ts';

const formats = Object.keys(REPORTS);
const steps: readonly Step[] = [
  'model',
  'enumerate',
  'matrix',
  'mitigate',
  'points',
  'validate',
  'gate',
  'report',
];
const evil = `</td></text><script>alert("x")</script> | \`@octocat\` \u001b[31m\u202E =1+1`;

describe('render', () => {
  it('gives the same text for the same input', () => {
    for (const format of formats)
      expect(render('report', format, example())).toBe(render('report', format, example()));
  });

  it('renders every step in every format, also when the step found nothing', () => {
    const { system } = example();
    for (const format of formats) {
      for (const step of steps) expect(render(step, format, { system })).toBeTypeOf('string');
    }
  });

  it('says which format it does not know', () => {
    expect(() => render('report', 'pdf', example())).toThrow('there is no report format "pdf"');
    expect(() => render('report', 'constructor', example())).toThrow(RangeError);
  });

  it.each(formats)('lets no name move a cursor or turn the text around in %s', (format) => {
    expect(render('mitigate', format, example(evil))).not.toMatch(
      /[^\P{Cc}\s]|[\u202a-\u202e\u2066-\u2069]/u,
    );
  });

  it.each(['html', 'junit', 'markdown'])('lets no name become markup in %s', (format) => {
    expect(render('mitigate', format, example(evil))).not.toContain('<script>alert');
  });

  it('stays well-formed whatever the names are', () => {
    const found = example(evil);
    expect(readXml(render('mitigate', 'junit', found))).not.toContain('script');
    for (const format of ['json', 'sarif'])
      expect(JSON.parse(render('mitigate', format, found))).toBeTypeOf('object');
  });

  it.each(formats)('keeps the wording law in %s: nothing is called secure, safe or proven', (format) => {
    const law = /\b(secure|secured|unbreakable|proven|proves that|guaranteed?|is safe)\b/iu;
    for (const step of steps) expect(render(step, format, plain())).not.toMatch(law);
  });

  it.each(['text', 'markdown', 'html'])('says in %s what was claimed, tried and not looked at', (format) => {
    const text = render('report', format, example());
    for (const heading of ['What was claimed', 'What was tried', 'What was not looked at']) {
      expect(text).toContain(heading);
    }
  });
});

/** A register whose words are all ours: its catalogue says next to nothing. */
function plain(): RenderInput {
  const runs = [
    runOf([resultOn('hub-mqtt'), resultOn('spare-mqtt', { verdict: 'fail', reason: 'it was taken' })]),
  ];
  const register = registerOf({ runs });
  return {
    system: register.system,
    catalogue: CATALOGUE,
    register,
    runs,
    gate: gate(register),
    run: runs[0]?.run ?? never(),
  };
}

function never(): never {
  throw new Error('there is a run');
}
