import { describe, expect, it } from 'vitest';

import { explain } from './explain.ts';
import { type Setting, registerOf, resultOn } from '../testing/project.ts';

const storyOf = (setting: Setting, id = 'COM-02@uplink'): NonNullable<ReturnType<typeof explain>> => {
  const story = explain(registerOf(setting), id);
  if (!story) throw new Error(`no story of ${id}`);
  return story;
};

describe('a story', () => {
  it('goes from the facts to the result and what would change it', () => {
    const story = storyOf({ results: [resultOn('hub-mqtt')] });
    expect(story).toMatchObject({
      id: 'COM-02@uplink',
      status: 'validated',
      environment: 'lab',
      attacker: { does: 'listens' },
    });
    expect(story.facts.length).toBeGreaterThan(0);
    const [transport] = story.mitigations;
    expect(transport).toMatchObject({
      id: 'transport',
      stated: true,
      claimed: true,
      claimedIn: 'model',
      leastStrength: 'probe',
      evidence: { state: 'pass' },
    });
    expect(transport?.why[0]?.where?.line).toBeGreaterThan(0);
    expect(transport?.tried).toMatchObject([
      {
        check: 'tls-versions',
        question: 'does tls-versions hold?',
        target: 'hub-mqtt',
        verdict: 'pass',
        control: { outcome: 'accepted' },
        attack: [{ outcome: 'refused', refusedBy: 'server' }],
        refusedBy: 'server',
        strength: 'probe',
        reliedOn: ['hub-mqtt', 'uplink.tls.min'],
      },
    ]);
    expect(story.wouldChange).toEqual([
      'The evidence grows stale after 2026-12-01.',
      'A change of hub-mqtt, uplink.tls.min makes it stale.',
      'A check that fails opens it.',
    ]);
    expect(story.residual.score).toBeLessThan(story.inherent.score);
  });

  it.each([
    [{}, 'COM-02@uplink', /A pass of "tls-versions" on "uplink" validates "transport"/],
    [
      { results: [resultOn('hub-mqtt', { verdict: 'fail' as const })] },
      'COM-02@uplink',
      /A later pass of "tls-versions"/,
    ],
    [
      {
        decisions:
          'decisions: { DEV-05@valve: { status: accepted, owner: o, reason: r, until: 2027-01-01 } }',
      },
      'DEV-05@valve',
      /ends after 2027-01-01/,
    ],
    [
      {
        decisions:
          'decisions: { DEV-05@valve: { status: accepted, owner: o, reason: r, until: 2026-01-01 } }',
      },
      'DEV-05@valve',
      /has run out/,
    ],
    [
      { decisions: 'claims: { fused@valve: { state: planned, owner: o } }' },
      'DEV-05@valve',
      /"fused" counts once it is in place/,
    ],
    [
      { decisions: 'claims: { reviewed@hub: { state: in-place, owner: o } }' },
      'SVC-01@hub',
      /Nothing tests "reviewed" yet/,
    ],
    [
      { decisions: 'decisions: { DEV-05@valve: { status: avoided, reason: r } }' },
      'DEV-05@valve',
      /fails opens it again/,
    ],
    [
      { decisions: 'decisions: { DEV-05@valve: { status: needs-investigation } }' },
      'DEV-05@valve',
      /A decision/,
    ],
    [{}, 'DEV-05@valve', /./],
  ])('says what would change %j', (setting: Setting, id, expected) => {
    expect(storyOf(setting, id).wouldChange.join('\n')).toMatch(expected);
  });

  it('is there for known threats only', () => {
    expect(explain(registerOf(), 'COM-02@nowhere')).toBeUndefined();
  });
});
