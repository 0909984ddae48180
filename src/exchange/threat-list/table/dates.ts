/** Dates in workbooks are numbers; only the format of the cell says that one is a date (ECMA-376 part 1, 18.8.30). */
import { attributeOf, childOf, childrenOf, type XmlElement } from '../../xml/tree.ts';

const DAY_MS = 86_400_000;

/** The styles (`s` of a cell) that show a number as a date. */
export function dateStyles(styles: XmlElement | undefined): ReadonlySet<number> {
  const own = new Map(
    childrenOf(childOf(styles ?? NONE, 'numFmts'), 'numFmt').map((format) => [
      Number(attributeOf(format, 'numFmtId')),
      attributeOf(format, 'formatCode') ?? '',
    ]),
  );
  const dates = new Set<number>();
  for (const [index, style] of childrenOf(childOf(styles ?? NONE, 'cellXfs'), 'xf').entries()) {
    const id = Number(attributeOf(style, 'numFmtId') ?? 0);
    const code = own.get(id);
    if (code === undefined ? isBuiltInDate(id) : isDateCode(code)) dates.add(index);
  }
  return dates;
}

const NONE: XmlElement = { name: '', local: '', uri: '', attributes: [], children: [], line: 1, column: 1 };

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

/** Days and years outside quoted text, escaped characters and conditions in brackets. */
function isDateCode(code: string): boolean {
  return /[dy]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_./g, ''));
}

/** `2026-12-31`, with the time where it is not midnight; undefined for what is no day. */
export function dateOf(serial: number, from1904: boolean): string | undefined {
  // Excel has a 29 February 1900, so days count from 30 December 1899; before March 1900 nobody has threats.
  if (!Number.isFinite(serial) || serial < (from1904 ? 1 : 61) || serial > 2_958_465) return undefined;
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const iso = new Date(start + Math.round(serial * 86_400) * 1000).toISOString();
  return (serial * DAY_MS) % DAY_MS < 1000 ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}
