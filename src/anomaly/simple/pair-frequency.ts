/** How rare pairs of values of two columns are. */
export class PairRarities {
  readonly #sizes: readonly number[];
  readonly #numRows: number;
  /** By pair of columns, the pairs of codes that were seen, rising, and how often. */
  readonly #keys: readonly Float64Array[];
  readonly #counts: readonly Float64Array[];

  /**
   * @param codes [rows, columns]
   * @param sizes values of each column
   */
  constructor(codes: Int32Array, sizes: readonly number[]) {
    this.#sizes = sizes;
    const width = sizes.length;
    this.#numRows = codes.length / width;
    const keys: Float64Array[] = [];
    const counts: Float64Array[] = [];
    for (let i = 0; i < width; i++) {
      for (let j = i + 1; j < width; j++) {
        const all = new Float64Array(this.#numRows);
        for (let row = 0; row < all.length; row++)
          all[row] = this.#key(codes[row * width + i]!, codes[row * width + j]!, j);
        all.sort();
        const starts: number[] = [];
        for (let at = 0; at < all.length; at++) if (at === 0 || all[at] !== all[at - 1]) starts.push(at);
        keys.push(Float64Array.from(starts, (at) => all[at]!));
        counts.push(Float64Array.from(starts, (at, place) => (starts[place + 1] ?? all.length) - at));
      }
    }
    this.#keys = keys;
    this.#counts = counts;
  }

  /** -log of (count + 1) / (rows + pairs that are possible) of codes a and b of the columns i < j, whose pair has this number. */
  rarity(pair: number, i: number, j: number, a: number, b: number): number {
    const keys = this.#keys[pair]!;
    const key = this.#key(a, b, j);
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    const count = keys[low] === key ? this.#counts[pair]![low]! : 0;
    return -Math.log((count + 1) / (this.#numRows + (this.#sizes[i]! + 1) * (this.#sizes[j]! + 1)));
  }

  #key(a: number, b: number, j: number): number {
    return a * (this.#sizes[j]! + 1) + b;
  }
}
