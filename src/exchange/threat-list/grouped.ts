/** Proposals of a list, which are often the same for many of its rows. */
import type { Proposal } from '../imported.ts';

/** Proposals that are the same for many threats are told once. */
export class Grouped {
  readonly #groups = new Map<string, { what: string; why: string; of: string[] }>();

  add(what: string, why: string, of: string): void {
    const key = `${what}\n${why}`;
    const group = this.#groups.get(key) ?? { what, why, of: [] };
    this.#groups.set(key, group);
    group.of.push(of);
  }

  all(): readonly Proposal[] {
    return [...this.#groups.values()].map(({ what, why, of }) => {
      const names = of
        .slice(0, 3)
        .map((title) => `"${title.length > 60 ? `${title.slice(0, 57)}...` : title}"`);
      const more = of.length > 3 ? ` and ${of.length - 3} more` : '';
      return { what: `${what} (${names.join(', ')}${more})`, why };
    });
  }
}
