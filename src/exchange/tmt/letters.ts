/** The letters of STRIDE that a template's categories are. */
import type { Letter } from '../../catalogue/schema.ts';

/**
 * The letter of a category; undefined for one that is none of STRIDE. Templates spell the names differently, and
 * letters alone would not do, since other categories may be called A or P.
 */
export function letterOfCategory(name: string): Letter | undefined {
  return LETTERS.find(([, pattern]) => pattern.test(name.trim()))?.[0];
}

const LETTERS: readonly (readonly [Letter, RegExp])[] = [
  ['S', /^(s|spoofing)\b/i],
  ['T', /^(t|tampering)\b/i],
  ['R', /^(r|repudiation)\b/i],
  ['I', /^(i|information disclosure)\b/i],
  ['D', /^(d|denial[ -]of[ -]service)\b/i],
  ['E', /^(e|elevation[ -]of[ -]privileges?)\b/i],
];
