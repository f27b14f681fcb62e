// A typed graph as one that knows no types.
import { graphFromArrays } from '../../dist/graph/index.js';
import { featureColumns } from './content.mjs';
import { columnMatrix } from './matrices.mjs';

/** All nodes as one type and all edges as one relation; the columns of every type lie side by side, zero for nodes of the others. */
export function withoutTypes(graph) {
  const first = {};
  let numNodes = 0;
  for (const type of graph.nodeTypes) {
    first[type] = numNodes;
    numNodes += graph.numNodes(type);
  }
  const matrices = graph.nodeTypes.flatMap((type) =>
    featureColumns(graph, type).map((name) => ({ from: first[type], ...columnMatrix(graph, type, name) })),
  );
  const width = matrices.reduce((sum, each) => sum + each.width, 0);
  const values = new Float32Array(numNodes * width);
  let column = 0;
  for (const each of matrices) {
    for (let row = 0; row < each.numRows; row++)
      values.set(each.values.subarray(row * each.width, (row + 1) * each.width), (each.from + row) * width + column);
    column += each.width;
  }
  const [source, target] = [new Int32Array(graph.numEdges()), new Int32Array(graph.numEdges())];
  let e = 0;
  for (const type of graph.edgeTypes) {
    const edges = graph.edgeIndex(type);
    for (let i = 0; i < edges.source.length; i++, e++) {
      source[e] = first[type[0]] + edges.source[i];
      target[e] = first[type[2]] + edges.target[i];
    }
  }
  const features = { kind: 'dense', numRows: numNodes, width, values };
  const joined = graphFromArrays({
    nodes: { node: width > 0 ? { data: { features } } : numNodes },
    edges: [{ type: ['node', 'joined', 'node'], source, target }],
  });
  return { graph: joined, first };
}
