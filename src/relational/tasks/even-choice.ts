import type { RandomStream } from '../../core/index.js';

/**
 * So many labelled rows of a stream at most, evenly chosen by a number drawn for each before it is labelled: about twice as many are ever held, and most of
 * those that are not kept are turned away without a label.
 */
export class EvenChoice {
  readonly #most: number;
  readonly #random: RandomStream;
  #columns: Columns = { keys: [], rows: [], times: [], labels: [] };
  #limit = Number.POSITIVE_INFINITY;

  constructor(most: number, random: RandomStream) {
    this.#most = most;
    this.#random = random;
  }

  /** @param label NaN: it is not among those to choose from */
  offer(row: number, time: number, label: () => number): void {
    const key = this.#random.nextInt(2 ** 31 - 1);
    if (key >= this.#limit) return;
    const value = label();
    if (Number.isNaN(value)) return;
    const { keys, rows, times, labels } = this.#columns;
    keys.push(key);
    rows.push(row);
    times.push(time);
    labels.push(value);
    if (keys.length >= 2 * this.#most + 1000) this.#thin();
  }

  /** In the order in which they came, and whether they are all. */
  chosen(): Pick<Columns, 'rows' | 'times' | 'labels'> & { readonly isWhole: boolean } {
    if (this.#columns.keys.length > this.#most) this.#thin();
    return { ...this.#columns, isWhole: this.#limit === Number.POSITIVE_INFINITY };
  }

  #thin(): void {
    const { keys, ...others } = this.#columns;
    const limit = Float64Array.from(keys).sort()[this.#most]!;
    const kept = (values: readonly number[]) => values.filter((_, i) => keys[i]! < limit);
    const { rows, times, labels } = others;
    this.#columns = { keys: kept(keys), rows: kept(rows), times: kept(times), labels: kept(labels) };
    this.#limit = limit;
  }
}

interface Columns {
  readonly keys: number[];
  readonly rows: number[];
  readonly times: number[];
  readonly labels: number[];
}
