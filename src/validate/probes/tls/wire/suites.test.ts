import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

import { LEGACY_SUITES, TLS13_SUITES, suiteName } from './suites.ts';

describe('the table of cipher suites', () => {
  it('has each number once', () => {
    const all = [...LEGACY_SUITES, ...TLS13_SUITES];
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(300);
  });

  it('names every suite as the installed OpenSSL does', () => {
    const listed = execFileSync(
      'openssl',
      ['ciphers', '-V', '-stdname', 'ALL:COMPLEMENTOFALL:eNULL:@SECLEVEL=0'],
      {
        encoding: 'utf8',
      },
    );
    const lines = listed
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    expect(lines.length).toBeGreaterThan(100);
    for (const [id = '', , name] of lines) {
      const [high, low] = id.split(',').map(Number);
      expect([id, suiteName((high ?? 0) * 256 + (low ?? 0))]).toEqual([id, name]);
    }
  });

  it('says the number of one it does not know', () => {
    expect(suiteName(0xfafa)).toBe('0xfafa');
  });
});
