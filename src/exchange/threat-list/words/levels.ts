/** Words and numbers for how bad and how likely. */
import { levelOf } from '../../../enumerate/severity.ts';
import type { SeverityLevel } from '../../../enumerate/threat.ts';
import { normal, phrases, wordsAt } from './normal.ts';

/** 1 to 5; the longest phrase in a cell counts. */
const WORDS: Readonly<Record<1 | 2 | 3 | 4 | 5, readonly string[]>> = {
  1: phrases(`
    very low, sehr gering, sehr niedrig, negligible, vernachlaessigbar, insignificant, none, keine,
    info, informational, rare, very unlikely, sehr unwahrscheinlich, sehr selten, trivial, p4
  `),
  2: phrases(`
    low, niedrig, gering, geringe, klein, minor, unlikely, unwahrscheinlich, selten, p3, leicht,
    remote
  `),
  3: phrases(`
    medium, moderate, mittel, mittlere, med, maessig, normal, possible, moeglich, average, occasional,
    gelegentlich, p2, spuerbar
  `),
  4: phrases(`
    high, hoch, hohe, gross, major, significant, likely, wahrscheinlich, erheblich, serious, schwer,
    haeufig, frequent, p1, important, wichtig, betraechtlich
  `),
  5: phrases(`
    critical, kritisch, very high, sehr hoch, extreme, extrem, severe, catastrophic, blocker,
    katastrophal, existenzbedrohend, existenzgefaehrdend, very likely, sehr wahrscheinlich, p0,
    almost certain, fast sicher, nahezu sicher, urgent, dringend, sehr schwer, sehr gross
  `),
};

const PHRASES = ([1, 2, 3, 4, 5] as const).flatMap((score) =>
  WORDS[score].map((phrase) => ({ phrase, score })),
);

/** The number of a cell that holds one and at most a unit: `4`, `7,5`, `12/25`, `80 %`. */
export function numberOf(text: string): number | undefined {
  const [, digits] = /^(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:%|\/\s*\d+)?$/.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits.replace(',', '.'));
}

/** 1 to 5 for words; undefined where there are none, or `not high`. */
export function scoreOfWords(text: string): number | undefined {
  const plain = normal(text);
  if (plain.length > 60) return undefined;
  const exact = PHRASES.find(({ phrase }) => phrase === plain);
  if (exact) return exact.score;
  if (/\b(not|nicht|no|kein|keine)\b/.test(plain)) return undefined;
  const within = PHRASES.filter(({ phrase }) => phrase.length > 2 && wordsAt(plain, phrase) >= 0).toSorted(
    (a, b) => b.phrase.length - a.phrase.length,
  );
  return within[0]?.score;
}

/** How the numbers of a column are read. */
export interface Scale {
  readonly severity: (value: number) => SeverityLevel;
  /** 1 to 5. */
  readonly score: (value: number) => number;
  /** For people: what was assumed. */
  readonly assumed: string;
}

const CVSS = (value: number): SeverityLevel =>
  value < 4 ? 'low' : value < 7 ? 'medium' : value < 9 ? 'high' : 'critical';

/** The scale that the numbers of a column fit, by the largest of them and by the heading; undefined without numbers. */
export function scaleOf(values: readonly string[], label: string): Scale | undefined {
  const numbers = values.map(numberOf).filter((value) => value !== undefined);
  if (numbers.length === 0) return undefined;
  const top = Math.max(...numbers);
  const heading = normal(label);
  if (/\b(prio|priority|prioritaet)\b/.test(heading) && top <= 5) {
    const levels: readonly SeverityLevel[] =
      top <= 3
        ? ['critical', 'high', 'medium', 'low']
        : ['critical', 'critical', 'high', 'medium', 'low', 'low'];
    return {
      severity: (value) => levels[Math.min(5, Math.round(value))] ?? 'low',
      score: (value) => 6 - Math.max(1, Math.min(5, Math.round(value))),
      assumed: '1 is the most urgent',
    };
  }
  const isCvss = /\b(cvss|dread)\b/.test(heading) || numbers.some((value) => !Number.isInteger(value));
  if (top <= 10 && (isCvss || top > 5)) {
    return {
      severity: CVSS,
      score: (value) => Math.ceil(value / 2) || 1,
      assumed: 'a scale to 10, cut as CVSS is',
    };
  }
  if (top <= 3) {
    return {
      severity: (value) => (value <= 1 ? 'low' : value <= 2 ? 'medium' : 'high'),
      score: (value) => Math.max(1, value) + 1,
      assumed: 'a scale to 3, 3 the worst',
    };
  }
  if (top <= 4) {
    return {
      severity: (value) => (value <= 1 ? 'low' : value <= 2 ? 'medium' : value <= 3 ? 'high' : 'critical'),
      score: (value) => Math.max(1, value) + 1,
      assumed: 'a scale to 4, 4 the worst',
    };
  }
  if (top <= 5) {
    return {
      severity: levelOfScore,
      score: (value) => Math.max(1, value),
      assumed: 'a scale to 5, 5 the worst',
    };
  }
  const width = top <= 25 ? 25 : top <= 100 ? 100 : top;
  return {
    severity: (value) => levelOf((value * 25) / width),
    score: (value) => Math.max(1, Math.ceil((value * 5) / width)),
    assumed: `a scale to ${width}, ${width} the worst`,
  };
}

/** The level of 1 to 5. */
export function levelOfScore(score: number): SeverityLevel {
  return score <= 2 ? 'low' : score <= 3 ? 'medium' : score <= 4 ? 'high' : 'critical';
}
