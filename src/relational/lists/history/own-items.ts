import type { ListHistory } from './history.js';

/** What an entity was linked to, as known by a time. The arrays by item hold zeros for all others. */
export class OwnItems {
  /** Different items, the latest first; of equal times the more frequent first, then in the order of ids. */
  items: Int32Array = new Int32Array(0);
  /** Links of all items. */
  total = 0;
  /** By item: links ever; and in each window of the history, the shortest first, [windows][items]. */
  readonly counts: Int32Array;
  readonly windows: readonly Int32Array[];
  /** By item: times of the first and of the last link. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly #history: ListHistory;

  constructor(history: ListHistory) {
    this.#history = history;
    this.counts = new Int32Array(history.numItems);
    this.windows = history.windows.map(() => new Int32Array(history.numItems));
    this.first = new Float64Array(history.numItems);
    this.last = new Float64Array(history.numItems);
  }

  /** O(links of the entity). */
  look(row: number, seen: number): void {
    const { byEntity, question, windows } = this.#history;
    for (const item of this.items) {
      this.counts[item] = 0;
      for (const counts of this.windows) counts[item] = 0;
    }
    const [begin, end] = [byEntity.begin[row]!, this.#history.entityEnd(row, seen)];
    const found: number[] = [];
    for (let at = begin; at < end; at++) {
      const item = question.links.items[byEntity.rows[at]!]!;
      const time = byEntity.times[at]!;
      if (this.counts[item]!++ === 0) {
        found.push(item);
        this.first[item] = time;
      }
      this.last[item] = time;
      for (const [w, seconds] of windows.entries()) if (time > seen - seconds) this.windows[w]![item]!++;
    }
    this.total = end - begin;
    const { counts, last } = this;
    const { places } = question.items;
    this.items = Int32Array.from(found).sort(
      (a, b) => last[b]! - last[a]! || counts[b]! - counts[a]! || places[a]! - places[b]!,
    );
  }
}
