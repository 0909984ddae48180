/** Days as people write them. `05/06/2026` is two days; which one the other cells of a column may tell. */

/** How days with two small numbers are read. */
export type DayOrder = 'day-first' | 'month-first' | 'unknown';

/** What the cells of a column tell: `25/06/2026` can only have the day first. */
export function dayOrder(texts: readonly string[]): DayOrder {
  for (const text of texts) {
    const [, first = 0, second = 0] =
      /^(\d{1,2})[/-](\d{1,2})[/-]\d{4}\b/.exec(text.trim())?.map(Number) ?? [];
    if (first > 12) return 'day-first';
    if (second > 12) return 'month-first';
  }
  return 'unknown';
}

/** A day as YYYY-MM-DD; undefined for what is none, or could be two. */
export function dayOf(text: string, order: DayOrder): string | undefined {
  const trimmed = text.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(trimmed);
  if (iso) return dayFrom(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(trimmed);
  if (dotted) return dayFrom(dotted[3], dotted[2], dotted[1]);
  const [, first, second, year] = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(trimmed) ?? [];
  if (year === undefined) return undefined;
  if (order === 'day-first' || first === second) return dayFrom(year, second, first);
  return order === 'month-first' ? dayFrom(year, first, second) : undefined;
}

function dayFrom(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text ? text : undefined;
}
