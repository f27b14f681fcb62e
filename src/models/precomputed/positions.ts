import { HeteroGraphError } from '../../core/index.js';

/** Where the pre-computed row of each target node lies. */
export class Positions {
  readonly #at: Int32Array;

  constructor(rows: Int32Array, numNodes: number) {
    this.#at = new Int32Array(numNodes).fill(-1);
    for (const [position, row] of rows.entries()) this.#at[row] = position;
  }

  /** @throws {HeteroGraphError} MISSING_FEATURES */
  of(rows: Int32Array): Int32Array {
    return rows.map((row) => {
      const position = this.#at[row] ?? -1;
      if (position >= 0) return position;
      throw new HeteroGraphError('MISSING_FEATURES', 'Nothing was pre-computed for this row.', {
        row,
        hint: 'Give the graph to the prediction: { graph }.',
      });
    });
  }
}
