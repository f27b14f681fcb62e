import { multiplyCsr } from '../../compute/index.js';
import type { Csr, RandomStream, WeightedCsr } from '../../core/index.js';

/**
 * Who is reached along one relation after another: A_p A_q, of every row the `cap` columns that most paths lead to.
 *
 * @param counted whether entries have the number of paths as values; else they have none, and attention alone weighs them
 */
export function composeByPaths(
  p: Csr | WeightedCsr,
  q: Csr | WeightedCsr,
  cap: number,
  counted = false,
): Csr | WeightedCsr {
  if (counted) return multiplyCsr(p, q, { cap });
  const { numRows, numCols, indptr, indices } = multiplyCsr(plain(p), plain(q), { cap });
  return { numRows, numCols, indptr, indices };
}

export interface AttentionComposition {
  /** Entries whose attention is lower are left out, but the strongest of a row stays. */
  readonly threshold: number;
  /** Most entries of a row. */
  readonly cap: number;
  /** Where given, the product is sampled down to the entries of the smaller factor, by value without replacement. */
  readonly sample?: RandomStream;
}

/**
 * Who is reached along one relation after another, weighted by the attention that the first was given: A_p^w D^-1 A_q, where D sums the
 * columns of the one and the rows of the other, so that nodes between which everything meets count less (as the index of Adamic and Adar).
 *
 * @param attention one number per entry of p, the highest of its heads
 */
export function composeByAttention(
  p: Csr,
  attention: Float32Array,
  q: Csr | WeightedCsr,
  { threshold, cap, sample }: AttentionComposition,
): WeightedCsr {
  const strong = strongEntries(p, attention, threshold);
  const between = new Float64Array(q.numRows);
  for (const [e, column] of strong.indices.entries()) between[column]! += strong.values[e]!;
  for (let row = 0; row < q.numRows; row++) {
    for (let e = q.indptr[row]!; e < q.indptr[row + 1]!; e++) between[row]! += 'values' in q ? q.values[e]! : 1;
  }
  const values = strong.values.map((value, e) => value / (between[strong.indices[e]!]! || 1));
  const product = multiplyCsr({ ...strong, values }, q, { cap });
  const most = Math.min(strong.indices.length, q.indices.length);
  return sample && product.indices.length > most ? sampled(product, most, sample) : product;
}

/** Entries from a threshold on, and the strongest of every row that has entries. */
export function strongEntries(csr: Csr, attention: Float32Array, threshold: number): WeightedCsr {
  const kept: number[] = [];
  const indptr = new Int32Array(csr.numRows + 1);
  for (let row = 0; row < csr.numRows; row++) {
    const [from, to] = [csr.indptr[row]!, csr.indptr[row + 1]!];
    let strongest = from;
    let count = 0;
    for (let e = from; e < to; e++) {
      if (attention[e]! > attention[strongest]!) strongest = e;
      if (attention[e]! < threshold) continue;
      kept.push(e);
      count++;
    }
    if (count === 0 && to > from) kept.push(strongest);
    indptr[row + 1] = kept.length;
  }
  const entries = Int32Array.from(kept);
  const values = Float32Array.from(entries, (e) => attention[e]!);
  const indices = entries.map((e) => csr.indices[e]!);
  return { numRows: csr.numRows, numCols: csr.numCols, indptr, indices, values };
}

/** `count` entries drawn by value without replacement: those of the largest log(u) / value (Efraimidis and Spirakis, 2006). */
function sampled(csr: WeightedCsr, count: number, stream: RandomStream): WeightedCsr {
  const keys = Float64Array.from(csr.values, (value) =>
    value > 0 ? Math.log(Math.max(stream.next(), 1e-12)) / value : Number.NEGATIVE_INFINITY,
  );
  const order = Int32Array.from(keys, (_, e) => e).sort((a, b) => keys[b]! - keys[a]! || a - b);
  const isKept = new Uint8Array(keys.length);
  for (const e of order.subarray(0, count)) isKept[e] = 1;
  const indptr = new Int32Array(csr.numRows + 1);
  const entries = Int32Array.from(order.subarray(0, count)).sort();
  for (let row = 0, at = 0; row < csr.numRows; row++) {
    for (let e = csr.indptr[row]!; e < csr.indptr[row + 1]!; e++) at += isKept[e]!;
    indptr[row + 1] = at;
  }
  const indices = entries.map((e) => csr.indices[e]!);
  const values = Float32Array.from(entries, (e) => csr.values[e]!);
  return { numRows: csr.numRows, numCols: csr.numCols, indptr, indices, values };
}

function plain({ numRows, numCols, indptr, indices }: Csr): Csr {
  return { numRows, numCols, indptr, indices };
}
