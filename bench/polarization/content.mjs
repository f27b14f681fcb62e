// What nodes show, without links: matrices of their own columns, and of those of their neighbours, one a modality.
import { columnMatrix } from './matrices.mjs';

/**
 * Every modality of a node type, and of the types that it has edges to, as one matrix a modality over the nodes of the type: own columns, and means over the neighbours that have it.
 * All rows are there; zeros where nothing is known.
 */
export function contentOf(graph, nodeType) {
  const found = {};
  for (const name of featureColumns(graph, nodeType)) found[name] = columnMatrix(graph, nodeType, name);
  for (const type of graph.schema.edges.map((each) => each.type)) {
    const [source, , target] = type;
    if (source !== nodeType || target === nodeType) continue;
    for (const name of featureColumns(graph, target)) {
      found[`${name} of ${target}`] ??= means(graph, nodeType, target, columnMatrix(graph, target, name));
    }
  }
  return found;
}

/** Names of the matrix columns that are features. */
export function featureColumns(graph, nodeType) {
  const { columns } = graph.schema.nodes.find(({ name }) => name === nodeType);
  return columns.filter(({ role, width }) => role === 'feature' && width).map(({ name }) => name);
}

/** Means over all edges to nodes that have the modality. */
function means(graph, nodeType, target, { width, values, valid }) {
  const numRows = graph.numNodes(nodeType);
  const sums = new Float32Array(numRows * width);
  const counts = new Int32Array(numRows);
  for (const { type } of graph.schema.edges) {
    if (type[0] !== nodeType || type[2] !== target) continue;
    const edges = graph.edgeIndex(type);
    for (let e = 0; e < edges.source.length; e++) {
      const [to, from] = [edges.source[e], edges.target[e]];
      if (valid && !valid[from]) continue;
      counts[to]++;
      for (let j = 0; j < width; j++) sums[to * width + j] += values[from * width + j];
    }
  }
  for (let i = 0; i < sums.length; i++) sums[i] /= Math.max(1, counts[Math.floor(i / width)]);
  return { kind: 'dense', numRows, width, values: sums };
}
