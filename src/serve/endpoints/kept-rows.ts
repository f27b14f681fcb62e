/** Numbers that are kept in memory, at most: 256 MiB as float32. */
const MOST_NUMBERS = 2 ** 26;

/**
 * What a model says of rows: of all of them at once when it is first asked, since most models compute the whole graph for one row as well, and kept; where that
 * is too much to keep, of the rows that are asked for.
 */
export class KeptRows<T> {
  readonly #isKept: boolean;
  readonly #compute: (rows: Int32Array | undefined) => Promise<T>;
  #all: Promise<T> | undefined;

  /**
   * @param width numbers a row, about
   * @param compute of all rows where none are named
   */
  constructor(size: number, width: number, compute: (rows: Int32Array | undefined) => Promise<T>) {
    this.#isKept = size * width <= MOST_NUMBERS;
    this.#compute = compute;
  }

  /** The result that has the rows, and where in it each is. */
  async of(rows: Int32Array): Promise<{ readonly result: T; readonly at: number[] }> {
    if (!this.#isKept) return { result: await this.#compute(rows), at: Array.from(rows.keys()) };
    this.#all ??= this.#compute(undefined);
    try {
      return { result: await this.#all, at: Array.from(rows) };
    } catch (error) {
      this.#all = undefined;
      throw error;
    }
  }
}
