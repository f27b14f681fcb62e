import type { WeightedCsr } from '../../core/index.js';

/** What one user took, items ascending. */
export interface History {
  readonly items: Int32Array;
  readonly strengths: Float32Array;
}

/** Row of a matrix, as views. */
export function historyOf({ indptr, indices, values }: WeightedCsr, row: number): History {
  const [from, to] = [indptr[row]!, indptr[row + 1]!];
  return { items: indices.subarray(from, to), strengths: values.subarray(from, to) };
}

/** Histories as rows of one matrix, [histories, items]. */
export function matrixOfHistories(histories: readonly History[], numItems: number): WeightedCsr {
  const indptr = new Int32Array(histories.length + 1);
  for (const [row, { items }] of histories.entries()) indptr[row + 1] = indptr[row]! + items.length;
  const indices = new Int32Array(indptr[histories.length]!);
  const values = new Float32Array(indices.length);
  for (const [row, { items, strengths }] of histories.entries()) {
    indices.set(items, indptr[row]!);
    values.set(strengths, indptr[row]!);
  }
  return { numRows: histories.length, numCols: numItems, indptr, indices, values };
}

/** Some rows of a matrix, in the order given. */
export function pickedRows(matrix: WeightedCsr, rows: Int32Array): WeightedCsr {
  return matrixOfHistories(
    Array.from(rows, (row) => historyOf(matrix, row)),
    matrix.numCols,
  );
}

/** The same histories over the items that are in them alone, ascending: of few histories, what is read of items need not be copied for all. */
export function overOwnItems(histories: WeightedCsr): { readonly items: Int32Array; readonly matrix: WeightedCsr } {
  const items = Int32Array.from(new Set(histories.indices)).sort();
  const places = new Map(Array.from(items, (item, at) => [item, at]));
  const indices = histories.indices.map((item) => places.get(item)!);
  return { items, matrix: { ...histories, numCols: items.length, indices } };
}

/** The strengths of items by number, each once, ascending; those of one named twice are added. */
export function makeHistory(items: readonly number[], strengths: readonly number[]): History {
  const order = [...items.keys()].sort((a, b) => items[a]! - items[b]! || strengths[a]! - strengths[b]!);
  const numbers: number[] = [];
  const sums: number[] = [];
  for (const i of order) {
    if (numbers.at(-1) === items[i]) sums[sums.length - 1]! += strengths[i]!;
    else {
      numbers.push(items[i]!);
      sums.push(strengths[i]!);
    }
  }
  return { items: Int32Array.from(numbers), strengths: Float32Array.from(sums) };
}
