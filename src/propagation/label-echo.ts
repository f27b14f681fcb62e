import { getPool, spmm } from '../compute/index.js';
import { type Csr, type RunOptions, throwIfAborted, yieldToEventLoop } from '../core/index.js';
import type { PropagationInput } from './input.js';
import type { FeatureGroup } from './node/feature-group.js';

/** Below this, what is left after the echo is rounding. */
const ALL_ECHO = 1e-6;

/** Labels that may be seen: classes as one-hot vectors, or numbers. */
export interface TrainingLabels {
  /** N: nodes of the target. */
  readonly numRows: number;
  /** C: classes; 1 of numbers. */
  readonly width: number;
  /** What stands for a label that is not known: the uniform distribution; of numbers their mean, 0. */
  readonly unknown: number;
  readonly trainRows: Int32Array;
  /** Writes the label of a training row, [C], at a place of zeros. */
  show(row: number, out: Float32Array, at: number): void;
}

/**
 * Labels as input in one iteration, without projection, as RpHGNN does on ogbn-mag: training rows are one-hot (flags where nodes have several
 * classes), all others uniform. For every relation at the target the even tensor, from which each row's own share c (the chance to come
 * straight back) is taken out again, h <- (h - c y) / (1 - c); and the odd tensor of relations between equal ends. A row that no other label
 * reaches is uniform.
 *
 * Deviation: where 1 - c is below 1e-6 the row counts as not reached, since what is left is rounding.
 */
export async function echoRemovedGroups(
  { numRows, width: numClasses, unknown, trainRows, show }: TrainingLabels,
  input: PropagationInput,
  rows: Int32Array,
  { signal, onProgress }: RunOptions,
): Promise<FeatureGroup[]> {
  const { arena } = getPool();
  const y = new Float32Array(numRows * numClasses).fill(unknown);
  for (const row of trainRows) {
    y.fill(0, row * numClasses, (row + 1) * numClasses);
    show(row, y, row * numClasses);
  }
  const relations = input.relations.filter(({ a, b }) => a === input.target || b === input.target);
  const groups: FeatureGroup[] = [];
  const mean = (csr: Csr, x: Float32Array) => spmm(csr, x, numClasses, { reduce: 'mean' });
  const keep = (relation: string, parity: 'odd' | 'even', tensor: Float32Array) => {
    const kept = arena.allocFloat32(rows.length * numClasses);
    const name = `${relation}/label-${parity}`;
    groups.push({ name, relation, parity: 'label', hops: 1, width: numClasses, values: kept });
    for (const [i, row] of rows.entries()) {
      kept.set(tensor.subarray(row * numClasses, (row + 1) * numClasses), i * numClasses);
    }
  };
  try {
    for (const [r, { name, a, b, aFromB, bFromA }] of relations.entries()) {
      throwIfAborted(signal);
      const [out, back] = a === input.target ? [aFromB, bFromA] : [bFromA, aFromB];
      const odd = mean(back, y);
      if (a === b) keep(name, 'odd', odd);
      const even = mean(out, odd);
      removeEcho(even, y, returnChances(out, back), numClasses, unknown);
      keep(name, 'even', even);
      onProgress?.({ stage: 'propagate labels', done: r + 1, total: relations.length, unit: 'relations' });
      await yieldToEventLoop();
    }
  } catch (error) {
    for (const group of groups) arena.free(group.values);
    throw error;
  }
  return groups;
}

/** Diagonal of P(t<-u) P(u<-t): for parallel edges with their number on both ways. O(entries). */
export function returnChances(out: Csr, back: Csr): Float64Array {
  const chances = new Float64Array(out.numRows);
  const times = new Int32Array(out.numCols);
  for (let i = 0; i < out.numRows; i++) {
    const [start, stop] = [out.indptr[i]!, out.indptr[i + 1]!];
    for (let e = start; e < stop; e++) times[out.indices[e]!]!++;
    let sum = 0;
    // Every one of the parallel entries adds its share of them all.
    for (let e = start; e < stop; e++) {
      const j = out.indices[e]!;
      sum += times[j]! / (back.indptr[j + 1]! - back.indptr[j]!);
    }
    for (let e = start; e < stop; e++) times[out.indices[e]!] = 0;
    chances[i] = stop > start ? sum / (stop - start) : 0;
  }
  return chances;
}

function removeEcho(
  even: Float32Array,
  y: Float32Array,
  chances: Float64Array,
  numClasses: number,
  unknown: number,
): void {
  for (const [i, chance] of chances.entries()) {
    const rest = 1 - chance;
    let sum = 0;
    for (let at = i * numClasses; at < (i + 1) * numClasses; at++) {
      even[at] = (even[at]! - chance * y[at]!) / (rest + 1e-8);
      sum += even[at]!;
    }
    if (rest < ALL_ECHO || sum === 0) even.fill(unknown, i * numClasses, (i + 1) * numClasses);
  }
}
