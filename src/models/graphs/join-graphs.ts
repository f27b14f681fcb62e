import {
  type DenseMatrix,
  expectArgument,
  type FeatureMatrix,
  HeteroGraphError,
  type SparseMatrix,
} from '../../core/index.js';
import { edgeTypeKey, graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { JoinedGraphs } from '../inputs/whole-graphs.js';

/**
 * One graph of many, with the edges and the first feature matrix of every node type; nodes keep their order. A graph without nodes of a type
 * is fine.
 *
 * @throws {HeteroGraphError} NO_ROWS without a graph; MODEL_MISMATCH where a graph has other types or feature widths than the first
 * @example
 * const { graph, graphOf, numGraphs } = joinGraphs(trees);
 */
export function joinGraphs(graphs: readonly HeteroGraph[]): JoinedGraphs {
  expectArgument(graphs, 'list', 'graphs');
  const [first] = graphs;
  if (!first) {
    throw new HeteroGraphError('NO_ROWS', 'There is no graph to join.', { hint: 'Give at least one.' });
  }
  for (const [i, graph] of graphs.entries()) {
    expectGraph(graph);
    checkLike(graph, first, i);
  }
  const { nodeTypes, edgeTypes } = first;
  const graphOf: Record<string, Int32Array> = {};
  const starts = new Map<string, readonly number[]>();
  for (const type of nodeTypes) {
    const from = [0];
    for (const graph of graphs) from.push(from.at(-1)! + graph.numNodes(type));
    starts.set(type, from);
    const numbers = new Int32Array(from.at(-1)!);
    for (let g = 0; g < graphs.length; g++) numbers.fill(g, from[g]!, from[g + 1]!);
    graphOf[type] = numbers;
  }
  const nodes = nodeTypes.map((name) => {
    const features = first.features(name);
    return { name, features, count: graphOf[name]!.length };
  });
  const graph = graphFromArrays({
    schema: {
      nodes: nodes.map(({ name, features }) => ({
        name,
        columns: features ? [{ name: 'x', type: features.kind, role: 'feature', width: features.width }] : [],
      })),
      edges: edgeTypes.map((type) => ({ type, columns: [] })),
    },
    nodes: Object.fromEntries(
      nodes.map(({ name, features, count }) => [
        name,
        features ? { data: { x: stackedFeatures(graphs.map((each) => each.features(name)!)) } } : count,
      ]),
    ),
    edges: edgeTypes.map((type) => ({
      type,
      source: shifted(graphs, (each) => each.edgeIndex(type).source, starts.get(type[0])!),
      target: shifted(graphs, (each) => each.edgeIndex(type).target, starts.get(type[2])!),
    })),
  });
  return { graph, numGraphs: graphs.length, graphOf };
}

function checkLike(graph: HeteroGraph, first: HeteroGraph, at: number): void {
  const shape = (each: HeteroGraph) =>
    JSON.stringify([
      each.nodeTypes.map((type) => [type, each.features(type)?.kind, each.features(type)?.width]),
      each.edgeTypes.map(edgeTypeKey),
    ]);
  if (shape(graph) === shape(first)) return;
  throw new HeteroGraphError('MODEL_MISMATCH', `Graph ${at} has other types or features than the first.`, {
    row: at,
    hint: 'Give graphs of the same schema; a type may be empty.',
  });
}

function shifted(
  graphs: readonly HeteroGraph[],
  ends: (graph: HeteroGraph) => Int32Array,
  starts: readonly number[],
): Int32Array {
  const lists = graphs.map((graph, g) => ends(graph).map((row) => row + starts[g]!));
  const all = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

function stackedFeatures(parts: readonly FeatureMatrix[]): FeatureMatrix {
  const { width } = parts[0]!;
  const numRows = parts.reduce((sum, part) => sum + part.numRows, 0);
  if (parts[0]!.kind === 'dense') {
    const values = new Float32Array(numRows * width);
    let at = 0;
    for (const part of parts as readonly DenseMatrix[]) {
      values.set(part.values, at);
      at += part.values.length;
    }
    return { kind: 'dense', numRows, width, values };
  }
  const sparse = parts as readonly SparseMatrix[];
  const size = sparse.reduce((sum, part) => sum + part.indptr[part.numRows]!, 0);
  const [indptr, indices, values] = [new Int32Array(numRows + 1), new Int32Array(size), new Float32Array(size)];
  let [row, at] = [0, 0];
  for (const part of sparse) {
    const length = part.indptr[part.numRows]!;
    for (let r = 0; r < part.numRows; r++) indptr[++row] = at + part.indptr[r + 1]!;
    indices.set(part.indices.subarray(0, length), at);
    values.set(part.values.subarray(0, length), at);
    at += length;
  }
  return { kind: 'sparse', numRows, width, indptr, indices, values };
}
