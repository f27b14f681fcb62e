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

  /** Numbers of every type: from `start`, below `end`. */
  get ranges(): { readonly type: string; readonly start: number; readonly end: number }[] {
    return this.types.map((type) => ({ type, start: this.start(type), end: this.end(type) }));
  }
}
