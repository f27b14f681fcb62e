/** A set of pairs of rows in two typed arrays: open addressing, 8 bytes a slot, at most half full. */
export class PairSet {
  #first: Int32Array;
  #second: Int32Array;
  #size = 0;

  /** @param expected pairs to come; more are no error */
  constructor(expected: number) {
    const numSlots = 2 ** Math.ceil(Math.log2(Math.max(8, expected * 2)));
    this.#first = new Int32Array(numSlots).fill(-1);
    this.#second = new Int32Array(numSlots);
  }

  get size(): number {
    return this.#size;
  }

  /** False where the pair was there before. Rows are not negative. */
  add(first: number, second: number): boolean {
    const slot = this.#slot(first, second);
    if (this.#first[slot]! >= 0) return false;
    this.#first[slot] = first;
    this.#second[slot] = second;
    this.#size++;
    if (this.#size * 2 > this.#first.length) this.#grow();
    return true;
  }

  has(first: number, second: number): boolean {
    return this.#first[this.#slot(first, second)]! >= 0;
  }

  /** The slot of the pair, or the free one where it would go. */
  #slot(first: number, second: number): number {
    const mask = this.#first.length - 1;
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.#first[slot]! >= 0 && (this.#first[slot] !== first || this.#second[slot] !== second)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [first, second] = [this.#first, this.#second];
    this.#first = new Int32Array(first.length * 2).fill(-1);
    this.#second = new Int32Array(first.length * 2);
    for (let i = 0; i < first.length; i++) {
      if (first[i]! < 0) continue;
      const slot = this.#slot(first[i]!, second[i]!);
      this.#first[slot] = first[i]!;
      this.#second[slot] = second[i]!;
    }
  }
}
