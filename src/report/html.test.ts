import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sha256 } from '../text/digest.ts';
import { render } from './index.ts';
import { example } from './testing/example.ts';

const found = example();
const page = render('report', 'html', found);

describe('html', () => {
  it('is one file that loads nothing', () => {
    const addresses = page.replaceAll('http://www.w3.org/2000/svg', '');
    expect(addresses).not.toMatch(/https?:|\ssrc=|<link|@import|url\(/);
    expect(page.match(/href="[^"#]/g)).toBeNull();
    expect(page).toContain("default-src 'none'");
  });

  it('lets the browser run its own script and no other', () => {
    const script = page.match(/<script>([\s\S]*?)<\/script>/)?.[1] ?? '';
    const digest = Buffer.from(sha256(script).slice('sha256:'.length), 'hex').toString('base64');
    expect(page).toContain(`script-src 'sha256-${digest}'`);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('shows summary, diagram, register, stories, gaps, runs, assumptions and the table of the source', () => {
    const ids = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'summary',
      'diagram',
      'register',
      'stories',
      'gaps',
      'runs',
      'assumptions',
      'table',
    ]);
    expect(page).toContain('<svg ');
    expect(page.match(/<details\s+class="threat"/g)).toHaveLength(found.register?.entries.length ?? 0);
  });

  it('tells what a check did: control, attack, who refused, strength, reach and until when', () => {
    const story = page.split('id="EDG-01@uplink"')[1]?.split('</details>')[0] ?? '';
    for (const label of [
      'Legitimate use',
      'Attack',
      'Refused by',
      'Strength',
      'Covers',
      'Seen',
      'Rests on',
    ]) {
      expect(story).toContain(`>${label}</th>`);
    }
    expect(story).toMatch(/connect without a certificate:\s*<strong>accepted<\/strong>/);
  });

  it('shows who signed each run, and its digest', () => {
    for (const run of found.runs) expect(page).toContain(run.digest);
    expect(page).toContain('signed by ci');
    expect(page).toContain('A signature says who signed a run, not that it happened as written.');
  });

  it('says what was not looked at', () => {
    const gaps = page.split('<section id="gaps"')[1]?.split('</section>')[0] ?? '';
    for (const title of [
      'Claimed without any check for it',
      'Claimed but never tried',
      'Planned but not run',
      'Left out of the analysis',
    ]) {
      expect(gaps).toContain(title);
    }
    expect(gaps).toContain('run by another team');
  });

  it('keeps filters hidden until the script shows them', () => {
    expect(page).toMatch(/<form class="filters" hidden>/);
  });

  it('shows the threats alone before there is a register', () => {
    const early = render('report', 'html', { system: found.system, threats: found.threats ?? never() });
    expect(early.match(/<details\s+class="threat"/g)).toHaveLength(found.threats?.length ?? 0);
    expect(early).not.toContain('What was tried');
  });

  it('keeps any text in its place', () => {
    const harmless = tagsOf(pageSaying('x'));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(tagsOf(pageSaying(text))).toEqual(harmless);
      }),
      { numRuns: 25 },
    );
  });
});

/** The page of a system that says this wherever it may say something. */
function pageSaying(text: string): string {
  const register = found.register ?? never();
  const system = { ...found.system, name: text, description: text };
  const entries = register.entries
    .slice(0, 1)
    .map((entry) => ({ ...entry, title: text, statusReason: text }));
  return render('report', 'html', { ...found, system, register: { ...register, system, entries } });
}

/** Names of the tags, without the drawing, whose lines of text differ in number. */
function tagsOf(text: string): string[] {
  return [...text.replace(/<svg[\s\S]*<\/svg>/, '').matchAll(/<\/?([a-z][\w-]*)/g)].map(([tag]) => tag);
}

function never(): never {
  throw new Error('the example has it');
}
