/** Up to this size, insertion is quicker than a call of the engine's sort. */
const SMALL = 24;

/**
 * Sorts the entries of blocks [from, to) by threshold, descending, equal ones in the order they have. O(entries x log of the largest
 * block).
 *
 * @param isSorted 1 for a rule whose blocks are to be sorted
 */
export function sortBlocks(
  sorter: BlockSorter,
  edgeStarts: Int32Array,
  blockRules: Uint8Array | undefined,
  isSorted: Uint8Array,
  from = 0,
  to = edgeStarts.length - 1,
): void {
  for (let block = from; block < to; block++) {
    if (isSorted[blockRules ? blockRules[block]! : 0] === 1) sorter.sort(edgeStarts[block]!, edgeStarts[block + 1]!);
  }
}

/** Sorts passes of entries, with room that is kept from one to the next. */
export class BlockSorter {
  readonly #thresholds: Uint32Array;
  readonly #sources: Int32Array;
  #keys = new BigUint64Array(0);
  /** Halves of the keys, low first: place within the block, and complement of the threshold. */
  #halves = new Uint32Array(0);
  #heldSources = new Int32Array(0);

  constructor(thresholds: Uint32Array, sources: Int32Array) {
    this.#thresholds = thresholds;
    this.#sources = sources;
  }

  sort(begin: number, end: number): void {
    const thresholds = this.#thresholds;
    let at = begin + 1;
    while (at < end && thresholds[at - 1]! >= thresholds[at]!) at++;
    if (at >= end) return;
    if (end - begin <= SMALL) this.#insert(begin, at, end);
    else this.#sortKeys(begin, end);
  }

  /** Entries before `from` are in order. */
  #insert(begin: number, from: number, end: number): void {
    const [thresholds, sources] = [this.#thresholds, this.#sources];
    for (let i = from; i < end; i++) {
      const [threshold, source] = [thresholds[i]!, sources[i]!];
      let at = i;
      for (; at > begin && thresholds[at - 1]! < threshold; at--) {
        thresholds[at] = thresholds[at - 1]!;
        sources[at] = sources[at - 1]!;
      }
      thresholds[at] = threshold;
      sources[at] = source;
    }
  }

  #sortKeys(begin: number, end: number): void {
    const size = end - begin;
    if (this.#keys.length < size) {
      this.#keys = new BigUint64Array(size * 2);
      this.#halves = new Uint32Array(this.#keys.buffer);
      this.#heldSources = new Int32Array(size * 2);
    }
    const [halves, held, thresholds, sources] = [this.#halves, this.#heldSources, this.#thresholds, this.#sources];
    for (let i = 0; i < size; i++) {
      halves[2 * i] = i;
      halves[2 * i + 1] = ~thresholds[begin + i]!;
      held[i] = sources[begin + i]!;
    }
    this.#keys.subarray(0, size).sort();
    for (let i = 0; i < size; i++) {
      thresholds[begin + i] = ~halves[2 * i + 1]!;
      sources[begin + i] = held[halves[2 * i]!]!;
    }
  }
}
