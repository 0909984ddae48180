/** Where the messages of the broker of ours wait, and who gets them ({@link ./amqp-peer.ts}). */

/** Someone who reads at a place, and how many messages they take now. */
export interface ReaderLink {
  credit: number;
  give(message: Uint8Array): void;
}

export type Keeps = 'everything' | 'twenty messages' | 'nothing';

/** Places by their names, made as they are named. One message goes to one reader; wildcards get copies. */
export class Places {
  readonly #places = new Map<string, Place>();
  readonly #keeps: Keeps;

  constructor(keeps: Keeps) {
    this.#keeps = keeps;
  }

  join(name: string, reader: ReaderLink): void {
    this.#at(name).readers.add(reader);
  }

  leave(reader: ReaderLink): void {
    for (const { readers } of this.#places.values()) readers.delete(reader);
  }

  put(name: string, message: Uint8Array): void {
    const { waiting } = this.#at(name);
    waiting.push(message);
    this.deliver();
    if (this.#keeps === 'nothing') waiting.length = 0;
    if (this.#keeps === 'twenty messages') waiting.splice(0, waiting.length - 20);
    for (const [pattern, { readers }] of this.#places) {
      if (pattern === name || !covers(pattern.split('.'), name.split('.'))) continue;
      for (const reader of readers) if (reader.credit > 0) reader.give(message);
    }
  }

  /** Gives what waits to whoever takes it. */
  deliver(): void {
    for (const { waiting, readers } of this.#places.values()) {
      for (const reader of readers) {
        while (reader.credit > 0 && waiting.length > 0) reader.give(waiting.shift() ?? Buffer.alloc(0));
      }
    }
  }

  #at(name: string): Place {
    const place: Place = this.#places.get(name) ?? { waiting: [], readers: new Set() };
    this.#places.set(name, place);
    return place;
  }
}

interface Place {
  readonly waiting: Uint8Array[];
  readonly readers: Set<ReaderLink>;
}

/** As Artemis has it: `*` is one word, `#` any number of them. */
function covers([first, ...rest]: readonly string[], words: readonly string[]): boolean {
  if (first === undefined) return words.length === 0;
  if (first === '#')
    return words.length === 0
      ? covers(rest, [])
      : covers(rest, words) || covers([first, ...rest], words.slice(1));
  return words.length > 0 && (first === '*' || first === words[0]) && covers(rest, words.slice(1));
}

/** One place has several addresses. */
export function placeOf(address: string): string {
  return address.replace(/^(\/queues?\/|\/topic\/|queue:\/\/|topic:\/\/|\/)/, '');
}
