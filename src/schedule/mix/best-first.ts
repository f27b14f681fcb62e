/** What is to be looked at next: the least bound first, and what was added first where bounds are equal. O(log size) each. */
export class BestFirst<T> {
  readonly #heap: { readonly bound: number; readonly number: number; readonly value: T }[] = [];
  #added = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The least bound; Infinity where nothing is left. */
  get bound(): number {
    return this.#heap[0]?.bound ?? Number.POSITIVE_INFINITY;
  }

  add(bound: number, value: T): void {
    const heap = this.#heap;
    heap.push({ bound, number: this.#added++, value });
    for (let at = heap.length - 1; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(at, above)) break;
      this.#exchange(at, above);
      at = above;
    }
  }

  take(): T | undefined {
    const heap = this.#heap;
    if (heap.length === 0) return undefined;
    this.#exchange(0, heap.length - 1);
    const { value } = heap.pop()!;
    for (let at = 0; ; ) {
      let first = at;
      for (const below of [2 * at + 1, 2 * at + 2])
        if (below < heap.length && this.#isBefore(below, first)) first = below;
      if (first === at) return value;
      this.#exchange(at, first);
      at = first;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a]!, this.#heap[b]!];
    return x.bound < y.bound || (x.bound === y.bound && x.number < y.number);
  }

  #exchange(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}
