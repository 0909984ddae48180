/** GUIDs for what is drawn anew: the same ones at every export. */
import { sha256 } from '../../text/digest.ts';

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** A UUID made from names (RFC 9562, 5.8: version 8, SHA-256). The same names give the same one. */
function guidFrom(...names: readonly string[]): string {
  const hex = sha256(JSON.stringify(['bestride', ...names])).slice('sha256:'.length);
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Hands out GUIDs: those that a thing has on a drawing already as long as nothing else took them, then new ones. */
export class Guids {
  readonly #taken = new Set<string>();
  readonly #system: string;

  constructor(system: string, taken: Iterable<string> = []) {
    this.#system = system;
    for (const guid of taken) this.#taken.add(guid.toLowerCase());
  }

  /** `wanted`: GUIDs to take if they are free; `names`: what a new one is made from. */
  claim(wanted: readonly string[], ...names: readonly string[]): string {
    const own = wanted
      .map((guid) => guid.toLowerCase())
      .find((guid) => isGuid(guid) && !this.#taken.has(guid));
    const guid = own ?? this.#fresh(names);
    this.#taken.add(guid);
    return guid;
  }

  #fresh(names: readonly string[]): string {
    let guid = guidFrom(this.#system, ...names);
    for (let number = 2; this.#taken.has(guid); number++)
      guid = guidFrom(this.#system, ...names, String(number));
    return guid;
  }
}
