/** The matrix, the stories and the standards in every format that has them. */
import { describe, expect, it } from 'vitest';

import { Letter } from '../../catalogue/schema.ts';
import { enumerate, matrixOf } from '../../enumerate/index.ts';
import { explain, groupByStandard, standChains } from '../../mitigate/index.ts';
import { render } from '../index.ts';
import { example } from '../testing/example.ts';

const evil = `</td></text><script>alert("x")</script> | \`@octocat\` \u001b[31m\u202E =1+1`;
const found = example();
const register = found.register ?? never();
const matrix = matrixOf(found.threats ?? never());
const by = groupByStandard(register, 'en303645') ?? never();

describe('the matrix', () => {
  it('is a compact table of counts, with every reason under it', () => {
    const text = render('matrix', 'text', { ...found, matrix });
    const valve = text.split('\n').find((line) => line.startsWith('  valve '));
    const cells = matrix.rows.find(({ id }) => id === 'valve')?.cells ?? never();
    expect(valve).toContain(`S${cells.S.threats.length}`);
    expect(text).toContain('0 with nothing said');
    expect(text).toContain('Left out by the profile "source"');
    const flat = text.replaceAll(/\s+/g, ' ');
    const reasons = matrix.rows.flatMap((row) => Letter.options.map((letter) => row.cells[letter].reason));
    expect(reasons.filter((reason) => !flat.includes(reason ?? ''))).toEqual([]);
  });

  it('shows where nothing is said', () => {
    const bare = matrixOf(enumerate(found.system, { ...register.catalogue, matrix: [] }));
    const text = render('matrix', 'text', { ...found, matrix: bare });
    expect(text).toMatch(/ {2}history .*\?/);
    expect(text).toContain('? ');
    expect(text).not.toContain(' 0 with nothing said');
  });

  it('has every threat in Markdown, JSON and CSV', () => {
    const ids = register.entries.map(({ id }) => id);
    for (const format of ['markdown', 'json', 'csv']) {
      const text = render('matrix', format, { ...found, matrix });
      expect(ids.filter((id) => !text.includes(id))).toEqual([]);
    }
    expect(JSON.parse(render('matrix', 'json', { ...found, matrix }))).toEqual(
      JSON.parse(JSON.stringify(matrix)),
    );
    const lines = render('matrix', 'csv', { ...found, matrix }).split('\r\n');
    expect(lines[0]).toMatch(/^Kind,Id,Name,What,Letter,State,Threats,Reason,/);
    expect(lines).toHaveLength(1 + matrix.rows.length * 6 + matrix.elsewhere.length + 1);
  });
});

describe('stories', () => {
  it('stand in the Markdown and HTML reports, and in the JSON of the register', () => {
    const chains = standChains(register);
    const titles = new Set(chains.map(({ title }) => title));
    expect(titles.size).toBeGreaterThan(3);
    const markdown = render('report', 'markdown', found);
    const html = render('report', 'html', found);
    for (const title of titles) {
      expect(markdown).toContain(title);
      expect(html).toContain(title);
    }
    expect(markdown).toContain('## Stories');
    expect(html).toContain('<section id="stories">');
    expect(JSON.parse(render('mitigate', 'json', found)).chains).toHaveLength(chains.length);
  });

  it('are told with the threat they are a part of', () => {
    const story = explain(register, 'DEV-03@valve') ?? never();
    for (const format of ['text', 'markdown']) {
      const text = render('explain', format, { ...found, story });
      expect(text).toContain('Part of a story');
      expect(text).toContain('this threat is step 2 of 3');
    }
    expect(JSON.parse(render('explain', 'json', { ...found, story })).chains.length).toBeGreaterThan(0);
  });

  it('say no more than the statuses do', () => {
    expect(tell('open')).toContain('Nothing stops it: every step can be taken by a threat that is open.');
    expect(tell('implemented')).toContain('No check shows that it stops: step 2 is answered by a claim');
    expect(tell('validated')).toContain(
      'As far as was tried, it stops at step 2, which is validated. Step 1 is not stopped.',
    );
  });
});

describe('a standard', () => {
  it('has every point and every line in text, Markdown, HTML and JSON, with both counts', () => {
    const rows = [...by.points.flatMap((point) => point.rows), ...by.unmapped];
    const texts = [
      render('points', 'text', { ...found, by, width: 200 }),
      render('points', 'markdown', { ...found, by }),
      render('points', 'json', { ...found, by }),
      render('report', 'html', { ...found, by }),
      render('report', 'markdown', { ...found, by }),
      render('report', 'text', { ...found, by, width: 200 }),
      render('report', 'json', { ...found, by }),
    ];
    for (const text of texts) {
      expect(by.points.filter(({ id }) => !text.includes(id))).toEqual([]);
      expect(rows.filter(({ id }) => !text.includes(id))).toEqual([]);
    }
    for (const text of texts.filter((_, index) => index !== 2 && index !== 6)) {
      const flat = text.replaceAll(/\s+/g, ' ');
      expect(flat).toContain(`${register.entries.length} threats, each counted once`);
      expect(flat).toContain(`${by.counts.threatLines.toLocaleString('en')} lines`);
      expect(flat).toContain('not that the standard is met');
    }
  });

  it('names what nothing touches', () => {
    const untouched = by.points.filter(({ state }) => state === 'untouched');
    const text = render('points', 'text', { ...found, by });
    for (const { id } of untouched) expect(text.split('untouched (')[1] ?? '').toContain(id);
  });
});

describe('what files say', () => {
  it.each(['markdown', 'html'])('becomes no markup in %s', (format) => {
    for (const step of ['matrix', 'points', 'report'] as const)
      expect(render(step, format, evilViews())).not.toContain('<script>alert');
  });

  it.each(['text', 'markdown', 'json', 'csv', 'html'])('moves no cursor in %s', (format) => {
    for (const step of ['matrix', 'points', 'report'] as const)
      expect(render(step, format, evilViews())).not.toMatch(/[^\P{Cc}\s]|[\u202a-\u202e\u2066-\u2069]/u);
  });
});

function evilViews(): Parameters<typeof render>[2] {
  const bad = example(evil);
  const standard = groupByStandard(bad.register ?? never(), 'cwe') ?? never();
  return { ...bad, matrix: matrixOf(bad.threats ?? never()), by: standard };
}

/** The story of a threat in this status, when all others are open. */
function tell(status: 'open' | 'implemented' | 'validated'): string {
  const entries = register.entries.map((entry) =>
    entry.id === 'DEV-03@valve' ? { ...entry, status } : { ...entry, status: 'open' as const },
  );
  const changed = { ...register, entries };
  const story = explain(changed, 'DEV-03@valve') ?? never();
  return render('explain', 'text', { ...found, register: changed, story }).replaceAll(/\s+/g, ' ');
}

function never(): never {
  throw new Error('the example has it');
}
