import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readXml } from '../diagram/testing/xml.ts';
import { explain, gate } from '../mitigate/index.ts';
import type { Register, RegisterEntry } from '../mitigate/index.ts';
import type { Problem } from '../text/problem.ts';
import { render } from './index.ts';
import { example } from './testing/example.ts';

const found = example();
const register = found.register ?? never();
/** The same before anybody asked the gate. */
const { gate: _gate, ...ungated } = found;
const problems: Problem[] = [
  {
    code: 'DEC01',
    severity: 'warning',
    message: 'no threat "X-01@y"',
    hint: 'Remove it.',
    where: { file: 'my decisions.yaml', line: 4, column: 3 },
  },
];

describe('text', () => {
  it('starts with plain sentences, then the register by the risk that is left', () => {
    const text = render('mitigate', 'text', found);
    expect(text).toContain('Valve line 2.3 is in the field: 6 elements (9,243 units)');
    const risks = [...text.matchAll(/^ {2}([\d.]+) +\S+@\S+/gm)].map(([, risk]) => Number(risk));
    expect(risks).toHaveLength(register.entries.length);
    const [first = '', second = ''] = text.split('Claimed or promised, not shown by a check');
    expect(first).toContain('Wants a decision or a fix');
    expect(second).toContain('Settled by a person');
    expect(text).toMatch(/In all: \d+ open, /);
  });

  it('keeps to the width asked for', () => {
    for (const width of [60, 80, 120]) {
      const long = render('mitigate', 'text', { ...found, width })
        .split('\n')
        .filter((line) => line.length > width);
      expect(long.filter((line) => line.trim().includes(' ') && line.length > width + 24)).toEqual([]);
    }
  });

  it('uses colours only when asked', () => {
    expect(render('mitigate', 'text', found)).not.toContain('\u001b');
    expect(render('mitigate', 'text', { ...found, color: true })).toContain('\u001b[31m');
  });

  it('groups threats by certainty and by what would answer them, and hides none', () => {
    const text = render('enumerate', 'text', { system: found.system, threats: found.threats ?? never() });
    expect(text).toMatch(
      /^question \(\d+\): \d+ things to say; the model does not say what is done about it$/m,
    );
    expect(text).toMatch(/would answer \d+ threats?, for example: set /);
    for (const { id } of found.threats ?? never()) expect(text).toContain(id);
  });

  it('tells one story whole, and why a gate is shut', () => {
    const story = explain(register, 'EDG-01@uplink') ?? never();
    const text = render('explain', 'text', { ...found, story });
    for (const part of [
      'What goes wrong',
      'Why it applies',
      'legitimate use:',
      'attack: connect without a certificate: accepted',
      'counts until',
    ]) {
      expect(text).toContain(part);
    }
    expect(render('gate', 'text', found)).toMatch(/^It does not pass: \d+ reasons/);
    expect(render('gate', 'text', found)).toContain('failed      EDG-01@uplink');
  });

  it('tells a run, failures first', () => {
    const run = found.runs.at(-1)?.run ?? never();
    const text = render('validate', 'text', { ...found, run });
    expect(text).toMatch(/0 passed, 1 failed, 1 inconclusive/);
    expect(text.indexOf('failed       mqtt-client-certificate')).toBeLessThan(
      text.indexOf('inconclusive mqtt-topic-publish'),
    );
    expect(text).toContain('mqtt-session-takeover on hub-mqtt: it may disturb the service');
  });
});

describe('json', () => {
  it('has the published shapes', () => {
    const parse = (step: Parameters<typeof render>[0], more = {}): Record<string, unknown> =>
      JSON.parse(render(step, 'json', { ...found, ...more }));
    expect(Object.keys(parse('enumerate'))).toEqual(['threats']);
    expect(parse('enumerate')['threats']).toHaveLength(found.threats?.length ?? 0);
    expect(parse('mitigate')['threats']).toMatchObject([
      { id: expect.any(String), status: expect.any(String), residual: { score: expect.any(Number) } },
      ...register.entries.slice(1).map(() => ({})),
    ]);
    expect(parse('model')).toMatchObject({ id: 'valve-line', elements: { valve: { count: 1200 } } });
    expect(parse('validate', { run: found.runs[0]?.run })).toEqual({ run: found.runs[0]?.run });
    expect(parse('gate')).toMatchObject({ ok: false, reasons: expect.any(Array) });
  });
});

describe('csv', () => {
  it('has the five columns of the source first, then ours', () => {
    const [header = '', ...rows] = render('mitigate', 'csv', found).split('\r\n');
    expect(header).toMatch(/^Component,Threat,Mitigation,Risk,Implementation,Id,Title,Subject,Zone,/);
    expect(rows.filter((row) => row !== '')).toHaveLength(register.entries.length);
    expect(
      render('enumerate', 'csv', { system: found.system, threats: found.threats ?? never() }),
    ).not.toContain('Residual risk');
  });

  it('quotes as RFC 4180 says and runs no formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const rows = readCsv(render('mitigate', 'csv', { ...found, register: registerWith({ title }) }));
        const cell = rows[1]?.[6] ?? '';
        expect(rows).toHaveLength(2);
        expect([title, `'${title}`].map(harmless)).toContain(cell);
        expect(cell).not.toMatch(/^\s*[=+\-@]/u);
      }),
    );
  });
});

