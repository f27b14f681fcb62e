import { RandomStream, type WeightedCsr } from '../../../src/core/index.js';
import type { Interactions } from '../../../src/recommend/interactions/interactions.js';

/** Users who take items with a chance that differs by item; strengths 1, or from 1 to 3. The last user and the last item have none. */
export function randomMatrix(numRows: number, numCols: number, seed: number, strengths = false): WeightedCsr {
  const stream = new RandomStream(seed, 'interactions');
  const indptr = new Int32Array(numRows + 1);
  const [indices, values]: [number[], number[]] = [[], []];
  for (let r = 0; r < numRows; r++) {
    for (let c = 0; c < numCols - 1; c++) {
      const chance = stream.next();
      if (r === numRows - 1 || chance > 0.6 / (1 + (c % 4))) continue;
      indices.push(c);
      values.push(strengths ? 1 + stream.nextInt(3) : 1);
    }
    indptr[r + 1] = indices.length;
  }
  return { numRows, numCols, indptr, indices: Int32Array.from(indices), values: Float32Array.from(values) };
}

/** Interactions of a matrix, for definitions that look at the matrix alone. */
export function asTrain(matrix: WeightedCsr): Interactions {
  return { matrix } as Interactions;
}

export function dense({ numRows, numCols, indptr, indices, values }: WeightedCsr): number[][] {
  const out = Array.from({ length: numRows }, () => new Array<number>(numCols).fill(0));
  for (let r = 0; r < numRows; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) out[r]![indices[e]!]! += values[e]!;
  }
  return out;
}

export function times(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

export function flipped(a: number[][]): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

/** By Gauss and Jordan's elimination with pivots. */
export function inverse(a: number[][]): number[][] {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i; r < n; r++) if (Math.abs(rows[r]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = r;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    const by = rows[i]![i]!;
    rows[i] = rows[i]!.map((value) => value / by);
    for (let r = 0; r < n; r++) {
      const factor = rows[r]![i]!;
      if (r !== i) rows[r] = rows[r]!.map((value, j) => value - factor * rows[i]![j]!);
    }
  }
  return rows.map((row) => row.slice(n));
}

/** The largest difference between numbers in the same place. */
export function furthest(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < found.length; i++) most = Math.max(most, Math.abs(found[i]! - wanted[i]!));
  return most;
}
