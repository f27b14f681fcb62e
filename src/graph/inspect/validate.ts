import type { Data } from 'apache-arrow';
import { expectArgument } from '../../core/index.js';
import { isNullable } from '../columns/arrow-type.js';
import { chunk, denseMatrix, numbers, sparseMatrix, validity } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { IdIndex } from '../ids/id-index.js';
import { IssueList, type Report, type ValidationIssue } from '../schema/issues.js';
import { type ColumnSchema, edgeTypeKey } from '../schema/schema.js';
import { checkInverse } from './inverse-check.js';

export interface ValidateOptions {
  /** Issues listed of one code and column; default 100. */
  readonly limit?: number;
}

/** The defects of a graph's columns and edges; an empty list for a sound graph. O(nodes + edges + features). */
export function validateGraph(graph: HeteroGraph, options: ValidateOptions = {}): ValidationIssue[] {
  expectArgument(options, 'object', 'options');
  const { limit = 100 } = options;
  expectGraph(graph);
  const list = new IssueList(limit);
  checkGraph(graph, list);
  return list.issues;
}

export function checkGraph(graph: HeteroGraph, list: IssueList): void {
  for (const { name, columns } of graph.schema.nodes) {
    const table = graph.nodeTable(name);
    const id = columns.find((column) => column.role === 'id');
    for (const [i, column] of columns.entries()) {
      const report = list.reporter(name, column.name);
      if (column === id) checkUnique(graph.ids(name), report);
      checkColumn(chunk(table.getChildAt(i)!), column, report);
    }
  }
  for (const { type, columns, inverse } of graph.schema.edges) {
    const key = edgeTypeKey(type);
    const table = graph.edgeTable(type);
    const { source, target } = graph.edgeIndex(type);
    const sound =
      checkEnds(source, graph.numNodes(type[0]), list.reporter(key, 'source')) &&
      checkEnds(target, graph.numNodes(type[2]), list.reporter(key, 'target'));
    for (const [i, column] of columns.entries()) {
      checkColumn(chunk(table.getChildAt(i + 2)!), column, list.reporter(key, column.name));
    }
    if (inverse && sound) checkInverse(graph, type, inverse, list.reporter(key));
  }
}

function checkUnique(ids: IdIndex, report: Report): void {
  for (const [row, first] of ids.duplicates) {
    report('DUPLICATE_ID', `The id ${ids.idOf(row)} is also that of row ${first}.`, row);
  }
}

function checkEnds(ends: Int32Array, numNodes: number, report: Report): boolean {
  let sound = true;
  for (let e = 0; e < ends.length; e++) {
    // One comparison: negative numbers become large ones.
    if (ends[e]! >>> 0 >= numNodes) {
      sound = false;
      report('UNKNOWN_ID', `There is no node ${ends[e]}: the type has ${numNodes} nodes.`, e);
    }
  }
  return sound;
}

function checkColumn(data: Data, column: ColumnSchema, report: Report): void {
  if (data.length === 0) return;
  const valid = validity(data);
  if (valid && !isNullable(column)) {
    for (let row = valid.indexOf(0); row >= 0; row = valid.indexOf(0, row + 1)) {
      report('NULL_VALUE', 'A value is missing in a column that is not nullable.', row);
    }
  }
  if (column.type === 'float32' || column.type === 'float64') {
    const values = numbers<Float32Array | Float64Array>(data);
    for (let row = 0; row < values.length; row++) {
      if (!Number.isFinite(values[row]) && valid?.[row] !== 0)
        report('NON_FINITE', `The value is ${values[row]}.`, row);
    }
  }
  if (column.type === 'dense') checkDense(data, column, valid, report);
  if (column.type === 'sparse') checkSparse(data, column, report);
  if (column.role === 'label' && column.type === 'int32') checkLabels(data, column, valid, report);
}

function checkDense(data: Data, column: ColumnSchema, valid: Uint8Array | undefined, report: Report): void {
  const { values, width } = denseMatrix(data, column.width!);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // x - x is 0 unless x is infinite or not a number.
    if (value - value !== 0 && valid?.[Math.floor(i / width)] !== 0) {
      report('NON_FINITE', `Entry ${i % width} is ${value}.`, Math.floor(i / width));
    }
    if (column.role === 'label' && value !== 0 && value !== 1 && valid?.[Math.floor(i / width)] !== 0) {
      report('LABEL_OUT_OF_RANGE', `Entry ${i % width} is ${value}, neither 0 nor 1.`, Math.floor(i / width));
    }
  }
}

function checkSparse(data: Data, column: ColumnSchema, report: Report): void {
  const { indptr, indices, values, width } = sparseMatrix(data, column.width!);
  for (let row = 0; row < data.length; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) {
      if (indices[e]! >>> 0 >= width) report('INDEX_OUT_OF_RANGE', `Entry ${indices[e]} of ${width}.`, row);
      if (!Number.isFinite(values[e])) report('NON_FINITE', `Entry ${indices[e]} is ${values[e]}.`, row);
    }
  }
}

function checkLabels(data: Data, column: ColumnSchema, valid: Uint8Array | undefined, report: Report): void {
  const values = numbers<Int32Array>(data);
  const limit = column.classes?.length ?? 2 ** 31;
  for (let row = 0; row < values.length; row++) {
    if (valid?.[row] !== 0 && values[row]! >>> 0 >= limit) {
      const range = column.classes ? `the column names ${limit} classes` : 'it must not be negative';
      report('LABEL_OUT_OF_RANGE', `The class is ${values[row]}; ${range}.`, row);
    }
  }
}
