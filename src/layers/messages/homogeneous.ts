import { concatRows, SparseOperand, sliceRows, type Tensor2D } from '../../tensor/index.js';
import { type EdgeMatrices, type MessageRelation, rowNormalised } from './relation.js';

/** A part of the graph without types: states of several node types below each other, all relations in one matrix. */
export interface HomogeneousEdges extends EdgeMatrices {
  /** [rows of the output types, rows of the input types]; entries of a row by relation, the self loop last. */
  readonly matrix: SparseOperand;
  /** For every entry the number of its relation; self loops have the number after the last. */
  readonly relationOf: Int32Array;
  /** Relations and one for self loops. */
  readonly numRelations: number;
  readonly outputTypes: readonly string[];
  /** First entry of each output type, and the end. */
  readonly entries: readonly number[];
  /** Where the states of the output types lie among those of the input types: first row and number of rows of each. */
  readonly outputRows: readonly (readonly [start: number, count: number])[];
  /** 1 / sqrt(deg_i deg_j) of every entry, self loops counted, degrees those of the whole graph. */
  readonly symmetric: SparseOperand;
  dispose(): void;
}

interface TypeCounts {
  readonly nodeTypes: readonly string[];
  readonly relations: readonly MessageRelation[];
  numNodes(type: string): number;
  into(type: string): readonly MessageRelation[];
}

/**
 * @param inputTypes whose states lie below each other in this order; they hold all that send to the output types, and these
 * @param outputTypes whose states are computed
 */
export function homogeneousEdges(
  graph: TypeCounts,
  inputTypes: readonly string[],
  outputTypes: readonly string[],
): HomogeneousEdges {
  const offsets = offsetsOf(graph, inputTypes);
  const numCols = inputTypes.reduce((sum, type) => sum + graph.numNodes(type), 0);
  const numRows = outputTypes.reduce((sum, type) => sum + graph.numNodes(type), 0);
  const parts = outputTypes.map((type) =>
    graph.into(type).map((relation) => ({
      csr: relation.matrix.arrays(false),
      number: graph.relations.indexOf(relation),
      column: offsets.get(relation.source)!,
    })),
  );
  const numEdges = parts.flat().reduce((sum, { csr }) => sum + csr.indices.length, 0);
  const indptr = new Int32Array(numRows + 1);
  const indices = new Int32Array(numEdges + numRows);
  const relationOf = new Int32Array(numEdges + numRows);
  const entries = [0];
  let at = 0;
  let row = 0;
  for (const [t, type] of outputTypes.entries()) {
    const own = offsets.get(type)!;
    for (let i = 0; i < graph.numNodes(type); i++) {
      for (const { csr, number, column } of parts[t]!) {
        for (let e = csr.indptr[i]!; e < csr.indptr[i + 1]!; e++) {
          indices[at] = column + csr.indices[e]!;
          relationOf[at++] = number;
        }
      }
      indices[at] = own + i;
      relationOf[at++] = graph.relations.length;
      indptr[++row] = at;
    }
    entries.push(at);
  }
  const matrix = new SparseOperand({ numRows, numCols, indptr, indices });
  const values = symmetricValues(graph, inputTypes, outputTypes, { indptr, indices });
  const symmetric = new SparseOperand({ numRows, numCols, indptr, indices, values });
  const mean = new SparseOperand(rowNormalised({ numRows, numCols, indptr, indices }));
  return {
    ...{ matrix, relationOf, outputTypes, entries, symmetric, mean, numRelations: graph.relations.length + 1 },
    outputRows: outputTypes.map((type) => [offsets.get(type)!, graph.numNodes(type)] as const),
    dispose() {
      matrix.dispose();
      symmetric.dispose();
      mean.dispose();
    },
  };
}

/** The states of the output types among those of the input types, [rows of the output types, W]. */
export function outputStates(x: Tensor2D, { outputRows, matrix }: HomogeneousEdges): Tensor2D {
  if (matrix.numRows === matrix.numCols) return x;
  const parts = outputRows.map(([start, count]) => sliceRows(x, start, count));
  return parts.length === 1 ? parts[0]! : concatRows(parts);
}

function offsetsOf(graph: TypeCounts, types: readonly string[]): ReadonlyMap<string, number> {
  let next = 0;
  return new Map(
    types.map((type) => {
      const first = next;
      next += graph.numNodes(type);
      return [type, first];
    }),
  );
}

function symmetricValues(
  graph: TypeCounts,
  inputTypes: readonly string[],
  outputTypes: readonly string[],
  { indptr, indices }: { readonly indptr: Int32Array; readonly indices: Int32Array },
): Float32Array {
  const degrees = new Map(
    inputTypes.map((type) => {
      const ofType = new Float64Array(graph.numNodes(type)).fill(1);
      for (const { matrix } of graph.into(type)) {
        const { indptr: from } = matrix.arrays(false);
        for (let i = 0; i < ofType.length; i++) ofType[i]! += from[i + 1]! - from[i]!;
      }
      return [type, ofType];
    }),
  );
  const joined = (types: readonly string[]) => Float64Array.from(types.flatMap((type) => [...degrees.get(type)!]));
  const [ofRow, ofColumn] = [joined(outputTypes), joined(inputTypes)];
  const values = new Float32Array(indices.length);
  for (let row = 0; row < ofRow.length; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) {
      values[e] = 1 / Math.sqrt(ofRow[row]! * ofColumn[indices[e]!]!);
    }
  }
  return values;
}
