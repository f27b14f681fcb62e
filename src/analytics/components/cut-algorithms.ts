import { undirectedBytes } from '../project/without-direction.js';
import type { Algorithm } from '../registry/algorithm.js';
import { CELL_BYTES, listTable, nodeTable, pairTable } from '../registry/tables.js';
import { articulationNodes, bridges } from './cut-points.js';
import { findCycle, topologicalOrder } from './topological-order.js';

/** How much of the nodes, or as many edges, is taken to be found: an eighth, as in graphs with many leaves. */
const NODES_FOUND = 1 / 8;

const common = { kind: 'components', usesWeights: false, options: [] } as const;

/** Where graphs fall apart, and orders of nodes. */
export const cutAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'articulation-points',
    title: 'Articulation points: nodes without which others are no longer connected',
    nodeColumns: [],
    direction: 'both',
    run: async (graph, options) => {
      const { view, nodes } = await articulationNodes(graph, options);
      return { table: nodeTable(view, nodes), figures: { articulationPoints: nodes.length } };
    },
    bytes: (size) => (19 + NODES_FOUND * (8 + 2 * CELL_BYTES)) * size.numNodes + undirectedBytes(size),
  },
  {
    ...common,
    name: 'bridges',
    title: 'Bridges: edges without which nodes are no longer connected',
    nodeColumns: [],
    direction: 'both',
    run: async (graph, options) => {
      const found = await bridges(graph, options);
      return { table: pairTable(found), figures: { bridges: found.length } };
    },
    bytes: (size) => (24 + NODES_FOUND * (8 + 4 * CELL_BYTES)) * size.numNodes + undirectedBytes(size),
  },
  {
    ...common,
    name: 'topological-order',
    title: 'Topological order: nodes in layers so that every edge goes forwards, or a cycle',
    nodeColumns: ['layer'],
    direction: 'out',
    run: async (graph, options) => {
      const { order, layers, cycle } = await topologicalOrder(graph, options);
      const figures = { isAcyclic: cycle === undefined, ordered: order.length };
      if (cycle === undefined) return { values: { layer: layers }, figures };
      const remarks = ['There is a cycle, so that nodes on it and behind it have no place in an order.'];
      return { table: listTable([cycle.names], 'list'), figures, remarks };
    },
    bytes: ({ numNodes }) => 14 * numNodes,
  },
  {
    ...common,
    name: 'cycle',
    title: 'A cycle, if there is one',
    nodeColumns: [],
    direction: 'out',
    run: async (graph, options) => {
      const cycle = await findCycle(graph, options);
      const figures = { hasCycle: cycle !== undefined, length: cycle?.nodes.length ?? 0 };
      return { ...(cycle && { table: listTable([cycle.names], 'list') }), figures };
    },
    bytes: ({ numNodes }) => 14 * numNodes,
  },
];