describe('sarif', () => {
  const log = JSON.parse(render('gate', 'sarif', { ...found, problems, version: '1.2.3' }));
  const { results, tool } = log.runs[0];

  const resultOf = (id: string) =>
    results.find((result: { properties: { threat?: string } }) => result.properties.threat === id);

  it('always has a level, a place and a fingerprint made of the stable id', () => {
    for (const result of results) {
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.message.text).not.toBe('');
    }
    const prints = results.map(
      (result: { partialFingerprints: Record<string, string> }) =>
        result.partialFingerprints['bestrideId/v1'],
    );
    expect(new Set(prints).size).toBe(results.length);
    expect(prints).toContain('DEV-05@valve');
  });

  it('has rules with a default level, a security severity between 0.1 and 10, and tags', () => {
    for (const rule of tool.driver.rules) {
      expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration.level);
      const severity = Number(rule.properties['security-severity'] ?? 5);
      expect(severity).toBeGreaterThanOrEqual(0.1);
      expect(severity).toBeLessThanOrEqual(10);
      expect(rule.properties.tags).toContain('security');
    }
    expect(tool.driver).toMatchObject({ name: 'bestride', version: '1.2.3' });
  });

  it('suppresses what a person settled, and leaves out what is validated', () => {
    expect(resultOf('DEV-21@valve').suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'accepted: the cabinet is locked and alarmed' },
    ]);
    expect(resultOf('DEV-05@valve').suppressions).toBeUndefined();
    const validated = register.entries.filter((entry) => entry.status === 'validated');
    expect(validated).not.toEqual([]);
    for (const { id } of validated) expect(resultOf(id)).toBeUndefined();
  });

  it('suppresses what the baseline tolerates', () => {
    const shut = gate(register);
    const tolerated = { ...shut, ok: true, reasons: [], tolerated: shut.reasons };
    const text = render('gate', 'sarif', { ...found, gate: tolerated });
    expect(text).toContain('"justification": "tolerated by the baseline"');
  });

  it('tells problems with percent-encoded places', () => {
    const problem = results.find((result: { ruleId: string }) => result.ruleId === 'DEC01');
    expect(problem.locations[0].physicalLocation.artifactLocation.uri).toBe('my%20decisions.yaml');
    expect(problem.level).toBe('warning');
  });

  it('keeps to the most results that are taken, and says so', () => {
    const entry = register.entries[0] ?? never();
    const entries = Array.from({ length: 25_010 }, (_, index) => ({
      ...entry,
      id: `${entry.rule}@x${index}`,
      status: 'open' as const,
    }));
    const run = JSON.parse(
      render('mitigate', 'sarif', {
        ...ungated,
        register: { ...register, entries, problems: [] },
      }),
    ).runs[0];
    expect(run.results).toHaveLength(25_000);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(/^10 results/);
  });
});

describe('junit', () => {
  it('fails what the gate fails, passes only what is validated or decided, skips the rest', () => {
    const text = render('gate', 'junit', found);
    expect(readXml(text).slice(0, 3)).toEqual(['testsuites', 'testsuite', 'testcase']);
    const threats = found.gate?.reasons.filter((reason) => reason.threat !== undefined) ?? [];
    expect(text.match(/<failure /g)).toHaveLength(new Set(threats.map((reason) => reason.threat)).size);
    expect(text).toMatch(/name="DEV-21@valve [^>]*"><\/testcase>/);
    const claimed = register.entries.find(
      (entry) => entry.status === 'implemented' && !threats.some(({ threat }) => threat === entry.id),
    );
    expect(text).toContain(`name="${claimed?.id}`);
    expect(text.split(`name="${claimed?.id}`)[1]?.split('</testcase>')[0]).toContain('<skipped');
  });

  it('goes by the severity asked for where there is no gate', () => {
    expect(failures('critical')).toBeLessThan(failures('low'));
    expect(failures('low')).toBe(register.entries.filter((entry) => entry.status === 'open').length);
  });

  it('has a case per result of a run, and skips the inconclusive ones', () => {
    const run = found.runs.at(-1)?.run ?? never();
    const text = render('validate', 'junit', { ...found, run });
    expect(text).toContain('tests="2" failures="1" errors="0" skipped="1"');
  });
});

describe('markdown', () => {
  it('has tables that any text leaves whole, and mentions nobody', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const text = render('mitigate', 'markdown', {
          ...ungated,
          register: registerWith({ title }),
        });
        const row = text
          .split('\n')
          .find((line) => line.includes('`DEV-05@valve`') && line.startsWith('| 25'));
        expect(row?.match(/(?<!\\)\|/g)).toHaveLength(7);
      }),
    );
    const text = render('report', 'markdown', {
      ...found,
      register: registerWith({ title: '@octocat <b> [x](http://y.z)' }),
    });
    expect(text).not.toMatch(/@octocat|<b>|\]\(http:\/\//);
  });

  it('folds away what is settled', () => {
    expect(render('report', 'markdown', found)).toMatch(
      /<details><summary>Validated or decided \(\d+\)<\/summary>/,
    );
  });
});

function failures(failOn: 'low' | 'critical'): number {
  return render('mitigate', 'junit', { ...ungated, failOn }).match(/<failure /g)?.length ?? 0;
}

/** The register with one entry, changed. */
function registerWith(over: Partial<RegisterEntry>): Register {
  const entry = register.entries.find((each) => each.id === 'DEV-05@valve') ?? never();
  return { ...register, entries: [{ ...entry, ...over }] };
}

function harmless(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\r\n]|[\u202a-\u202e\u2066-\u2069]/gu, '·');
}

/** RFC 4180, strictly. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gu)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

function never(): never {
  throw new Error('the example has it');
}
