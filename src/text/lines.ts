/** Offsets in a text, as lines and columns. */

/** A place without its file; both start at 1, columns count UTF-16 code units. */
interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Answers where an offset is. */
export interface LineIndex {
  at(offset: number): LineColumn;
}

/** Finds the line starts of `text` at the first question, once: most texts are never asked about. */
export function lineIndex(text: string): LineIndex {
  let starts: number[] | undefined;
  return {
    at(offset) {
      starts ??= lineStarts(text);
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
  return starts;
}
