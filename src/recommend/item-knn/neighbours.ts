import { multiplyCsr, transposeCsr } from '../../compute/index.js';
import type { WeightedCsr } from '../../core/index.js';
import type { ItemKnnSettings } from './settings.js';

/**
 * The most alike items of every item, [items, items]: entries of a row are its neighbours, ascending, without the item itself. Sparse times
 * sparse, O(sum over users of the squared length of their histories).
 */
export function neighboursOf(matrix: WeightedCsr, settings: ItemKnnSettings): WeightedCsr {
  const { similarity, neighbours, popularityPower } = settings;
  const weights = weightsOf(matrix, settings);
  const squares = new Float64Array(matrix.numCols);
  for (const [entry, item] of matrix.indices.entries()) squares[item]! += weights[entry]! ** 2;
  const damping = similarity === 'cosine' ? settings.activityPower : 0;
  // Cosine and TF-IDF divide by the lengths of both vectors, BM25 has seen to them.
  const side = (power: number) => ({
    ...matrix,
    values: scaled(matrix, weights, damping, (item) => (similarity === 'bm25' ? 1 : squares[item]! ** -power)),
  });
  const ofHistory = transposeCsr(side(1 - popularityPower)) as WeightedCsr;
  // The item itself is among the products and takes a place.
  return withoutItself(multiplyCsr(ofHistory, side(popularityPower), { cap: neighbours + 1 }), neighbours);
}

/** What a strength counts for. */
export function countsFor(values: Float32Array, strengths: ItemKnnSettings['strengths']): Float32Array {
  if (strengths === 'as-given') return values;
  return strengths === 'one' ? new Float32Array(values.length).fill(1) : values.map(Math.log1p);
}

/** What each pair counts for: items are documents and users their terms. */
function weightsOf(matrix: WeightedCsr, { similarity, strengths, k1, b }: ItemKnnSettings): Float64Array {
  const { numRows, numCols, indptr, indices } = matrix;
  const counts = countsFor(matrix.values, strengths);
  if (similarity === 'cosine') return Float64Array.from(counts);
  const sums = new Float64Array(numCols);
  for (const [entry, item] of indices.entries()) sums[item]! += counts[entry]!;
  const mean = sums.reduce((total, sum) => total + sum, 0) / numCols;
  const weights = new Float64Array(indices.length);
  for (let user = 0; user < numRows; user++) {
    const idf = Math.log1p(numCols / Math.max(1, indptr[user + 1]! - indptr[user]!));
    for (let entry = indptr[user]!; entry < indptr[user + 1]!; entry++) {
      const count = counts[entry]!;
      const length = 1 - b + (b * sums[indices[entry]!]!) / mean;
      const weight = similarity === 'tf-idf' ? Math.sqrt(count) : (count * (k1 + 1)) / (k1 * length + count);
      weights[entry] = weight * idf;
    }
  }
  return weights;
}

/** One side of the product: weights times a factor of the item, over a power of the length of the user's history. */
function scaled(
  { numRows, indptr, indices }: WeightedCsr,
  weights: Float64Array,
  damping: number,
  factorOf: (item: number) => number,
): Float32Array {
  const values = new Float32Array(weights.length);
  for (let user = 0; user < numRows; user++) {
    const [from, to] = [indptr[user]!, indptr[user + 1]!];
    // Both sides have it: together it is the power itself.
    const factor = (to - from) ** (-damping / 2);
    for (let entry = from; entry < to; entry++) values[entry] = weights[entry]! * factor * factorOf(indices[entry]!);
  }
  return values;
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
