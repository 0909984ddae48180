/** Numbers for pairs of numbers: equal pairs get equal numbers, from 1 up. Folding sequences over it numbers them. */
import { int } from './adjacency.ts';

/** An open-addressing table in typed arrays: hundreds of thousands of sequences must be told apart in no time. */
export class Pairs {
  #size = 0;
  #mask = 1023;
  #left = new Int32Array(1024);
  #right = new Int32Array(1024);
  /** 0: free. */
  #number = new Int32Array(1024);

  /** The number of a pair of 32-bit integers. */
  of(left: number, right: number): number {
    let slot = this.#slot(left, right);
    for (let found = int(this.#number, slot); found !== 0; found = int(this.#number, slot)) {
      if (this.#left[slot] === left && this.#right[slot] === right) return found;
      slot = (slot + 1) & this.#mask;
    }
    if (this.#size * 2 > this.#mask) {
      this.#grow();
      return this.of(left, right);
    }
    this.#left[slot] = left;
    this.#right[slot] = right;
    this.#number[slot] = ++this.#size;
    return this.#size;
  }

  #slot(left: number, right: number): number {
    // Multiplication by odd constants mixes low bits upwards; the shift brings them back to where the mask looks.
    const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }

  #grow(): void {
    const [left, right, number] = [this.#left, this.#right, this.#number];
    const length = number.length * 2;
    this.#mask = length - 1;
    this.#left = new Int32Array(length);
    this.#right = new Int32Array(length);
    this.#number = new Int32Array(length);
    for (let old = 0; old < number.length; old++) {
      if (number[old] === 0) continue;
      let slot = this.#slot(int(left, old), int(right, old));
      while (this.#number[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#left[slot] = int(left, old);
      this.#right[slot] = int(right, old);
      this.#number[slot] = int(number, old);
    }
  }
}
