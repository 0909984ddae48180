/** Words of headings and cells in one spelling, so that they can be compared. */

/** Lower case, umlauts written out, no accents, no signs: `Schutzmaßnahme(n)` as `schutzmassnahme n`. */
export function normal(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^\p{L}\p{N}%#]+/gu, ' ')
    .trim();
}

/** The same without anything between the words: `edgeHub`, `Edge Hub` and `edge-hub` alike. */
export function squeezed(text: string): string {
  return normal(text).replaceAll(' ', '');
}

/** Where a phrase stands in a text as whole words, both normal; -1 where it does not. */
export function wordsAt(text: string, phrase: string): number {
  return ` ${text} `.indexOf(` ${phrase} `);
}

/** A list of phrases as it is written in this folder: separated by commas, over several lines. */
export function phrases(text: string): readonly string[] {
  return text.split(',').map((phrase) => phrase.replaceAll(/\s+/g, ' ').trim());
}
