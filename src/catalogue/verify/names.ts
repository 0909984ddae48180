/** Names in a catalogue: each once, and none that nothing has. */
import { quote } from '../../text/frame.ts';
import type { Path } from '../../text/parse.ts';
import type { Problem } from '../../text/problem.ts';
import { suggestion } from '../../text/suggest.ts';
import type { Entry } from '../entries.ts';

/** CAT01: an id that several entries have. */
export function twice<K extends string>(
  entries: readonly Entry<Readonly<Record<K, string>>>[],
  key: K,
  noun: string,
  builtin: ReadonlyMap<string, unknown> = new Map(),
): Problem[] {
  const seen = new Map<string, Entry<unknown>>();
  const problems: Problem[] = [];
  for (const entry of entries) {
    const id = entry.value[key];
    const first = seen.get(id)?.where([key]);
    if (first || builtin.has(id)) {
      const where = entry.where([key]);
      problems.push({
        code: 'CAT01',
        severity: 'error',
        message: first
          ? `there is already a ${noun} ${quote(id)}`
          : `the built-in catalogue already has a ${noun} ${quote(id)}`,
        hint: first
          ? `The other one is in ${first.file}, line ${first.line}.`
          : noun === 'rule'
            ? 'Give yours an id of your own; how severe the built-in rule is here can be changed in overrides.yaml.'
            : 'Give yours another name, or use the built-in one: what is built in cannot be redefined.',
        where,
      });
    } else seen.set(id, entry);
  }
  return problems;
}

/** A name at a place of an entry. */
export type Named = readonly [path: Path, name: string | undefined];

export function listed(base: Path, names: readonly string[] = []): Named[] {
  return names.map((name, i) => [[...base, i], name]);
}

export function grouped(base: Path, groups: readonly (readonly string[])[] = []): Named[] {
  return groups.flatMap((group, i) => listed([...base, i], group));
}

/** CAT02: names that nothing has. */
export function unknown(
  entry: Entry<unknown>,
  names: readonly Named[],
  known: readonly string[],
  noun: string,
): Problem[] {
  return names.flatMap(([path, name]) => {
    if (name === undefined || known.includes(name)) return [];
    const hint = suggestion(name, known);
    const message = `there is no ${noun} ${quote(name)}`;
    return [{ code: 'CAT02', severity: 'error', message, ...(hint && { hint }), where: entry.where(path) }];
  });
}
