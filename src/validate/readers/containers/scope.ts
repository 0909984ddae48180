/** Values of a file of containers with their places, their variables filled in. */
import type { Problem, Where } from '../../../text/problem.ts';
import { type Parsed, type Path, placeOf } from '../../../text/parse.ts';
import type { Told } from './container.ts';
import { fill } from './placeholders.ts';
import { isMapping, items, pairs, textOf } from '../tree.ts';

/** A value and the way to it. */
export interface Value {
  readonly path: Path;
  readonly data: unknown;
}

export class Scope {
  readonly problems: Problem[] = [];
  readonly #parsed: Parsed;
  readonly #variables: ReadonlyMap<string, string> | undefined;
  readonly #kept: ReadonlySet<string>;

  /**
   * `kept` are names after a dollar sign that are no variables. Without `variables` a dollar sign is nothing but
   * that: an engine tells what it has filled in already.
   */
  constructor(
    parsed: Parsed,
    variables: ReadonlyMap<string, string> | undefined,
    kept: ReadonlySet<string> = new Set(),
  ) {
    this.#parsed = parsed;
    this.#variables = variables;
    this.#kept = kept;
  }

  get root(): Value {
    return { path: [], data: this.#parsed.data };
  }

  where(path: Path, part: 'key' | 'value' = 'value'): Where {
    return placeOf(this.#parsed, path, part);
  }

  /** A text, number or truth value as a text; undefined for anything else, null too. */
  told({ path, data }: Value): Told | undefined {
    const text = textOf(data);
    if (text === undefined) return undefined;
    const filled = this.#variables
      ? fill(text, this.#variables, this.#kept)
      : { text, open: [], assumed: [] };
    return { ...filled, where: this.where(path) };
  }

  member({ path, data }: Value, key: string): Value {
    return {
      path: [...path, key],
      data: isMapping(data) && Object.hasOwn(data, key) ? data[key] : undefined,
    };
  }

  /** The Docker API takes the names of its members in any case. */
  anyCase(value: Value, ...keys: readonly string[]): Value {
    return keys.reduce((from, key) => {
      const [found] = pairs(from.data).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [key];
      return this.member(from, found);
    }, value);
  }

  pairs({ path, data }: Value): readonly (readonly [string, Value])[] {
    return pairs(data).map(([key, value]) => [key, { path: [...path, key], data: value }]);
  }

  items({ path, data }: Value): readonly Value[] {
    return items(data).map((value, index) => ({ path: [...path, index], data: value }));
  }

  /** A list of texts, or one text; what is neither is said to be not understood. */
  texts(value: Value): readonly Told[] {
    const { data } = value;
    if (data === undefined || data === null) return [];
    const all = Array.isArray(data) ? this.items(value) : [value];
    return all.flatMap((one) => {
      const told = this.told(one);
      if (!told) this.lost(one, 'is no text');
      return told ?? [];
    });
  }

  /** `NAME=value` items or a mapping, as pairs; a name alone has no value here. */
  assignments(value: Value): readonly (readonly [string, Told | undefined, Where])[] {
    if (isMapping(value.data)) {
      return this.pairs(value).map(([name, one]) => [name, this.told(one), this.where(one.path, 'key')]);
    }
    return this.texts(value).map((told) => {
      const cut = told.text.indexOf('=');
      return cut < 0
        ? [told.text, undefined, told.where]
        : [told.text.slice(0, cut), { ...told, text: told.text.slice(cut + 1) }, told.where];
    });
  }

  /** CFG01: something stands there that this reader does not understand. */
  lost({ path }: Value, why: string): void {
    const name = path.filter((step) => typeof step === 'string').at(-1) ?? 'this';
    this.problems.push({
      code: 'CFG01',
      severity: 'warning',
      message: `"${name}" ${why}`,
      where: this.where(path),
    });
  }
}
