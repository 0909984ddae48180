/** Text for a terminal: colours, wrapping and columns. What files say can move no cursor: controls become `·`. */
import { visible } from '../../text/frame.ts';
import type { Tone } from './words.ts';

const CODES: Readonly<Record<Tone | 'bold' | 'dim', readonly [number, number]>> = {
  bad: [31, 39],
  warn: [33, 39],
  good: [32, 39],
  calm: [36, 39],
  bold: [1, 22],
  dim: [2, 22],
};

/** Paints, or does not. */
export type Paint = (text: string, how: keyof typeof CODES) => string;

export function painter(color: boolean): Paint {
  return (text, how) => (color ? `\u001b[${CODES[how][0]}m${text}\u001b[${CODES[how][1]}m` : text);
}

/** One line, without control characters. */
export function clean(text: string): string {
  return visible(text.replaceAll(/\s+/gu, ' ').trim());
}

/** Lines of at most `width` characters, each behind `indent`; longer words stay whole. */
export function wrapText(text: string, width: number, indent = ''): string[] {
  const room = Math.max(20, width - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => indent + each);
}

/** The text in exactly so many characters: cut with an ellipsis, or filled up. */
export function field(text: string, width: number): string {
  const short = clean(text);
  const characters = Array.from(short);
  return characters.length <= width
    ? short + ' '.repeat(width - characters.length)
    : `${characters.slice(0, width - 1).join('')}…`;
}
