/** TOML to plain data with places: smol-toml reads the text, our own scan finds where things stand. */
import { parse, TomlError } from 'smol-toml';

import { lineIndex } from '../../../text/lines.ts';
import type { Parsed } from '../../../text/parse.ts';
import type { Outcome, Problem } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import { tomlPlaces } from './toml-places.ts';

/** Deepest nesting of inline tables and lists that is read. */
const MAX_DEPTH = 64;

/** Parses TOML 1.0. Problem: TXT04, an error, where it is none. Never throws. */
export function parseToml(source: Source): Outcome<Parsed> {
  const { file, text } = source;
  let data: unknown;
  try {
    data = parse(text.replace(/^\uFEFF/, ''), { maxDepth: MAX_DEPTH, integersAsBigInt: 'asNeeded' });
  } catch (error) {
    return { problems: [refusal(file, error)] };
  }
  const places = tomlPlaces(text);
  const lines = lineIndex(text);
  const where: Parsed['where'] = (path, part = 'value') => {
    const found = places.get(keyOf(path));
    if (!found) return undefined;
    const { key, value } = found;
    const [from, to] = part === 'key' ? key : value;
    return { file, ...lines.at(from), length: Math.max(1, to - from) };
  };
  return { value: { source, data, where }, problems: [] };
}

function refusal(file: string, error: unknown): Problem {
  const place = error instanceof TomlError ? error : { line: 1, column: 1 };
  // The message goes on with a piece of the text, in which a secret may stand.
  const said = error instanceof TomlError ? (error.message.split('\n')[0] ?? '') : 'it cannot be read';
  return {
    code: 'TXT04',
    severity: 'error',
    message: `the text is no TOML: ${said.replace(/^Invalid TOML document: /, '')}`,
    where: { file, line: Math.max(1, place.line), column: Math.max(1, place.column) },
  };
}

function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}
