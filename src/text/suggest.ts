/** "Did you mean …?": the nearest known word to one that was not understood. */

/**
 * The candidate nearest to `word`, or undefined when none is near: at most one slip (a letter too many, too
 * few, wrong, or two swapped) for each three letters of the word, one at least. Letter case counts as no slip. The
 * first of equally near candidates wins, so the answer follows the order given.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let limit = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = slips(wanted, candidate.toLowerCase(), limit);
    if (distance < limit) {
      best = candidate;
      limit = distance;
      if (limit === 0) break;
    }
  }
  return best;
}

/** A hint sentence for an unknown word: the nearest candidate, otherwise the candidates when they are few. */
export function suggestion(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (candidates.length === 0 || candidates.length > 40) return undefined;
  return candidates.length === 1
    ? `Only "${candidates[0]}" is known here.`
    : `Known here: ${candidates.join(', ')}.`;
}

/** Optimal string alignment distance; stops early with `limit` once the distance reaches it. */
function slips(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  // Words longer than this are no slip of anybody's; the bound keeps hostile input from costing its square.
  if (Math.abs(a.length - b.length) >= limit || a.length > 200 || b.length > 200) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit;
}
