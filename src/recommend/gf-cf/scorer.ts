import { gemm, multiplyCsr, spmm, transposeCsr } from '../../compute/index.js';
import type { WeightedCsr } from '../../core/index.js';
import { degreesOf, symmetricNormal } from '../algebra/symmetric-normal.js';
import { pickedRows } from '../core/histories.js';
import type { Contribution, Scorer, ScorerState } from '../core/scorer.js';

export interface LowPass {
  readonly rank: number;
  /** Right singular vectors [items, rank] of the normalised matrix. */
  readonly right: Float32Array;
  readonly alpha: number;
}

/** r (RT R + alpha D^-1/2 V VT D^1/2), R the normalised matrix, D the sums of its columns before that. */
export class GfCfScorer implements Scorer {
  readonly #train: WeightedCsr;
  readonly #matrix: WeightedCsr;
  readonly #transposed: WeightedCsr;
  readonly #lowPass: LowPass;
  /** D^-1/2 V, and alpha D^1/2 V, [items, rank]. */
  readonly #into: Float32Array;
  readonly #back: Float32Array;

  constructor(train: WeightedCsr, lowPass: LowPass) {
    const degrees = degreesOf(train);
    const { columns } = degrees;
    this.#train = train;
    this.#matrix = symmetricNormal(train, degrees);
    this.#transposed = transposeCsr(this.#matrix) as WeightedCsr;
    this.#lowPass = lowPass;
    const { rank, right, alpha } = lowPass;
    this.#into = scaledRows(right, rank, (item) => (columns[item]! > 0 ? 1 / Math.sqrt(columns[item]!) : 0));
    this.#back = scaledRows(right, rank, (item) => alpha * Math.sqrt(columns[item]!));
  }

  scoreUsers(users: Int32Array): Float32Array {
    return this.scoreHistories(pickedRows(this.#train, users));
  }

  scoreHistories(histories: WeightedCsr): Float32Array {
    const { rank } = this.#lowPass;
    const [rows, items] = [histories.numRows, this.#train.numCols];
    const low = spmm(histories, this.#into, rank);
    const out = gemm(low, this.#back, rows, items, rank, { transposeB: true, algorithm: 'plain' });
    const linear = multiplyCsr(multiplyCsr(histories, this.#transposed), this.#matrix);
    for (let r = 0; r < rows; r++) {
      for (let e = linear.indptr[r]!; e < linear.indptr[r + 1]!; e++)
        out[r * items + linear.indices[e]!]! += linear.values[e]!;
    }
    return out;
  }

  /** What a history of that item alone would give. */
  scoreSimilar(items: Int32Array): Float32Array {
    return this.scoreHistories({
      numRows: items.length,
      numCols: this.#train.numCols,
      indptr: Int32Array.from({ length: items.length + 1 }, (_, i) => i),
      indices: items,
      values: new Float32Array(items.length).fill(1),
    });
  }

  explain(
    { items, strengths }: { readonly items: Int32Array; readonly strengths: Float32Array },
    item: number,
  ): readonly Contribution[] {
    const { rank } = this.#lowPass;
    // Row `item` of RT R, which is symmetric.
    const linear = multiplyCsr(pickedRows(this.#transposed, Int32Array.of(item)), this.#matrix);
    const shares = new Map(Array.from(linear.indices, (other, e) => [other, linear.values[e]!]));
    return Array.from(items, (other, at) => {
      let sum = shares.get(other) ?? 0;
      for (let c = 0; c < rank; c++) sum += this.#into[other * rank + c]! * this.#back[item * rank + c]!;
      return { item: other, value: strengths[at]! * sum };
    });
  }

  state(): ScorerState {
    return { vectors: this.#lowPass.right };
  }
}

function scaledRows(x: Float32Array, width: number, scale: (row: number) => number): Float32Array {
  const out = new Float32Array(x.length);
  for (let r = 0; r * width < x.length; r++) {
    const by = scale(r);
    for (let c = r * width; c < (r + 1) * width; c++) out[c] = x[c]! * by;
  }
  return out;
}
