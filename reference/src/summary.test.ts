import { describe, expect, it } from 'vitest';

import { attackLines, leftLines, statusLines } from './summary.ts';
import type { CheckResult, Entry } from './summary.ts';

const entry = (id: string, status: string): Entry => ({
  id,
  status,
  title: 'a threat',
  statusReason: 'so it is',
});

describe('statusLines', () => {
  it('counts each status that occurs, and says what it means', () => {
    const lines = statusLines([
      entry('A-01@x', 'validated'),
      entry('A-02@x', 'validated'),
      entry('A-03@x', 'open'),
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^ {3}2 {2}validated /);
    expect(lines[1]).toMatch(/^ {3}1 {2}open /);
  });
});

describe('attackLines', () => {
  const result: CheckResult = {
    check: 'mqtt-anonymous',
    target: 'hub',
    verdict: 'pass',
    reason: 'refused',
    attack: [
      { outcome: 'refused', refusedBy: 'server' },
      { outcome: 'not-seen', refusedBy: 'server' },
      { outcome: 'not-spoken', refusedBy: null },
    ],
  };

  it('counts what a check tried once, however many mitigations it answers for', () => {
    expect(attackLines([result, result]).at(-1)).toContain('1 check, 2 attacks tried, 2 refused');
  });

  it('never calls an attack refused that the solution did not refuse', () => {
    const failed: CheckResult = {
      ...result,
      target: 'site',
      verdict: 'fail',
      reason: 'let everybody in',
      attack: [
        { outcome: 'accepted', refusedBy: null },
        { outcome: 'silent', refusedBy: null },
        { outcome: 'unreachable', refusedBy: null },
        { outcome: 'refused', refusedBy: 'platform-default' },
        { outcome: 'local-failure', refusedBy: 'client-library' },
      ],
    };
    const lines = attackLines([result, failed]);
    expect(lines[1]).toMatch(/✖ .*let everybody in/);
    expect(lines.at(-1)).toContain('2 checks, 7 attacks tried, 2 refused');
  });
});

describe('attackLines for a check that only looks', () => {
  it('calls nothing an attack', () => {
    const looked: CheckResult = {
      check: 'tls-server-certificate',
      target: 'hub',
      verdict: 'pass',
      reason: 'in order',
      attack: [{ outcome: 'not-seen', refusedBy: null }],
    };
    const lines = attackLines([looked]);
    expect(lines[0]).toContain('looked for defects, found none');
    expect(lines[1]).toContain('1 check, 0 attacks tried, 0 refused');
  });
});

const about = (id: string, statusReason: string): Entry => ({ ...entry(id, 'open'), statusReason });

describe('leftLines', () => {
  const decision = { owner: 'lead', reason: 'No hardware. Keys lie in files.', until: '2027-12-31' };

  it('names what is open or only claimed, open first, and counts what is accepted by reason', () => {
    const other = { owner: 'lead', reason: 'Nobody is on call.', until: '2026-12-31' };
    const lines = leftLines(
      [
        entry('A-04@x', 'implemented'),
        entry('A-01@x', 'open'),
        { ...entry('A-05@x', 'accepted'), decision: other },
        { ...entry('A-02@x', 'accepted'), decision },
        { ...entry('A-02@y', 'accepted'), decision },
        entry('A-03@x', 'validated'),
      ],
      'bestride mitigate',
    );
    expect(lines).toEqual([
      '  open: A-01, a threat: so it is (at x)',
      '  implemented: A-04, a threat: so it is (at x)',
      '  3 accepted, by lead, the first of them until 2026-12-31:',
      '     2  No hardware.',
      '     1  Nobody is on call.',
      '  The register has them all, one by one: bestride mitigate',
    ]);
  });

  it('tells once what holds of several subjects, and keeps apart what does not', () => {
    const lines = leftLines(
      [about('A-01@x', 'no word on "x"'), about('A-01@y', 'no word on "y"'), about('A-01@z', 'broken')],
      '',
    );
    expect(lines.slice(0, 2)).toEqual([
      '  open: A-01, a threat: no word on it (at x, y)',
      '  open: A-01, a threat: broken (at z)',
    ]);
  });

  it('stays short however much is left, and leaves nothing uncounted', () => {
    const many = Array.from({ length: 60 }, (_, index) => [
      entry(`A-${index}@x`, 'open'),
      {
        ...entry(`B-${index}@x`, 'accepted'),
        decision: { ...decision, reason: `${index} ${'word '.repeat(60)}` },
      },
    ]).flat();
    const lines = leftLines(many, 'bestride mitigate');
    expect(lines.length).toBeLessThanOrEqual(28);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(110);
    expect(lines).toContain('  and 52 more like these.');
    expect(lines).toContain('  and 44 more accepted for other reasons.');
  });

  it('cuts a long reason, and still says where it holds', () => {
    const [text] = leftLines([about('A-01@x', 'word '.repeat(60).trim())], '');
    expect(text?.length).toBeLessThan(230);
    expect(text).toMatch(/word … \(at x\)$/);
  });

  it('wraps long lines between words', () => {
    const [text] = leftLines([{ ...entry('A-01@x', 'open'), title: 'word '.repeat(60).trim() }], '');
    const lines = text?.split('\n') ?? [];
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(110);
    expect(lines.join(' ').match(/word/g)).toHaveLength(60);
  });
});
