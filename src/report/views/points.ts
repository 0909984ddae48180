/** The register by a standard, as text and Markdown: every point, every line under it, and what is under none. */
import { POINT_STATES } from '../../mitigate/index.ts';
import type { ByStandard, PointRow, PointState, StandardPoint } from '../../mitigate/index.ts';
import { code, escape, folded, table } from '../writing/markdown-text.ts';
import { field, wrapText } from '../writing/terminal.ts';
import type { Paint } from '../writing/terminal.ts';
import { count, list } from '../writing/words.ts';
import type { Tone } from '../writing/words.ts';

/** Words for the state of a point or of a line under it. */
export const POINT_WORDS: Readonly<
  Record<PointState, { readonly label: string; readonly means: string; readonly tone: Tone }>
> = {
  open: { label: 'open', means: 'something under it is open, or a check failed', tone: 'bad' },
  claimed: {
    label: 'claimed',
    means: 'answers are claimed or planned; not all are shown by checks',
    tone: 'warn',
  },
  validated: { label: 'validated', means: 'what was tried against everything under it failed', tone: 'good' },
  decided: { label: 'decided', means: 'a person settled some or all of it', tone: 'calm' },
  unused: {
    label: 'unused',
    means: 'an answer nobody claims; the threats are answered otherwise',
    tone: 'calm',
  },
  untouched: { label: 'untouched', means: 'no threat of this system refers to it', tone: 'calm' },
};

/** What must not be read into the view, said in every format. */
export const POINTS_NOTE =
  'The mapping is ours. It shows where threats and checks touch the standard, not that the standard is met.';

export function pointLines(
  by: ByStandard,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const points = POINT_STATES.flatMap((state) => {
    const group = by.points.filter((point) => point.state === state);
    if (group.length === 0) return [];
    const { label, means, tone } = POINT_WORDS[state];
    return [
      '',
      paint(`${label} (${group.length}): ${means}`, tone),
      ...group.flatMap((point) => [
        ...wrapText(titleOf(point), width, '  '),
        ...point.rows.map((row) => paint(rowLine(row), 'dim')),
      ]),
    ];
  });
  return [
    paint(`By ${by.name}`, 'bold'),
    ...wrapText(countsText(by), width),
    ...wrapText(`${POINTS_NOTE} ${by.notice}`, width),
    ...points,
    ...(by.unmapped.length > 0
      ? [
          '',
          `under no point (${by.unmapped.length})`,
          ...by.unmapped.map((row) => paint(rowLine(row), 'dim')),
        ]
      : []),
  ];
}

export function pointParts(by: ByStandard): string[] {
  const rows = by.points.map((point) => [
    code(point.id),
    escape(point.title ?? ''),
    POINT_WORDS[point.state].label,
    ...(['open', 'claimed', 'validated', 'decided', 'unused'] as const).map((state) =>
      String(inState(point, state)),
    ),
  ]);
  const lines = by.points
    .filter((point) => point.rows.length > 0)
    .map((point) =>
      folded(`${titleOf(point)} (${point.rows.length})`, point.rows.map(rowMarkdown).join('\n')),
    );
  return [
    `## By ${escape(by.name)}`,
    escape(countsText(by)),
    escape(`${POINTS_NOTE} ${by.notice}`),
    table(
      ['Point', 'What we take it for', 'State', 'Open', 'Claimed', 'Validated', 'Decided', 'Unused'],
      rows,
    ),
    ...lines,
    by.unmapped.length === 0
      ? ''
      : folded(`Under no point (${by.unmapped.length})`, by.unmapped.map(rowMarkdown).join('\n')),
  ];
}

/** Grouped and ungrouped, so that nobody takes the one for the other. */
export function countsText({ counts, points, unmapped }: ByStandard): string {
  const states = POINT_STATES.flatMap((state) =>
    counts.points[state] > 0 ? [`${counts.points[state]} ${POINT_WORDS[state].label}`] : [],
  );
  return (
    `${count(counts.threats, 'threat')}, each counted once: ${counts.mapped.toLocaleString('en')} under at least one point, ` +
    `${unmapped.length.toLocaleString('en')} under none. Grouped, they make ${count(counts.threatLines, 'line')}, and ` +
    `mitigations ${count(counts.mitigationLines, 'more line')}, under ${count(points.length, 'point')}: ${list(states)}.`
  );
}

function titleOf({ id, title }: StandardPoint): string {
  return title === undefined ? id : `${id} ${title}`;
}

function rowLine({ id, title, state }: PointRow): string {
  return `    ${field(POINT_WORDS[state].label, 10)} ${field(id, 34)} ${title}`;
}

function rowMarkdown({ id, title, state }: PointRow): string {
  return `- ${POINT_WORDS[state].label}: ${code(id)} ${escape(title)}`;
}

function inState({ rows }: StandardPoint, state: PointRow['state']): number {
  return rows.filter((row) => row.state === state).length;
}
