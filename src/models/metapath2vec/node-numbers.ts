/** Nodes of several types numbered through: rows of one matrix. */
export class NodeNumbers {
  readonly types: readonly string[];
  /** First number of every type, and the end, [types + 1]. */
  readonly #starts: readonly number[];

  constructor(types: readonly string[], sizeOf: (type: string) => number) {
    this.types = [...new Set(types)];
    const starts = [0];
    for (const type of this.types) starts.push(starts.at(-1)! + sizeOf(type));
    this.#starts = starts;
  }

  get size(): number {
    return this.#starts.at(-1)!;
  }

  start(type: string): number {
    return this.#starts[this.types.indexOf(type)]!;
  }

  end(type: string): number {
    return this.#starts[this.types.indexOf(type) + 1]!;
  }

  /** Position of the type of every number in {@link types}, [size]. */
  typeNumbers(): Int32Array {
    const numbers = new Int32Array(this.size);
    for (const [t, type] of this.types.entries()) numbers.fill(t, this.start(type), this.end(type));
    return numbers;
  }
}
