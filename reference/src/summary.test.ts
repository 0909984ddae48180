import { describe, expect, it } from 'vitest';

import { attackLines, openLines, statusLines } from './summary.ts';
import type { CheckResult } from './summary.ts';

const accepted = { status: 'accepted', owner: 'lead', reason: 'no hardware', until: '2027-12-31' };

describe('statusLines', () => {
  it('counts each status that occurs, and says what it means', () => {
    const lines = statusLines([
      { id: 'A-01@x', title: 'a', status: 'validated' },
      { id: 'A-02@x', title: 'b', status: 'validated' },
      { id: 'A-03@x', title: 'c', status: 'open' },
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
      { what: 'a', outcome: 'refused' },
      { what: 'b', outcome: 'not-spoken' },
    ],
  };

  it('counts what a check tried once, however many mitigations it answers for', () => {
    expect(attackLines([result, result]).at(-1)).toContain('1 check, 2 attacks tried, 2 stopped');
  });

  it('never calls an attack stopped that was not', () => {
    const failed: CheckResult = {
      ...result,
      target: 'site',
      verdict: 'fail',
      reason: 'let everybody in',
      attack: [
        { what: 'a', outcome: 'accepted' },
        { what: 'b', outcome: 'silent' },
        { what: 'c', outcome: 'unreachable' },
      ],
    };
    const lines = attackLines([result, failed]);
    expect(lines[1]).toContain('let everybody in');
    expect(lines.at(-1)).toContain('2 checks, 5 attacks tried, 2 stopped');
  });
});

describe('openLines', () => {
  it('names what is open, and each reason for acceptance once', () => {
    const lines = openLines([
      { id: 'A-01@x', title: 'a', status: 'open' },
      { id: 'A-02@x', title: 'b', status: 'accepted', decision: accepted },
      { id: 'A-02@y', title: 'b', status: 'accepted', decision: accepted },
      { id: 'A-03@x', title: 'c', status: 'validated' },
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('A-01@x: a');
    expect(lines[1]).toContain('A-02@x, A-02@y: no hardware (lead, until 2027-12-31)');
  });
});
