import { type DenseMatrix, expectArgument, HeteroGraphError } from '../../core/index.js';
import { boolColumn, denseColumn, type NumericType, numericColumn } from '../columns/make.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { checkNewColumn, withNodeColumns } from './node-column.js';

/** Values of a new column by row: the type of the array is that of the column; `Uint8Array` holds 0 and 1 of a bool column. */
export type NewValues = Float64Array | Float32Array | Int32Array | BigInt64Array | Uint8Array;

const TYPES: readonly (readonly [new (length: number) => NewValues, NumericType | 'bool'])[] = [
  [Float64Array, 'float64'],
  [Float32Array, 'float32'],
  [Int32Array, 'int32'],
  [BigInt64Array, 'int64'],
  [Uint8Array, 'bool'],
];

/**
 * The graph with another column of a node type: scores of an algorithm, predictions or marks as an attribute, in which NaN becomes null, or
 * a vector a node as features. O(N).
 *
 * @param values [N], or a matrix [N, width], taken without a copy
 * @example
 * const marked = withColumn(graph, 'paper', 'score', Float64Array.of(0.2, 0.5, 0.3));
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, SHAPE_MISMATCH; DUPLICATE_NAME where the type has a column of that name
 */
export function withColumn(
  graph: HeteroGraph,
  type: string,
  name: string,
  values: NewValues | DenseMatrix,
): HeteroGraph {
  expectGraph(graph);
  expectArgument(type, 'text', 'type');
  expectArgument(name, 'text', 'name');
  if (isMatrix(values)) return withMatrix(graph, type, name, values);
  const kind = TYPES.find(([Kind]) => values instanceof Kind)?.[1];
  if (kind === undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'values is no typed array that a column can hold.', {
      column: 'values',
      hint: 'It must be a Float64Array, Float32Array, Int32Array, BigInt64Array or Uint8Array.',
    });
  }
  checkNewColumn(graph, type, name);
  const numNodes = graph.numNodes(type);
  if (values.length !== numNodes) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${values.length} values of ${numNodes} nodes.`, {
      ...{ type, column: name },
      hint: 'Each node of the type has one value.',
    });
  }
  const isFloat = values instanceof Float64Array || values instanceof Float32Array;
  const valid =
    isFloat && values.some(Number.isNaN) ? Uint8Array.from(values, (x) => Number(!Number.isNaN(x))) : undefined;
  const column = { name, type: kind, role: 'attribute', ...(valid && { nullable: true }) } as const;
  const make = () =>
    values instanceof Uint8Array ? boolColumn(values) : numericColumn(kind as NumericType, values, valid);
  return withNodeColumns(graph, new Map([[type, { column, make }]]));
}

function isMatrix(values: NewValues | DenseMatrix): values is DenseMatrix {
  return (values as Partial<DenseMatrix> | undefined)?.kind === 'dense';
}

function withMatrix(graph: HeteroGraph, type: string, name: string, matrix: DenseMatrix): HeteroGraph {
  checkNewColumn(graph, type, name);
  const { numRows, width, values } = matrix;
  const isWhole = values instanceof Float32Array && Number.isInteger(width) && width > 0;
  if (!isWhole || numRows !== graph.numNodes(type) || values.length !== numRows * width) {
    throw new HeteroGraphError('SHAPE_MISMATCH', 'values is no matrix with a row for every node.', {
      ...{ type, column: name },
      hint: `Give { kind: 'dense', numRows: ${graph.numNodes(type)}, width, values }, with numRows x width values as a Float32Array.`,
    });
  }
  const column = { name, type: 'dense', width, role: 'feature' } as const;
  return withNodeColumns(graph, new Map([[type, { column, make: () => denseColumn(matrix) }]]));
}
