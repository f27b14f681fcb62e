import type { Vector } from 'apache-arrow';
import { denseMatrix, numbers, sparseMatrix, validity } from './columns/from-arrow.js';
import type { HeteroGraph } from './hetero-graph.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey } from './schema.js';

export type IssueCode =
  | 'DANGLING_ID'
  | 'DUPLICATE_ID'
  | 'NULL_VALUE'
  | 'NON_FINITE'
  | 'LABEL_OUT_OF_RANGE'
  | 'INDEX_OUT_OF_RANGE'
  | 'INVERSE_MISMATCH';

export interface ValidationIssue {
  readonly code: IssueCode;
  readonly message: string;
  /** Node type, or edge type key. */
  readonly type: string;
  readonly column?: string;
  /** Row of the type's table. */
  readonly row?: number;
}

type Report = (code: IssueCode, message: string, row?: number) => void;

export function validateGraph(graph: HeteroGraph, { limit = 1 }: { limit?: number } = {}): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const reporter = (type: string, column?: string): Report => {
    const counts = new Map<IssueCode, number>();
    return (code, message, row) => {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= limit) issues.push({ code, message, type, column, row });
    };
  };
  for (const { name, columns } of graph.schema.nodes) {
    const table = graph.nodeTable(name);
    for (const [i, column] of columns.entries()) checkColumn(table.getChildAt(i)!, column, reporter(name, column.name));
  }
  for (const { type, columns, inverse } of graph.schema.edges) {
    const key = edgeTypeKey(type);
    const table = graph.edgeTable(type);
    const { source, target } = graph.edgeIndex(type);
    checkEnds(source, graph.numNodes(type[0]), reporter(key, 'source'));
    checkEnds(target, graph.numNodes(type[2]), reporter(key, 'target'));
    for (const [i, column] of columns.entries())
      checkColumn(table.getChildAt(i + 2)!, column, reporter(key, column.name));
    if (inverse) checkInverse(graph, type, inverse, reporter(key));
  }
  return issues;
}

function checkEnds(ends: Int32Array, numNodes: number, report: Report): void {
  for (let e = 0; e < ends.length; e++) {
    const end = ends[e]!;
    if (end < 0 || end >= numNodes)
      report('DANGLING_ID', `Row ${end} does not exist: the type has ${numNodes} nodes.`, e);
  }
}

function checkColumn(vector: Vector, column: ColumnSchema, report: Report): void {
  if (vector.length === 0) return;
  const valid = validity(vector);
  if (!column.nullable && column.role !== 'label') {
    const row = valid.indexOf(0);
    if (row >= 0) report('NULL_VALUE', 'A value is missing in a column that is not nullable.', row);
  }
  if (column.role === 'id') checkUnique(vector, report);
  if (column.type === 'float32' || column.type === 'float64') {
    const values = numbers<Float32Array | Float64Array>(vector);
    for (let row = 0; row < values.length; row++) {
      if (valid[row] && !Number.isFinite(values[row]!)) report('NON_FINITE', `The value is ${values[row]}.`, row);
    }
  }
  if (column.type === 'dense') {
    const { values, width } = denseMatrix(vector, column.width!);
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i]!))
        report('NON_FINITE', `Entry ${i % width} is ${values[i]}.`, Math.floor(i / width));
    }
  }
  if (column.type === 'sparse') {
    const { indptr, indices, values, width } = sparseMatrix(vector, column.width!);
    for (let row = 0; row < vector.length; row++) {
      for (let e = indptr[row]!; e < indptr[row + 1]!; e++) {
        if (!Number.isFinite(values[e]!)) report('NON_FINITE', `Entry ${indices[e]} is ${values[e]}.`, row);
        if (indices[e]! < 0 || indices[e]! >= width)
          report('INDEX_OUT_OF_RANGE', `Entry ${indices[e]} of ${width}.`, row);
      }
    }
  }
  if (column.role === 'label' && column.type === 'int32') {
    const values = numbers<Int32Array>(vector);
    const limit = column.classes?.length ?? Number.POSITIVE_INFINITY;
    for (let row = 0; row < values.length; row++) {
      if (valid[row] && (values[row]! < 0 || values[row]! >= limit)) {
        report('LABEL_OUT_OF_RANGE', `Class ${values[row]} of ${limit}.`, row);
      }
    }
  }
}

function checkUnique(vector: Vector, report: Report): void {
  const seen = new Map<unknown, number>();
  for (let row = 0; row < vector.length; row++) {
    const id: unknown = vector.get(row);
    const first = seen.get(id);
    if (first !== undefined) report('DUPLICATE_ID', `The id ${String(id)} is also that of row ${first}.`, row);
    else seen.set(id, row);
  }
}

/** An inverse holds the same pairs, as often, the other way round. */
function checkInverse(graph: HeteroGraph, type: EdgeType, inverse: EdgeType, report: Report): void {
  const known = graph.edgeTypes.some((other) => edgeTypeKey(other) === edgeTypeKey(inverse));
  if (!known || inverse[0] !== type[2] || inverse[2] !== type[0]) {
    report('INVERSE_MISMATCH', `${edgeTypeKey(inverse)} is no edge type between the same ends.`);
    return;
  }
  const forward = graph.adjacency(type, 'out');
  const backward = graph.adjacency(inverse, 'in');
  for (let row = 0; row < forward.numRows; row++) {
    const mine = forward.indices.slice(forward.indptr[row]!, forward.indptr[row + 1]!).sort();
    const theirs = backward.indices.slice(backward.indptr[row]!, backward.indptr[row + 1]!).sort();
    if (mine.length !== theirs.length || mine.some((value, i) => value !== theirs[i])) {
      report('INVERSE_MISMATCH', `${edgeTypeKey(inverse)} does not hold the same edges backwards.`, row);
    }
  }
}
