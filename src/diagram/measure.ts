/**
 * How wide a text is, without a font at hand. The widths are those of DejaVu Sans, the widest of the usual
 * interface fonts, so that what fits here fits wherever the drawing is opened. Units: pixels.
 */

/** Width of one line of text. */
export function textWidth(text: string, size: number, bold = false): number {
  let ems = 0;
  for (const character of text) ems += characterWidth(character);
  return ems * size * (bold ? 1.12 : 1);
}

/** The text, cut with an ellipsis where it is wider than `width`. */
export function fit(text: string, size: number, width: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const room = width - textWidth('…', size, bold);
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += textWidth(character, size, bold);
    if (used > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks a text at spaces and hyphens into at most `lines` lines; the last is cut when more would follow. */
export function wrap(text: string, size: number, width: number, lines: number, bold = false): string[] {
  const words = text
    .trim()
    .split(/(?<=-)|\s+/u)
    .filter((word) => word !== '');
  const broken: string[] = [];
  let rest = words;
  while (rest.length > 0 && broken.length < lines) {
    const last = broken.length === lines - 1;
    const taken = last ? rest.length : longestFit(rest, size, width, bold);
    broken.push(fit(join(rest.slice(0, taken)), size, width, bold));
    rest = rest.slice(taken);
  }
  return broken;
}

function longestFit(words: readonly string[], size: number, width: number, bold: boolean): number {
  let count = 1;
  while (count < words.length && textWidth(join(words.slice(0, count + 1)), size, bold) <= width) count += 1;
  return count;
}

/** A word that ends in a hyphen needs no space after it. */
function join(words: readonly string[]): string {
  return words.reduce(
    (line, word) => (line === '' || line.endsWith('-') ? line + word : `${line} ${word}`),
    '',
  );
}

/** In ems. */
function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x300 && code <= 0x36f) return 0;
  if (code >= 0x1100) return code >= 0x2000 && code < 0x2e80 ? 0.85 : 1.05;
  if (' .,:;\'"!|iIjl()[]{}·'.includes(character)) return 0.39;
  if ('ftr-'.includes(character)) return 0.42;
  if ('mwMWÆ@%#&'.includes(character)) return 0.98;
  if (character !== character.toLowerCase()) return 0.72;
  return 0.635;
}
