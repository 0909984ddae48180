/** Headings, categories, levels and states, as lists have them. */
import { describe, expect, it } from 'vitest';

import { dayOf, dayOrder } from './days.ts';
import { fitOf, type Field, HEADINGS } from './headings.ts';
import { numberOf, scaleOf, scoreOfWords } from './levels.ts';
import { normal } from './normal.ts';
import { stateOf } from './states.ts';
import { strideInWords, strideOf } from './stride.ts';

const fieldOf = (label: string): Field | undefined =>
  HEADINGS.flatMap((headings) => {
    const fit = fitOf(label, headings);
    return fit ? [{ field: headings.field, ...fit }] : [];
  }).toSorted((a, b) => Number(b.isSure) - Number(a.isSure) || a.rank - b.rank)[0]?.field;

describe('headings', () => {
  it.each<[string, Field | undefined]>([
    ['Threat', 'title'],
    ['THREAT_ID', 'id'],
    ['Bedrohung(en)', 'title'],
    ['Risk Owner', 'owner'],
    ['Planned mitigation owner', 'owner'],
    ['Affected component (DFD)', 'subject'],
    ['Eintrittswahrscheinlichkeit [1-5]', 'likelihood'],
    ['Gegenmaßnahmen', 'mitigation'],
    ['Status der Umsetzung', 'status'],
    ['Fällig am', 'due'],
    ['Residual risk', undefined],
    ['Risk after mitigation', 'mitigation'],
    ['Last Modified', undefined],
    ['Favourite colour', undefined],
  ])('%s', (label, field) => expect(fieldOf(label)).toBe(field));

  it('no phrase is twice in one field, and all are in normal spelling', () => {
    for (const { field, sure, maybe = [] } of HEADINGS) {
      const all = [...sure, ...maybe];
      expect([field, ...new Set(all)]).toEqual([field, ...all]);
      expect(all.map(normal)).toEqual(all);
    }
  });
});

describe('STRIDE', () => {
  it.each([
    ['S', 'S'],
    ['s', 'S'],
    ['T,I', 'TI'],
    ['STRIDE', 'STRIDE'],
    ['E/S', 'SE'],
    ['Spoofing', 'S'],
    ['S - Spoofing identity', 'S'],
    ['Tampering with data; DoS', 'TD'],
    ['Denial Of Service', 'D'],
    ['Elevation of Privileges', 'E'],
    ['EoP', 'E'],
    ['Non-Repudiation', 'R'],
    ['Information disclosure', 'I'],
    ['Informationsoffenlegung', 'I'],
    ['Rechteausweitung', 'E'],
    ['Dienstverweigerung', 'D'],
    ['Manipulation', 'T'],
    ['Abstreitbarkeit', 'R'],
    ['Vortäuschung einer Identität', 'S'],
    ['Availability', 'D'],
    ['Dies', undefined],
    ['tired', undefined],
    ['Safety', undefined],
    ['', undefined],
  ])('%s', (text, letters) => expect(strideOf(text)?.join('')).toBe(letters));

  it('words of a threat hint at a letter', () => {
    expect(strideInWords('Somebody sniffs the traffic')).toBe('I');
    expect(strideInWords('Geräte werden überlastet: Ausfall')).toBe('D');
    expect(strideInWords('The moon')).toBeUndefined();
  });
});

describe('levels', () => {
  it.each([
    ['High', 4],
    ['sehr hoch', 5],
    ['Very Low', 1],
    ['3 - Medium', 3],
    ['🔴 Critical', 5],
    ['gering', 2],
    ['9.8 (Critical)', 5],
    ['not high', undefined],
    ['blue', undefined],
  ])('%s', (text, score) => expect(scoreOfWords(text)).toBe(score));

  it('numbers are numbers, with a unit at most', () => {
    expect(['4', '7,5', '12/25', '80 %', '4 high', 'T4'].map(numberOf)).toEqual([
      4,
      7.5,
      12,
      80,
      undefined,
      undefined,
    ]);
  });

  it.each<[string, string[], string[]]>([
    ['Risk', ['1', '2', '3'], ['low', 'medium', 'high']],
    ['Risk', ['1', '3', '4', '5'], ['low', 'medium', 'high', 'critical']],
    ['CVSS', ['3.9', '4', '7.5', '9'], ['low', 'medium', 'high', 'critical']],
    ['Risk', ['4', '6', '12', '20'], ['low', 'medium', 'high', 'critical']],
    ['Risk', ['10', '30', '50', '90'], ['low', 'medium', 'high', 'critical']],
    ['Priority', ['1', '2', '3'], ['high', 'medium', 'low']],
    ['Prio', ['1', '2', '3', '4'], ['critical', 'high', 'medium', 'low']],
  ])('%s %s', (label, values, levels) => {
    const scale = scaleOf(values, label);
    expect(values.map((value) => scale?.severity(numberOf(value) ?? 0))).toEqual(levels);
  });
});

describe('states', () => {
  it.each([
    ['Not Started', 'open'],
    ['offen', 'open'],
    ['Mitigated', 'mitigated'],
    ['Not mitigated', 'open'],
    ['not yet implemented', undefined],
    ['Partially mitigated', 'planned'],
    ['In Umsetzung', 'planned'],
    ['Accepted by management', 'accepted'],
    ['Not accepted', 'open'],
    ['N/A', 'not-applicable'],
    ['Nicht zutreffend', 'not-applicable'],
    ["won't fix", 'accepted'],
    ['Closed', 'closed'],
    ['Erledigt', 'closed'],
    ['Planned mitigation: 50%. Mitigated: 50%. Unmitigated: 0%.', 'planned'],
    ['Planned mitigation: 0%. Mitigated: 50%. Unmitigated: 50%.', 'open'],
    ['purple', undefined],
  ])('%s', (text, state) => expect(stateOf(text)).toBe(state));
});

describe('days', () => {
  it.each([
    ['2026-12-31', '2026-12-31'],
    ['31.12.2026', '2026-12-31'],
    ['1.2.2026', '2026-02-01'],
    ['2026/1/2', '2026-01-02'],
    ['05/05/2026', '2026-05-05'],
    ['05/06/2026', undefined],
    ['31.02.2026', undefined],
    ['Q3', undefined],
  ])('%s', (text, day) => expect(dayOf(text, 'unknown')).toBe(day));

  it('of two orders the one that the other cells show', () => {
    expect(dayOf('05/06/2026', dayOrder(['01/02/2026', '25/02/2026']))).toBe('2026-06-05');
    expect(dayOf('05/06/2026', dayOrder(['02/25/2026']))).toBe('2026-05-06');
  });
});
