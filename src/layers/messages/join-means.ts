import type { Csr, WeightedCsr } from '../../core/index.js';
import { rowNormalised } from './relation.js';

/** Edges, and where their senders lie among the columns of a wider matrix: sender j in column first + step j. */
export interface PlacedEdges {
  readonly edges: Csr | WeightedCsr;
  readonly first: number;
  readonly step: number;
}

/**
 * The means over the neighbours along several relations into the same nodes as one matrix, so that one product with the states of all senders
 * adds them up.
 */
export function joinMeans(numRows: number, numCols: number, parts: readonly PlacedEdges[]): WeightedCsr {
  const means = parts.map(({ edges, ...place }) => ({ ...rowNormalised(edges), ...place }));
  const numEntries = means.reduce((sum, { indices }) => sum + indices.length, 0);
  const joined = allocated(numRows, numCols, numEntries);
  const { indptr, indices, values } = joined;
  let at = 0;
  for (let row = 0; row < numRows; row++) {
    for (const part of means) {
      for (let e = part.indptr[row]!; e < part.indptr[row + 1]!; e++) {
        indices[at] = part.first + part.step * part.indices[e]!;
        values[at++] = part.values[e]!;
      }
    }
    indptr[row + 1] = at;
  }
  return joined;
}

/** The means along R relations between the same two types, one below the other by node: of node i along the r-th in row i R + r. */
export function interleaveMeans(relations: readonly (Csr | WeightedCsr)[]): WeightedCsr {
  const means = relations.map(rowNormalised);
  const { numRows, numCols } = means[0]!;
  const numEntries = means.reduce((sum, { indices }) => sum + indices.length, 0);
  const joined = allocated(numRows * means.length, numCols, numEntries);
  const { indptr, indices, values } = joined;
  let [row, at] = [0, 0];
  for (let i = 0; i < numRows; i++) {
    for (const part of means) {
      for (let e = part.indptr[i]!; e < part.indptr[i + 1]!; e++) {
        indices[at] = part.indices[e]!;
        values[at++] = part.values[e]!;
      }
      indptr[++row] = at;
    }
  }
  return joined;
}

function allocated(numRows: number, numCols: number, numEntries: number) {
  return {
    ...{ numRows, numCols, indptr: new Int32Array(numRows + 1) },
    indices: new Int32Array(numEntries),
    values: new Float32Array(numEntries),
  };
}
