/** From plain data to a known shape: zod's findings as problems with places, words and suggestions. */
import type { z } from 'zod';

import { quote } from '../frame.ts';
import { placeOf, type Parsed, type Path } from '../parse.ts';
import { byPlace, type Outcome, type Problem } from '../problem.ts';
import { allowedKeys, describeIssue, flatten, type Issue } from './issues.ts';
import { nearest, suggestion } from '../suggest.ts';

/** Problems shown of one file; a file that is of another kind altogether would give thousands. */
const MOST = 100;

/**
 * Checks `parsed` against a zod schema. `path` leads to the part to check, the whole without it. Problems:
 * TXT09 (key without meaning), TXT10 (value of the wrong shape), TXT11 (missing key), each at its key or value,
 * with the allowed ones named or the nearest suggested. At most 100 of them.
 */
export function checkShape<T>(schema: z.ZodType<T>, parsed: Parsed, path: Path = []): Outcome<T> {
  const known = new WeakMap<object, readonly string[]>();
  const result = schema.safeParse(valueAt(parsed.data, path), {
    // Only here does zod still say which schema an unknown key was held against.
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') known.set(issue.keys, allowedKeys(issue.inst));
      return undefined;
    },
  });
  if (result.success) return { value: result.data, problems: [] };
  const issues = result.error.issues.flatMap((issue) => flatten(issue)).slice(0, MOST);
  const unknown = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    return unknownKeys(issue.keys, pathOf(issue, path), known.get(issue.keys) ?? [], parsed);
  });
  // A misspelt required key is both unknown and missing: saying the first is enough.
  const meant = new Set(unknown.map(({ meantPath }) => meantPath));
  const others = issues
    .filter((issue) => issue.code !== 'unrecognized_keys' && !meant.has(JSON.stringify(pathOf(issue, path))))
    .map((issue) => toProblem(issue, pathOf(issue, path), parsed));
  return { problems: [...unknown.map(({ problem }) => problem), ...others].toSorted(byPlace) };
}

/**
 * Checks that the file says `bestride: 1`, the version of all our files; TXT08 otherwise. A file of another
 * version gets this one problem instead of a hundred that follow from it.
 */
export function checkVersion(parsed: Parsed): readonly Problem[] {
  const { data } = parsed;
  const version: unknown = isObject(data) && Object.hasOwn(data, 'bestride') ? data['bestride'] : undefined;
  if (version === 1) return [];
  const message =
    version === undefined
      ? 'the file does not say which version it is'
      : 'this version of the file is not read here';
  const hint = version === undefined ? 'Start it with "bestride: 1".' : 'Versions read: 1.';
  return [{ code: 'TXT08', severity: 'error', message, hint, where: placeOf(parsed, ['bestride']) }];
}

/** The part of plain data at `path`, by own properties only. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf(issue: Issue, base: Path): Path {
  return [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
}

/** One problem a key, and the path of the key that was probably meant. */
function unknownKeys(
  keys: readonly string[],
  path: Path,
  allowed: readonly string[],
  parsed: Parsed,
): { problem: Problem; meantPath?: string }[] {
  const present = valueAt(parsed.data, path);
  const free = allowed.filter((key) => !(isObject(present) && Object.hasOwn(present, key)));
  return keys.map((key) => {
    const near = nearest(key, free);
    const hint = suggestion(key, free);
    const problem: Problem = {
      code: 'TXT09',
      severity: 'error',
      message: `the key ${quote(key)} has no meaning here`,
      ...(hint && { hint }),
      where: placeOf(parsed, [...path, key], 'key'),
    };
    return { problem, ...(near !== undefined && { meantPath: JSON.stringify([...path, near]) }) };
  });
}

function toProblem(issue: Issue, path: Path, parsed: Parsed): Problem {
  const last = path.at(-1);
  const parent = valueAt(parsed.data, path.slice(0, -1));
  if (typeof last === 'string' && isObject(parent) && !Object.hasOwn(parent, last)) {
    const { expected } = describeIssue(issue, undefined);
    return {
      code: 'TXT11',
      severity: 'error',
      message: `the key ${quote(last)} is missing`,
      ...(expected && { hint: `Add it: ${expected}.` }),
      where: placeOf(parsed, path.slice(0, -1), 'key'),
    };
  }
  const { says, hint } = describeIssue(issue, valueAt(parsed.data, path));
  const name = typeof last === 'string' ? quote(last) : last === undefined ? 'the file' : `entry ${last + 1}`;
  return {
    code: 'TXT10',
    severity: 'error',
    message: `${name} ${says}`,
    ...(hint && { hint }),
    where: placeOf(parsed, path, issue.code === 'invalid_key' ? 'key' : 'value'),
  };
}
