import { checkRows, type DenseMatrix, type FeatureMatrix, type SparseMatrix } from '../core/index.js';
import type { EdgeTypeRef, HeteroGraph } from '../graph/index.js';

/**
 * The features of some nodes, in their order: dense rows [B, D], or CSR where the column is sparse. What a batch does not name stays in
 * the graph's Arrow column. undefined where the type has no features.
 *
 * @param rows in the graph, such as `batch.nodes.get(nodeType)`
 * @param column default: the first one with the role `feature`
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE, INDEX_OUT_OF_RANGE
 */
export function gatherFeatures(
  graph: HeteroGraph,
  nodeType: string,
  rows: Int32Array,
  column?: string,
): FeatureMatrix | undefined {
  checkRows(rows, graph.numNodes(nodeType), 'rows', { type: nodeType });
  const features = graph.features(nodeType, column);
  return features && gatherMatrix(features, rows);
}

/** Some rows of a matrix, in their order, as a matrix of their own. */
export function gatherMatrix(features: FeatureMatrix, rows: Int32Array): FeatureMatrix {
  return features.kind === 'dense' ? gatherDense(features, rows) : gatherSparse(features, rows);
}

function gatherDense({ width, values }: DenseMatrix, rows: Int32Array): DenseMatrix {
  const out = new Float32Array(rows.length * width);
  if (width >= 16) {
    for (let i = 0; i < rows.length; i++) {
      const at = rows[i]! * width;
      out.set(values.subarray(at, at + width), i * width);
    }
  } else {
    for (let i = 0, to = 0; i < rows.length; i++) {
      const from = rows[i]! * width;
      for (let d = 0; d < width; d++) out[to++] = values[from + d]!;
    }
  }
  return { kind: 'dense', numRows: rows.length, width, values: out };
}

function gatherSparse({ width, indptr, indices, values }: SparseMatrix, rows: Int32Array): SparseMatrix {
  const offsets = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) offsets[i + 1] = offsets[i]! + indptr[rows[i]! + 1]! - indptr[rows[i]!]!;
  const numEntries = offsets[rows.length]!;
  const out = {
    kind: 'sparse' as const,
    ...{ numRows: rows.length, width, indptr: offsets },
    indices: new Int32Array(numEntries),
    values: new Float32Array(numEntries),
  };
  for (let i = 0; i < rows.length; i++) {
    const [first, last] = [indptr[rows[i]!]!, indptr[rows[i]! + 1]!];
    for (let e = first, to = offsets[i]!; e < last; e++, to++) {
      out.indices[to] = indices[e]!;
      out.values[to] = values[e]!;
    }
  }
  return out;
}

/**
 * The weights of some edges, in their order, such as those of `relation.edges`; undefined where the edge type has none.
 *
 * @param column default: the first one with the role `weight`
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, UNKNOWN_COLUMN, WRONG_DTYPE, INDEX_OUT_OF_RANGE
 */
export function gatherWeights(
  graph: HeteroGraph,
  edgeType: EdgeTypeRef,
  edges: Int32Array,
  column?: string,
): Float32Array | undefined {
  checkRows(edges, graph.numEdges(edgeType), 'edges', { type: String(edgeType) });
  const weights = graph.weights(edgeType, column);
  return weights && Float32Array.from(edges, (edge) => weights[edge]!);
}
