import { describe, expect, it } from 'vitest';

import { type Diff, diff } from '../../diff/index.ts';
import { SYSTEM, sideOf } from '../../diff/testing/sides.ts';
import { resultOn, runOf } from '../../mitigate/testing/project.ts';
import { DIFF_REPORTS } from './index.ts';

const recent = { observedAt: '2026-11-14T10:00:00Z', validUntil: '2026-12-14T10:00:00Z' };
const runs = [runOf([resultOn('hub-mqtt', recent), resultOn('spare-mqtt', recent)])];
const page = { color: false, width: 100 };

/** Weakens one line, adds a lamp, and leaves a decision without a threat. */
const busy = diff(
  sideOf({ name: 'before', runs }),
  sideOf({
    name: 'after',
    runs,
    system: SYSTEM.replace(
      'to: hub, protocol: mqtt, tls: { min: "1.2" }',
      'to: hub, protocol: mqtt, tls: { min: "1.0" }',
    ).replace('connections:', '  lamp: { type: actuator, zone: field }\nconnections:'),
    decisions: 'decisions: { DEV-05@lmap: { status: avoided, reason: no port } }\n',
  }),
);
const empty = diff(sideOf(), sideOf());

function first(found: Diff): string | undefined {
  return DIFF_REPORTS.text(found, page).split('\n')[0];
}

describe('the first sentence', () => {
  it('is what a reviewer needs first', () => {
    expect(first(busy)).toBe(
      '2 threats opened, 1 opened again, 1 validation becomes stale and 1 decision orphaned.',
    );
  });

  it('says when nothing opened, and when nothing changed', () => {
    const flow = `${SYSTEM}assumptions: { lan: { text: hostile } }\n`;
    expect(first(diff(sideOf(), sideOf({ system: flow })))).toBe(
      'No threat opened or closed; the model changed in 1 place.',
    );
    expect(first(empty)).toBe('Nothing changed that threats, decisions or validations rest on.');
  });

  it('counts what is answered apart', () => {
    const line = '  third: { from: valve, to: spare, protocol: mqtt, tls: { min: "1.2" }, client: x509 }\n';
    expect(first(diff(sideOf(), sideOf({ system: SYSTEM + line })))).toBe(
      '1 threat opened (none unanswered).',
    );
  });
});

describe('text', () => {
  it('says what opened and why, what is stale and by which fact, and what became of the model', () => {
    const text = DIFF_REPORTS.text(busy, page);
    expect(text).toContain('because lamp is new (system.yaml:13):');
    expect(text).toMatch(/critical COM-02@uplink +answered → missing, validated → open/);
    expect(text).toContain('uplink.tls.min was 1.2, is 1.0');
    expect(text).toContain('+ element lamp: type: actuator; zone: field');
    expect(text).toContain('~ connection uplink: tls.min: 1.2 → 1.0');
    expect(text).not.toContain('\u001b');
    expect(DIFF_REPORTS.text(busy, { ...page, color: true })).toContain('\u001b[1m');
  });
});

describe('Markdown', () => {
  it('has the verdict on top, what wants doing in the open, the rest folded', () => {
    const [open = ''] = DIFF_REPORTS.markdown(busy).split('<details>');
    expect(open.startsWith('### Threat model: 2 threats opened, 1 opened again')).toBe(true);
    for (const what of ['`DEV-01@lamp`', '`COM-02@uplink`', '`tls-versions`', '`DEV-05@lmap`'])
      expect(open).toContain(what);
    expect(open).not.toContain('type: actuator');
    expect(DIFF_REPORTS.markdown(busy)).toContain('type: actuator');
  });

  it('folds many by what brought them, and says what does not fit a comment', () => {
    const lamps = Array.from(
      { length: 600 },
      (_, i) => `  lamp-${i}: { type: actuator, zone: field }\n`,
    ).join('');
    const found = diff(sideOf(), sideOf({ system: SYSTEM.replace('connections:', `${lamps}connections:`) }));
    const text = DIFF_REPORTS.markdown(found);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('lamp-0 is new (system.yaml:13): 2 threats, 2 unanswered, the worst critical');
    expect(text).toMatch(/\*\*\d+ lists would not fit into a comment\*\*/);
    expect(text.split('<details>').length).toBe(text.split('</details>').length);
  });

  it('is not broken out of by names and reasons', () => {
    const evil = '</details><script>alert(1)</script> | @everyone [x](http://evil.example)';
    const system = SYSTEM.replace('  hub: {', `  hub: { name: ${JSON.stringify(evil)},`);
    const reason = JSON.stringify(evil);
    const decisions = `decisions: { DEV-05@valve: { status: avoided, reason: ${reason} } }\n`;
    const found = diff(sideOf({ name: evil }), sideOf({ name: evil, system, decisions }));
    const text = DIFF_REPORTS.markdown(found).replaceAll(/`[^`]*`/g, '');
    expect(text).not.toMatch(/<script|@everyone|http:\/\//);
    expect(text.split('<details>').length).toBe(text.split('</details>').length);
  });
});

describe('JSON', () => {
  it('is the difference itself', () => {
    expect(JSON.parse(DIFF_REPORTS.json(busy))).toEqual(busy);
  });
});
