import { RandomStream, type WeightedCsr } from '../../../src/core/index.js';

/** A CSR with ones, from lists of columns by row. */
export function csrOf(rows: readonly (readonly number[])[], numCols: number): WeightedCsr {
  const sorted = rows.map((row) => [...new Set(row)].sort((a, b) => a - b));
  const indptr = new Int32Array(rows.length + 1);
  for (const [r, row] of sorted.entries()) indptr[r + 1] = indptr[r]! + row.length;
  const indices = Int32Array.from(sorted.flat());
  return { numRows: rows.length, numCols, indptr, indices, values: new Float32Array(indices.length).fill(1) };
}

/** Every entry with a chance of `density`. */
export function randomCsr(numRows: number, numCols: number, density: number, seed: number): WeightedCsr {
  const stream = new RandomStream(seed, 'test/matrix');
  const rows = Array.from({ length: numRows }, () =>
    Array.from({ length: numCols }, (_, c) => c).filter(() => stream.next() < density),
  );
  return csrOf(rows, numCols);
}

/** Two groups of users who take the items of their own half, each with its share left out by `isHeld`. */
export function twoGroups(users: number, items: number): { readonly train: WeightedCsr; readonly held: WeightedCsr } {
  const own = (u: number) => Array.from({ length: items }, (_, i) => i).filter((i) => i % 2 === u % 2);
  const isHeld = (u: number, i: number) => (i + 3 * u) % 7 < 2;
  const pick = (keep: boolean) =>
    csrOf(
      Array.from({ length: users }, (_, u) => own(u).filter((i) => isHeld(u, i) === keep)),
      items,
    );
  return { train: pick(false), held: pick(true) };
}

export function normals(length: number, seed: number, deviation = 1): Float64Array {
  const stream = new RandomStream(seed, 'test/normals');
  return Float64Array.from({ length }, () => deviation * stream.nextNormal());
}

/** The slope of f by every value, by central differences. */
export function slopes(x: Float64Array, f: () => number, step = 1e-5): Float64Array {
  return x.map((value, k) => {
    x[k] = value + step;
    const above = f();
    x[k] = value - step;
    const below = f();
    x[k] = value;
    return (above - below) / (2 * step);
  });
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < Math.max(a.length, b.length); k++) most = Math.max(most, Math.abs(a[k]! - b[k]!));
  return most;
}
