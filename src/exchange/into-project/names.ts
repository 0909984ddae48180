/** Names of a drawing: as display text, as ids, as words to look for. */

/** Names on drawings are broken into lines where that looked well. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Texts of the tool have the line ends of Windows. */
export function lines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

/** A name that is longer is a text; what follows says nothing of what the thing is. */
const LONGEST_NAME = 500;

/** What a name says its thing is, in lower case, without what stands in brackets: `edgeHub (v2)` as `edge hub`. */
export function wordsOf(name: string): string {
  return oneLine(
    name
      .slice(0, LONGEST_NAME)
      .replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ')
      .replaceAll(/([a-z])([A-Z])(?=[a-z])/g, '$1 $2')
      .replaceAll(/[_/,:;|&+]/g, ' ')
      .toLowerCase(),
  );
}

const LONGEST = 64;

/** A name as an id; empty where nothing of it can stand in one. */
export function idFrom(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
}

/** Hands out ids, each once: one namespace for all of a project. */
export class Ids {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** Keeps an id from being handed out. */
  keep(id: string): void {
    this.#taken.add(id);
  }

  /** The first candidate that is an id and free; with a number behind it, the first that is one at all. */
  claim(...candidates: readonly string[]): string {
    const wanted = candidates.map(idFrom).filter((id) => id !== '');
    const free = wanted.find((id) => !this.#taken.has(id));
    if (free !== undefined) {
      this.#taken.add(free);
      return free;
    }
    const [first = 'thing'] = wanted;
    for (let number = 2; ; number++) {
      const tail = `-${number}`;
      const id = first.slice(0, LONGEST - tail.length) + tail;
      if (this.#taken.has(id)) continue;
      this.#taken.add(id);
      return id;
    }
  }
}
