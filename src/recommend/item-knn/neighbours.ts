import { multiplyCsr, transposeCsr } from '../../compute/index.js';
import type { WeightedCsr } from '../../core/index.js';
import type { ItemKnnSettings } from './settings.js';

/**
 * The most alike items of every item, [items, items]: entries of a row are its neighbours, ascending, without the item itself. Sparse times
 * sparse, O(sum over users of the squared length of their histories).
 */
export function neighboursOf(matrix: WeightedCsr, settings: ItemKnnSettings): WeightedCsr {
  const byUser = { ...matrix, values: weightsOf(matrix, settings) };
  const byItem = transposeCsr(byUser) as WeightedCsr;
  // The item itself is among the products and takes a place.
  return withoutItself(multiplyCsr(byItem, byUser, { cap: settings.neighbours + 1 }), settings.neighbours);
}

/** What a strength counts for. */
export function countsFor(values: Float32Array, strengths: ItemKnnSettings['strengths']): Float32Array {
  if (strengths === 'as-given') return values;
  return strengths === 'one' ? new Float32Array(values.length).fill(1) : values.map(Math.log1p);
}

/** Weights of the pairs, such that the inner product of two items is how alike they are. */
function weightsOf(matrix: WeightedCsr, { similarity, strengths, k1, b }: ItemKnnSettings): Float32Array {
  const { numRows, numCols, indptr, indices } = matrix;
  const counts = countsFor(matrix.values, strengths);
  // Items are documents, users their terms.
  const idf = Float64Array.from({ length: numRows }, (_, user) => {
    return Math.log1p(numCols / Math.max(1, indptr[user + 1]! - indptr[user]!));
  });
  const sums = new Float64Array(numCols);
  for (const [entry, item] of indices.entries()) sums[item]! += counts[entry]!;
  const mean = sums.reduce((total, sum) => total + sum, 0) / Math.max(1, numCols);
  const weights = new Float64Array(indices.length);
  for (let user = 0; user < numRows; user++) {
    for (let entry = indptr[user]!; entry < indptr[user + 1]!; entry++) {
      const count = counts[entry]!;
      if (similarity === 'cosine') weights[entry] = count;
      else if (similarity === 'tf-idf') weights[entry] = Math.sqrt(count) * idf[user]!;
      else {
        const length = 1 - b + (b * sums[indices[entry]!]!) / mean;
        weights[entry] = ((count * (k1 + 1)) / (k1 * length + count)) * idf[user]!;
      }
    }
  }
  return similarity === 'bm25' ? Float32Array.from(weights) : ofLengthOne(weights, indices, numCols);
}

/** Divided by the length of each item's vector. */
function ofLengthOne(weights: Float64Array, indices: Int32Array, numCols: number): Float32Array {
  const squares = new Float64Array(numCols);
  for (const [entry, item] of indices.entries()) squares[item]! += weights[entry]! ** 2;
  return Float32Array.from(weights, (weight, entry) => weight / Math.sqrt(squares[indices[entry]!]!));
}

/** Without the diagonal; where a row does not have it, without its least entry beyond the number allowed. */
function withoutItself(product: WeightedCsr, most: number): WeightedCsr {
  const { numRows, indptr, indices, values } = product;
  const kept = new Int32Array(numRows + 1);
  let at = 0;
  for (let row = 0; row < numRows; row++) {
    const [from, to] = [indptr[row]!, indptr[row + 1]!];
    let gone = indices.subarray(from, to).indexOf(row) + from;
    if (gone < from && to - from > most) {
      gone = from;
      for (let entry = from; entry < to; entry++) if (values[entry]! <= values[gone]!) gone = entry;
    }
    for (let entry = from; entry < to; entry++) {
      if (entry === gone) continue;
      indices[at] = indices[entry]!;
      values[at++] = values[entry]!;
    }
    kept[row + 1] = at;
  }
  return { ...product, indptr: kept, indices: indices.slice(0, at), values: values.slice(0, at) };
}
