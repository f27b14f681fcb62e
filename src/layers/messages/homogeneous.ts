import { type Csr, HeteroGraphError, type WeightedCsr } from '../../core/index.js';
import { concatRows, SparseOperand, sliceRows, type Tensor2D } from '../../tensor/index.js';
import { type EdgeMatrices, type MessageRelation, rowNormalised, weightOf } from './relation.js';

/** A part of the graph without types: states of several node types below each other, all relations in one matrix. */
export interface HomogeneousEdges extends EdgeMatrices {
  /** [rows of the output types, rows of the input types], with weights where edges have some; entries of a row by relation, the self loop last. */
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
  /** The weight, 1 where edges have none, over sqrt(deg_i deg_j) of every entry, self loops counted, degrees those of the whole graph. */
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
  for (const type of outputTypes) {
    const needed = [type, ...graph.into(type).map(({ source }) => source)];
    const missing = needed.find((each) => !inputTypes.includes(each));
    if (missing !== undefined) throw notAmongInputs(missing, type);
  }
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
  const isWeighted = parts.flat().some(({ csr }) => 'values' in csr);
  const weights = new Float32Array(isWeighted ? indices.length : 0);
  const entries = [0];
  let at = 0;
  let row = 0;
  for (const [t, type] of outputTypes.entries()) {
    const own = offsets.get(type)!;
    for (let i = 0; i < graph.numNodes(type); i++) {
      for (const { csr, number, column } of parts[t]!) {
        for (let e = csr.indptr[i]!; e < csr.indptr[i + 1]!; e++) {
          indices[at] = column + csr.indices[e]!;
          if (isWeighted) weights[at] = weightOf(csr, e);
          relationOf[at++] = number;
        }
      }
      indices[at] = own + i;
      if (isWeighted) weights[at] = 1;
      relationOf[at++] = graph.relations.length;
      indptr[++row] = at;
    }
    entries.push(at);
  }
  const csr = { numRows, numCols, indptr, indices, ...(isWeighted ? { values: weights } : {}) };
  const matrix = new SparseOperand(csr);
  let symmetric: SparseOperand | undefined;
  let mean: SparseOperand | undefined;
  return {
    ...{ matrix, relationOf, outputTypes, entries, numRelations: graph.relations.length + 1 },
    // Made when first used: layers with attention need neither.
    get symmetric() {
      symmetric ??= new SparseOperand({ ...csr, values: symmetricValues(graph, inputTypes, outputTypes, csr) });
      return symmetric;
    },
    get mean() {
      mean ??= new SparseOperand(rowNormalised(csr));
      return mean;
    },
    outputRows: outputTypes.map((type) => [offsets.get(type)!, graph.numNodes(type)] as const),
    dispose() {
      for (const operand of [matrix, symmetric, mean]) operand?.dispose();
      symmetric = undefined;
      mean = undefined;
    },
  };
}

/** The states of the output types among those of the input types, [rows of the output types, W]. */
export function outputStates(x: Tensor2D, { outputRows, matrix }: HomogeneousEdges): Tensor2D {
  let next = 0;
  const isInOrder = outputRows.every(([start, count]) => {
    const follows = start === next || count === 0;
    next += count;
    return follows;
  });
  if (isInOrder && matrix.numRows === matrix.numCols) return x;
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
  csr: Csr | WeightedCsr,
): Float32Array {
  const { indptr, indices } = csr;
  const degrees = new Map(
    inputTypes.map((type) => {
      const ofType = new Float64Array(graph.numNodes(type)).fill(1);
      for (const { matrix } of graph.into(type)) {
        const edges = matrix.arrays(false);
        for (let i = 0; i < ofType.length; i++) {
          for (let e = edges.indptr[i]!; e < edges.indptr[i + 1]!; e++) ofType[i]! += weightOf(edges, e);
        }
      }
      return [type, ofType];
    }),
  );
  const joined = (types: readonly string[]) => {
    const all = new Float64Array(types.reduce((sum, type) => sum + degrees.get(type)!.length, 0));
    let at = 0;
    for (const type of types) {
      all.set(degrees.get(type)!, at);
      at += degrees.get(type)!.length;
    }
    return all;
  };
  const [ofRow, ofColumn] = [joined(outputTypes), joined(inputTypes)];
  const values = new Float32Array(indices.length);
  for (let row = 0; row < ofRow.length; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) {
      const product = ofRow[row]! * ofColumn[indices[e]!]!;
      values[e] = product > 0 ? weightOf(csr, e) / Math.sqrt(product) : 0;
    }
  }
  return values;
}

function notAmongInputs(missing: string, type: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `The type "${missing}" is not among the input types.`, {
    ...{ type, column: 'inputTypes' },
    hint: 'Name the output types and all types that send to them, such as neededTypes gives them.',
  });
}
